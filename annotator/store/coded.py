"""What is coded in a whole project, wherever it stands: for changes of the codebook, which reach all of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, select
from sqlalchemy.orm import aliased

from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.store import relations, spans
from annotator.store.engine import Transaction
from annotator.store.lookup import AT_ONCE
from annotator.store.schema import DocumentTable, LayerTable, RelationTable, SpanTable


@dataclass(frozen=True, slots=True)
class Marked:
    """A span where it stands: its document and layer, and everything about it that can change."""

    span: Span
    document_id: str
    layer_id: str
    state: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What a layer says of its document as a whole."""

    layer_id: str
    layer: str
    document_id: str
    attributes: Mapping[str, Any]
    complete: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """A relation with the labels of its ends."""

    relation: Relation
    document_id: str
    layer_id: str
    source: str
    target: str


def every(tx: Transaction, project_id: str) -> Iterator[Marked]:
    """All spans of a project, by document, layer and place, a few at a time."""
    query = _marked(project_id).order_by(*_ORDER).execution_options(yield_per=_AT_ONCE)
    rows = tx.connection.execute(query)
    return (_as_marked(row) for row in rows)


def labelled(tx: Transaction, project_id: str, labels: Collection[str]) -> list[Marked]:
    """The spans of a project that have any of ``labels``, by document, layer and place.

    While a transaction writes nobody else changes them.
    """
    return _found(tx, project_id, [SpanTable.label.in_(labels)])


def some(tx: Transaction, project_id: str, ids: Collection[str]) -> list[Marked]:
    """The same of spans by their ids, those that stand."""
    wanted = sorted(ids)
    parts = (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE))
    return _found(tx, project_id, [SpanTable.id.in_(part) for part in parts])


def said(tx: Transaction, project_id: str) -> list[Said]:
    """What the layers of a project say of their documents, where they say anything or are complete."""
    rows = tx.connection.execute(
        select(
            LayerTable.id,
            LayerTable.name,
            LayerTable.document_id,
            LayerTable.attributes,
            (LayerTable.state == "complete").label("complete"),
        )
        .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
        .where(DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None))
        .order_by(DocumentTable.position, LayerTable.name)
    )
    return [Said(*row) for row in rows if row.attributes or row.complete]


def joined(tx: Transaction, project_id: str) -> Iterator[Joined]:
    """The relations of a project, by document and layer."""
    one, other = aliased(SpanTable), aliased(SpanTable)
    rows = tx.connection.execute(
        relations.query()
        .add_columns(one.label.label("source"), other.label.label("target"))
        .join(DocumentTable, DocumentTable.id == RelationTable.document_id)
        .join(one, one.id == RelationTable.source_id)
        .join(other, other.id == RelationTable.target_id)
        .where(DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None))
        .order_by(DocumentTable.position, LayerTable.name, RelationTable.id)
    )
    for row in rows:
        yield Joined(relations.relation_of(row), row.document_id, row.layer_id, row.source, row.target)


_AT_ONCE = 1_000
_ORDER = (DocumentTable.position, LayerTable.name, SpanTable.start, SpanTable.id)
_CHANGEABLE = [getattr(SpanTable, name).label(f"state_{name}") for name in spans.CHANGEABLE]


def _marked(project_id: str, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    here = and_(
        DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None), SpanTable.deleted.is_(None)
    )
    return (
        spans.query()
        .add_columns(DocumentTable.position, *_CHANGEABLE)
        .join(DocumentTable, DocumentTable.id == SpanTable.document_id)
        .where(here, *conditions)
    )


def _found(tx: Transaction, project_id: str, conditions: Iterable[ColumnElement[bool]]) -> list[Marked]:
    found: list[Row[*tuple[Any, ...]]] = []
    for condition in conditions:
        query = _marked(project_id, condition).order_by(*_ORDER)
        found += tx.connection.execute(query.with_for_update(of=SpanTable) if tx.writes else query).all()
    return [_as_marked(row) for row in sorted(found, key=lambda row: (row.position, row.layer, row.start, row.id))]


def _as_marked(row: Row[*tuple[Any, ...]]) -> Marked:
    state = {name: getattr(row, f"state_{name}") for name in spans.CHANGEABLE}
    return Marked(spans.span_of(row, row.id), row.document_id, row.layer_id, state)
