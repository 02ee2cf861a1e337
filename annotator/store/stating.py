"""What statements are read off: stances and what they are joined with, as far as somebody may know of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from annotator.domain.block import Block
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.domain.statement_type import ROLES, StatementType
from annotator.store import relations, spans
from annotator.store.blindness import may_know, may_know_blind, project_is_blind_throughout
from annotator.store.documents import Reading
from annotator.store.engine import Transaction
from annotator.store.layer_owners import owners
from annotator.store.projects import Project
from annotator.store.schema import DocumentTable, LayerTable, ProjectTable, RelationTable, SpanTable

_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Head:
    """A document by what it is known by."""

    id: str
    title: str
    meta: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Joined:
    """A document with its stances, the spans that these are joined with, and the relations that do it."""

    head: Head
    reading: Reading
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...]


def documents(
    tx: Transaction,
    project: Project,
    kind: StatementType,
    *,
    layer: str = "",
    reads: Callable[[Head], bool] = lambda _: True,
) -> Iterator[Joined]:
    """The documents of a project that have a stance, in its order, read no further than they are asked for.

    Args:
        tx: stays open as long as they are read.
        project: its ``standing`` says whose layers are read.
        kind: what makes a statement.
        layer: the one that is read, all of them where it is empty.
        reads: which documents are asked for.
    """
    source = _Source(tx, project, kind, layer)
    for some in source.with_stance():
        asked = [head for head in source.heads(some) if reads(head)]
        ids = [head.id for head in asked]
        readings, marked, joined = source.readings(ids), source.spans(ids), source.relations(ids)
        for head in asked:
            yield Joined(head, readings[head.id], tuple(marked[head.id]), tuple(joined[head.id]))


def layers(tx: Transaction, project: Project, kind: StatementType) -> list[str]:
    """The layers that have a stance, as far as the project's ``standing`` may know of them."""
    source, found = _Source(tx, project, kind), set[str]()
    for user_id, name in dict.fromkeys((user_id, name) for user_id, _, name in owners(tx)):
        if name not in found and source.has_stance_of(user_id, name):
            found.add(name)
    return sorted(found)


class _Source:
    """The queries of what one person may know of."""

    def __init__(self, tx: Transaction, project: Project, kind: StatementType, layer: str = "") -> None:
        self._tx, self._project_id, self._kind = tx, project.id, kind
        # Where all is blind, what may not be known of is not looked for in one document after the other.
        throughout = select(project_is_blind_throughout).where(ProjectTable.id == project.id)
        self._all_blind = tx.connection.execute(throughout).scalar_one()
        knows = may_know_blind if self._all_blind else may_know
        self._known = [knows(project.standing), *([LayerTable.name == layer] if layer else [])]
        self._types = [name for role in ROLES if (name := getattr(kind, role))]

    def with_stance(self) -> Iterator[list[str]]:
        """The ids of the documents that have a stance, a few at a time, in the project's order.

        Documents are looked through in their order, not collected from all their spans: whoever wants the first of
        them does not wait for the last.
        """
        every = (
            select(DocumentTable.id, DocumentTable.position)
            .where(DocumentTable.project_id == self._project_id, DocumentTable.deleted.is_(None))
            .order_by(DocumentTable.position)
            .limit(_AT_ONCE)
        )
        reached = 0
        while batch := self._tx.connection.execute(every.where(DocumentTable.position > reached)).all():
            yield self._having_stance([row.id for row in batch])
            reached = batch[-1].position

    def _having_stance(self, ids: Sequence[str]) -> list[str]:
        query = self._stances(SpanTable.document_id).where(SpanTable.document_id.in_(ids)).distinct()
        found = set(self._tx.connection.execute(query).scalars())
        return [one for one in ids if one in found]

    def has_stance_of(self, user_id: str, name: str) -> bool:
        """Whether a layer of some name that somebody owns has a stance."""
        theirs = (LayerTable.user_id == user_id, LayerTable.name == name)
        if self._all_blind and not self._any(select(LayerTable.name).where(*theirs, *self._known)):
            return False
        return self._any(self._stances(SpanTable.id).where(*theirs))

    def _any(self, query: Select[str]) -> bool:
        return self._tx.connection.execute(query.limit(1)).first() is not None

    def _stances(self, what: InstrumentedAttribute[str]) -> Select[str]:
        return (
            select(what)
            .select_from(SpanTable)
            .join(LayerTable, LayerTable.id == SpanTable.layer_id)
            .join(DocumentTable, DocumentTable.id == SpanTable.document_id)
            .join(ProjectTable, ProjectTable.id == DocumentTable.project_id)
            .where(ProjectTable.id == self._project_id, SpanTable.label.in_(self._kind.stances))
            .where(DocumentTable.deleted.is_(None), SpanTable.deleted.is_(None), *self._known)
        )

    def heads(self, ids: Sequence[str]) -> list[Head]:
        """What some documents are known by, in the project's order."""
        table = DocumentTable
        query = select(table.id, table.title, table.meta).where(table.id.in_(ids)).order_by(table.position)
        return [Head(*row) for row in self._tx.connection.execute(query)]

    def readings(self, ids: Sequence[str]) -> dict[str, Reading]:
        """What there is to read in some documents; not remembered, as all of a corpus may come by."""
        table = DocumentTable
        rows = self._tx.connection.execute(select(table.id, table.text, table.blocks).where(table.id.in_(ids)))
        return {row.id: Reading(row.text, tuple(Block(*block) for block in row.blocks)) for row in rows}

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
