"""What a search reads: documents that may have its words, and spans that somebody may know of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from annotator.domain.query import Word
from annotator.domain.span import Span, reading_order
from annotator.domain.word import Words, words
from annotator.store import documents, spans, word_index
from annotator.store.blindness import may_know
from annotator.store.documents import Reading
from annotator.store.engine import Transaction
from annotator.store.projects import Project
from annotator.store.schema import DocumentTable, ProjectTable, SpanTable

_AT_ONCE = 50
_SIZE_OF_A_WORD = 3  # as against the characters it is made of: a place and a key beside it


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a search looks into."""

    id: str
    title: str
    meta: dict[str, Any]
    reading: Reading
    words: Words


def texts(tx: Transaction, project: Project, needed: Sequence[Word]) -> Iterator[Found]:
    """The documents of a project that may have all of some words, in its order, a few at a time."""
    conditions = word_index.has_all(needed, tx.connection.dialect.name)
    table = DocumentTable
    there = (
        select(table.id, table.position)
        .where(table.project_id == project.id, table.deleted.is_(None), *conditions)
        .order_by(table.position)
    )
    # A page mostly has enough in the first of them. For who goes on, the index is asked once more, for all others.
    some = tx.connection.execute(there.limit(_AT_ONCE)).all()
    yield from _found(tx, [row.id for row in some])
    if len(some) == _AT_ONCE:
        further = tx.connection.execute(there.where(table.position > some[-1].position)).all()
        for start in range(0, len(further), _AT_ONCE):
            yield from _found(tx, [row.id for row in further[start : start + _AT_ONCE]])


def _found(tx: Transaction, ids: Sequence[str]) -> Iterator[Found]:
    table = DocumentTable
    query = select(table.id, table.title, table.meta).where(table.id.in_(ids)).order_by(table.position)
    for row in tx.connection.execute(query).all():
        reading = documents.reading(tx, row.id)
        yield Found(row.id, row.title, row.meta, reading, _words(tx, row.id, reading.text))


def marked(tx: Transaction, project: Project, found: Found, label: str | None) -> list[Span]:
    """The spans of a document that the project's ``standing`` may know of, in reading order; those of a label."""
    wanted = (
        spans.query()
        .join(DocumentTable, DocumentTable.id == SpanTable.document_id)
        .join(ProjectTable, ProjectTable.id == DocumentTable.project_id)
        .where(SpanTable.document_id == found.id, SpanTable.deleted.is_(None), may_know(project.standing))
    )
    if label is not None:
        wanted = wanted.where(SpanTable.label == label)
    rows = tx.connection.execute(wanted)
    return sorted((spans.span_of(row, row.id) for row in rows), key=lambda one: (*reading_order(one), one.id))


def _words(tx: Transaction, document_id: str, text: str) -> Words:
    def load() -> tuple[Words, int]:
        return words(text), _SIZE_OF_A_WORD * len(text)

    return tx.keep(("words", document_id), load)
