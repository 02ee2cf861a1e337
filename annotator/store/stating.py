"""What statements are read off: stances and what they are joined with, as far as somebody may know of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.domain.statement_type import ROLES, StatementType
from annotator.store import relations, spans
from annotator.store.blindness import may_know
from annotator.store.engine import Transaction
from annotator.store.projects import Project
from annotator.store.schema import DocumentTable, LayerTable, ProjectTable, RelationTable, SpanTable

_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Joined:
    """A document with its stances, the spans that these are joined with, and the relations that do it."""

    id: str
    title: str
    meta: dict[str, Any]
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...]


def documents(tx: Transaction, project: Project, kind: StatementType, *, layer: str = "") -> Iterator[Joined]:
    """The documents of a project that have a stance, in its order, a few at a time.

    Args:
        tx: stays open as long as they are read.
        project: its ``standing`` says whose layers are read.
        kind: what makes a statement.
        layer: the one that is read, all of them where it is empty.
    """
    source = _Source(tx, project, kind, layer)
    listing = (
        select(DocumentTable.id, DocumentTable.title, DocumentTable.meta, DocumentTable.position)
        .where(DocumentTable.id.in_(source.with_stance(SpanTable.document_id)))
        .order_by(DocumentTable.position)
        .limit(_AT_ONCE)
    )
    reached = 0
    while batch := tx.connection.execute(listing.where(DocumentTable.position > reached)).all():
        ids = [row.id for row in batch]
        marked, joined = source.spans(ids), source.relations(ids)
        for row in batch:
            yield Joined(row.id, row.title, row.meta, tuple(marked[row.id]), tuple(joined[row.id]))
        reached = batch[-1].position


def layers(tx: Transaction, project: Project, kind: StatementType) -> list[str]:
    """The layers that have a stance, as far as the project's ``standing`` may know of them."""
    found = _Source(tx, project, kind).with_stance(LayerTable.name)
    return sorted(tx.connection.execute(found.distinct()).scalars())


class _Source:
    """The queries of what one person may know of."""

    def __init__(self, tx: Transaction, project: Project, kind: StatementType, layer: str = "") -> None:
        self._tx, self._project_id, self._kind = tx, project.id, kind
        self._known = [may_know(project.standing), *([LayerTable.name == layer] if layer else [])]
        self._types = [name for role in ROLES if (name := getattr(kind, role))]

    def with_stance(self, what: InstrumentedAttribute[str]) -> Select[str]:
        """Documents or layers that have a stance."""
        return (
            select(what)
            .select_from(SpanTable)
            .join(LayerTable, LayerTable.id == SpanTable.layer_id)
            .join(DocumentTable, DocumentTable.id == SpanTable.document_id)
            .join(ProjectTable, ProjectTable.id == DocumentTable.project_id)
            .where(ProjectTable.id == self._project_id, SpanTable.label.in_(self._kind.stances))
            .where(DocumentTable.deleted.is_(None), SpanTable.deleted.is_(None), *self._known)
        )

    def spans(self, ids: Sequence[str]) -> defaultdict[str, list[Span]]:
        """The stances of some documents, and whatever a relation of a statement leads to."""
        here = (RelationTable.document_id.in_(ids), RelationTable.type.in_(self._types))
        ends = union_all(*(select(end).where(*here) for end in (RelationTable.source_id, RelationTable.target_id)))
        rows = self._tx.connection.execute(
            spans.query()
            .join(DocumentTable, DocumentTable.id == SpanTable.document_id)
            .join(ProjectTable, ProjectTable.id == DocumentTable.project_id)
            .where(SpanTable.document_id.in_(ids), SpanTable.deleted.is_(None), *self._known)
            .where(or_(SpanTable.label.in_(self._kind.stances), SpanTable.id.in_(ends)))
        )
        return _by_document((row.document_id, spans.span_of(row, row.id)) for row in rows)

    def relations(self, ids: Sequence[str]) -> defaultdict[str, list[Relation]]:
        """The relations that make statements of them."""
        rows = self._tx.connection.execute(
            relations.query()
            .join(DocumentTable, DocumentTable.id == RelationTable.document_id)
            .join(ProjectTable, ProjectTable.id == DocumentTable.project_id)
            .where(RelationTable.document_id.in_(ids), RelationTable.type.in_(self._types), *self._known)
        )
        return _by_document((row.document_id, relations.relation_of(row)) for row in rows)


Item = TypeVar("Item")


def _by_document(found: Iterable[tuple[str, Item]]) -> defaultdict[str, list[Item]]:
    grouped: defaultdict[str, list[Item]] = defaultdict(list)
    for document, one in found:
        grouped[document].append(one)
    return grouped
