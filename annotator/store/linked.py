"""Spans that are linked to entries of a registry, over all documents of a project."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, bindparam, func, literal_column, or_, select, type_coerce

from annotator.domain.permission import Person
from annotator.domain.span import Span, reading_order
from annotator.store.blindness import document_is_blind
from annotator.store.engine import Transaction
from annotator.store.schema import DocumentTable, LayerTable, ProjectTable, SpanTable
from annotator.store.spans import query, span_of

# Not as a parameter: the databases then know that their index of linked spans has all of these.
_LINKED = SpanTable.links != literal_column("'{}'")
_WORDS = func.substr(DocumentTable.text, SpanTable.start + 1, SpanTable.end - SpanTable.start).label("words")


@dataclass(frozen=True, slots=True)
class Count:
    """How many spans of one layer of a document have just these links; ``blind`` is the document."""

    links: Mapping[str, str]
    layer: str
    document_id: str
    blind: bool
    spans: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A linked span with the words that it marks, and where it stands."""

    span: Span
    words: str
    document_id: str
    title: str
    block: int
    blind: bool


def counts(tx: Transaction, project_id: str) -> list[Count]:
    """All links of a project, counted by layer."""
    blind = _blind_documents(tx, project_id)
    rows = tx.connection.execute(
        select(SpanTable.links, LayerTable.name, SpanTable.document_id, func.count().label("spans"))
        .join(LayerTable, LayerTable.id == SpanTable.layer_id)
        .join(DocumentTable, DocumentTable.id == SpanTable.document_id)
        .where(*_present(project_id), _LINKED)
        .group_by(SpanTable.links, LayerTable.name, SpanTable.document_id)
    )
    return [Count(row.links, row.name, row.document_id, row.document_id in blind, row.spans) for row in rows]


def passages(tx: Transaction, project_id: str, keys: Collection[str]) -> list[Passage]:
    """The spans that are linked to an entry of one of these keys, by document and place."""
    blind = _blind_documents(tx, project_id)
    rows = tx.connection.execute(
        query()
        .add_columns(DocumentTable.title, DocumentTable.position, SpanTable.first_block, _WORDS)
        .join(DocumentTable, DocumentTable.id == SpanTable.document_id)
        .where(*_present(project_id), _LINKED, _to_any(keys))
    ).all()
    found = [
        (
            row.position,
            Passage(span, row.words, row.document_id, row.title, row.first_block, row.document_id in blind),
        )
        for row in rows
        # What SQL finds is a key that stands anywhere among the links: as a role it would be one, too.
        if set((span := span_of(row, row.id)).links.values()) & set(keys)
    ]
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], reading_order(pair[1].span)))]


def own_words(
    tx: Transaction, project_id: str, person: Person, labels: Collection[str], lengths: Collection[int]
) -> list[tuple[Span, str]]:
    """What somebody linked in their own layers and its words, the oldest first.

    Only what is under one of ``labels``, and as long as one of ``lengths``.
    """
    asked = {
        "project_id": project_id,
        "user_id": person.id,
        "layer": person.name,
        "labels": sorted(labels),
        "lengths": sorted(lengths),
    }
    rows = tx.connection.execute(_OWN_WORDS, asked)
    found = [(span_of(row, row.id), row.words) for row in rows]
    return sorted(found, key=lambda pair: (pair[0].updated, pair[0].id))


def _present(project_id: str | ColumnElement[str]) -> Iterable[ColumnElement[bool]]:
    return (
        DocumentTable.project_id == project_id,
        DocumentTable.deleted.is_(None),
        SpanTable.deleted.is_(None),
    )


def _to_any(keys: Collection[str]) -> ColumnElement[bool]:
    # As the JSON text holds it; a key has no character that LIKE or JSON reads otherwise.
    return or_(*(type_coerce(SpanTable.links, Text).like(f'%"{key}"%') for key in sorted(keys)))


def _blind_documents(tx: Transaction, project_id: str) -> set[str]:
    rows = tx.connection.execute(
        select(DocumentTable.id, document_is_blind)
        .join(ProjectTable, ProjectTable.id == DocumentTable.project_id)
        .where(DocumentTable.project_id == project_id)
    )
    return {row.id for row in rows if row.is_blind}


# Built once: this is asked with every span that is marked.
_OWN_WORDS = (
    query()
    .add_columns(_WORDS)
    .join(DocumentTable, DocumentTable.id == SpanTable.document_id)
    .where(
        *_present(bindparam("project_id")),
        _LINKED,
        SpanTable.user_id == bindparam("user_id"),
        LayerTable.name == bindparam("layer"),
        SpanTable.label.in_(bindparam("labels", expanding=True)),
        (SpanTable.end - SpanTable.start).in_(bindparam("lengths", expanding=True)),
    )
)
