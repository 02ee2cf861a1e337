"""What is marked in the documents of a project, as far as somebody may know of it: for counting."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from annotator.domain.layer import ALL
from annotator.store.blindness import may_know
from annotator.store.engine import Transaction
from annotator.store.filtering import Conditions
from annotator.store.projects import Project
from annotator.store.schema import DocumentTable, LayerTable, ProjectTable, SpanTable

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Mark:
    """A span: whose layer it is in, its label, where it stands, and what it is linked to."""

    layer_id: str
    label: str
    start: int
    end: int
    first_block: int
    last_block: int
    links: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with what is marked in it."""

    id: str
    title: str
    text: str
    marks: Sequence[Mark]


def marked(tx: Transaction, project: Project, layer: str, among: Conditions) -> Iterator[Marked]:
    """The documents under some conditions in their order, a few in memory at a time, each with its marks.

    ``layer`` is a name, or ``all`` for every one that the project's ``standing`` may know of.
    """
    table, reached = DocumentTable, 0
    query = select(table.id, table.title, table.text, table.position).where(*among).order_by(table.position)
    while some := tx.connection.execute(query.where(table.position > reached).limit(_AT_ONCE)).all():
        marks = _marks(tx, project, layer, [row.id for row in some])
        for row in some:
            yield Marked(row.id, row.title, row.text, marks.get(row.id, ()))
        reached = some[-1].position


def _marks(tx: Transaction, project: Project, layer: str, ids: list[str]) -> dict[str, list[Mark]]:
    span = SpanTable
    chosen: list[Any] = [] if layer == ALL else [LayerTable.name == layer]
    rows = tx.connection.execute(
        select(
            span.document_id,
            span.layer_id,
            span.label,
            span.start,
            span.end,
            span.first_block,
            span.last_block,
            span.links,
        )
        .join(LayerTable, LayerTable.id == span.layer_id)
        .join(DocumentTable, DocumentTable.id == span.document_id)
        .join(ProjectTable, ProjectTable.id == DocumentTable.project_id)
        .where(span.document_id.in_(ids), span.deleted.is_(None), may_know(project.standing), *chosen)
    )
    found: dict[str, list[Mark]] = {}
    for document_id, *mark in rows:
        found.setdefault(document_id, []).append(Mark(*mark))
    return found
