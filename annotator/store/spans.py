"""Spans of a layer: read by the block, written by the span."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Result, Row, Select, and_, bindparam, func, insert, or_, select, update

from annotator.domain.span import Fragments, Span, reading_order
from annotator.store.engine import Transaction
from annotator.store.lookup import AT_ONCE, known_ids
from annotator.store.schema import LayerTable, SpanTable, UserTable


def in_layer(tx: Transaction, layer_id: str) -> list[Span]:
    """All spans of a layer, in reading order."""
    return _sorted(tx.connection.execute(_IN_LAYER, {"layer_id": layer_id}))


def in_document(tx: Transaction, document_id: str) -> list[Span]:
    """All spans of all layers of a document, in reading order."""
    return _sorted(tx.connection.execute(_IN_DOCUMENT, {"document_id": document_id}))


def in_blocks(tx: Transaction, layer_id: str, first: int, last: int) -> list[Span]:
    """The spans of a layer that touch the blocks from ``first`` to ``last``, in reading order."""
    asked = {"layer_id": layer_id, "first": first, "last": last}
    return _sorted(tx.connection.execute(_IN_BLOCKS, asked))


def in_layers(tx: Transaction, layer_ids: Sequence[str]) -> list[Span]:
    """All spans of some layers, in reading order."""
    wanted = query().where(SpanTable.layer_id.in_(layer_ids), SpanTable.deleted.is_(None))
    return _sorted(tx.connection.execute(wanted))


def states(tx: Transaction, document_id: str) -> dict[str, tuple[int, int]]:
    """For each layer of a document that has any, how many spans it ever had, and all their versions together.

    Rows are never taken away and each write makes a version one higher: no two states of a layer have the same.
    """
    rows = tx.connection.execute(_STATES, {"document_id": document_id})
    return {row.layer_id: (row.rows, int(row.versions)) for row in rows}


def labelled(tx: Transaction, layer_id: str, labels: Collection[str]) -> list[Span]:
    """The spans of a layer that have one of these labels, in reading order."""
    return _sorted(tx.connection.execute(_LABELLED, {"layer_id": layer_id, "labels": list(labels)}))


def count_labelled(tx: Transaction, layer_id: str, labels: Collection[str]) -> int:
    """How many spans of a layer have one of these labels."""
    asked = {"layer_id": layer_id, "labels": list(labels)}
    return tx.connection.execute(_COUNT_LABELLED, asked).scalar_one()


def by_ids(tx: Transaction, ids: Iterable[str]) -> dict[str, Span]:
    """Those of some spans that are there, by their id."""
    wanted, found = list(ids), dict[str, Span]()
    for start in range(0, len(wanted), AT_ONCE):
        some = {"ids": wanted[start : start + AT_ONCE]}
        found |= {row.id: span_of(row, row.id) for row in tx.connection.execute(_STANDING_OF, some)}
    return found


def blocks_of(tx: Transaction, ids: Iterable[str]) -> set[int]:
    """The blocks in which some spans begin."""
    wanted, found = list(ids), set[int]()
    for start in range(0, len(wanted), AT_ONCE):
        some = select(SpanTable.first_block).where(
            SpanTable.id.in_(wanted[start : start + AT_ONCE]), SpanTable.deleted.is_(None)
        )
        found |= set(tx.connection.execute(some).scalars())
    return found


def at(tx: Transaction, layer_id: str, block: int, offset: int) -> list[Span]:
    """The spans over one character."""
    return [
        span
        for span in in_blocks(tx, layer_id, block, block)
        if any(start <= offset < end for start, end in span.fragments)
    ]


def by_id(tx: Transaction, span_id: str) -> tuple[Span, str, str] | None:
    """A span that is there, with the ids of its document and its layer."""
    return _one(tx.connection.execute(_STANDING, {"id": span_id}))


def ever_by_id(tx: Transaction, span_id: str) -> tuple[Span, str, str] | None:
    """The same of a span that may be deleted: then as it stood last."""
    return _one(tx.connection.execute(_EVER, {"id": span_id}))


CHANGEABLE = (
    "label",
    "start",
    "end",
    "fragments",
    "first_block",
    "last_block",
    "attributes",
    "note",
    "links",
    "codebook_version",
    "version",
    "updated",
    "deleted",
    "deleted_by",
)
"""The columns of a span that can change, as the log keeps them."""


def state(tx: Transaction, span_id: str) -> dict[str, Any] | None:
    """Everything about a span that can change, deleted or not."""
    row = tx.connection.execute(_STATE, {"id": span_id}).one_or_none()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def changeable(row: Mapping[str, Any]) -> dict[str, Any]:
    """What can change of a span, out of its whole row."""
    return {name: row[name] for name in CHANGEABLE}


def document_of(tx: Transaction, span_id: str) -> str | None:
    """The id of the document that a span stands in, deleted or not."""
    return tx.connection.execute(select(SpanTable.document_id).where(SpanTable.id == span_id)).scalar()


def key_of(tx: Transaction, span_id: str) -> str:
    """The key that a span has in every edition of its document."""
    return tx.connection.execute(select(SpanTable.key).where(SpanTable.id == span_id)).scalar_one()


def taken_ids(tx: Transaction, ids: Iterable[str]) -> set[str]:
    """Which of ``ids`` are spans already, deleted or not."""
    return known_ids(tx, SpanTable.id, ids)


def put(tx: Transaction, span_id: str, values: Mapping[str, Any], *, version: int) -> bool:
    """Write ``values`` over the span at ``version``; False where somebody was faster."""
    changed = tx.connection.execute(_PUT, {**values, "of_span": span_id, "at_version": version})
    return bool(changed.rowcount)


def add(tx: Transaction, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep new spans, given as rows of their table."""
    prepared = [dict(row) for row in rows]
    if prepared:
        tx.connection.execute(_ADD_SPAN, prepared)


def row_of(
    span: Span, *, span_id: str, document_id: str, layer_id: str, user_id: str, blocks: range
) -> dict[str, Any]:
    """A span as a row of its table; ``blocks`` are those that it touches."""
    return {
        "id": span_id,
        "key": span.id,
        "document_id": document_id,
        "layer_id": layer_id,
        "user_id": user_id,
        "label": span.label,
        **place_of(span.fragments, blocks),
        "attributes": dict(span.attributes),
        "note": span.note,
        "links": dict(span.links),
        "codebook_version": span.codebook_version,
        "version": span.version,
        "created": span.created,
        "updated": span.updated,
        "deleted": None,
        "deleted_by": None,
    }


def place_of(fragments: Fragments, blocks: range) -> dict[str, Any]:
    """The columns that say where a span stands."""
    return {
        "start": fragments[0][0],
        "end": fragments[-1][1],
        "fragments": [list(fragment) for fragment in fragments] if len(fragments) > 1 else None,
        "first_block": blocks[0] if blocks else 0,
        "last_block": blocks[-1] if blocks else 0,
    }


def _one(rows: Result[*tuple[Any, ...]]) -> tuple[Span, str, str] | None:
    row = rows.one_or_none()
    return None if row is None else (span_of(row, row.id), row.document_id, row.layer_id)


def _sorted(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Span]:
    return sorted((span_of(row, row.id) for row in rows), key=reading_order)


def query() -> Select[*tuple[Any, ...]]:
    """Everything that ``span_of`` reads, of all spans, deleted or not."""
    return (
        select(
            SpanTable.id,
            SpanTable.key,
            SpanTable.document_id,
            SpanTable.layer_id,
            LayerTable.name.label("layer"),
            UserTable.name.label("annotator"),
            SpanTable.label,
            SpanTable.start,
            SpanTable.end,
            SpanTable.fragments,
            SpanTable.attributes,
            SpanTable.note,
            SpanTable.links,
            SpanTable.codebook_version,
            SpanTable.version,
            SpanTable.created,
            SpanTable.updated,
        )
        .join(LayerTable, LayerTable.id == SpanTable.layer_id)
        .join(UserTable, UserTable.id == SpanTable.user_id)
    )


def span_of(row: Row[*tuple[Any, ...]], span_id: str) -> Span:
    """The span that a row of a query tells of, under the id that the reader knows it by."""
    fragments = row.fragments or [[row.start, row.end]]
    return Span(
        id=span_id,
        layer=row.layer,
        annotator=row.annotator,
        label=row.label,
        fragments=tuple((start, end) for start, end in fragments),
        attributes=row.attributes,
        note=row.note,
        codebook_version=row.codebook_version,
        version=row.version,
        created=row.created,
        updated=row.updated,
        links=row.links,
    )


# Built once: these are asked with every action and every page, and for each span of a layer that is put back.
_ADD_SPAN = insert(SpanTable)
_STATE = select(*(getattr(SpanTable, name) for name in CHANGEABLE)).where(SpanTable.id == bindparam("id"))
_PUT = update(SpanTable).where(SpanTable.id == bindparam("of_span"), SpanTable.version == bindparam("at_version"))
_EVER = query().where(SpanTable.id == bindparam("id"))
_STANDING = _EVER.where(SpanTable.deleted.is_(None))
_STANDING_OF = query().where(SpanTable.id.in_(bindparam("ids", expanding=True)), SpanTable.deleted.is_(None))
_IN_LAYER = query().where(SpanTable.layer_id == bindparam("layer_id"), SpanTable.deleted.is_(None))
_LABELLED = _IN_LAYER.where(SpanTable.label.in_(bindparam("labels", expanding=True)))
_COUNT_LABELLED = select(func.count()).where(
    SpanTable.layer_id == bindparam("layer_id"),
    SpanTable.label.in_(bindparam("labels", expanding=True)),
    SpanTable.deleted.is_(None),
)
_IN_DOCUMENT = query().where(SpanTable.document_id == bindparam("document_id"), SpanTable.deleted.is_(None))
_STATES = (
    select(SpanTable.layer_id, func.count().label("rows"), func.sum(SpanTable.version).label("versions"))
    .where(SpanTable.document_id == bindparam("document_id"))
    .group_by(SpanTable.layer_id)
)
_IN_BLOCKS = _IN_LAYER.where(
    or_(
        SpanTable.first_block.between(bindparam("first"), bindparam("last")),
        and_(
            SpanTable.last_block > SpanTable.first_block,  # what the partial index is of
            SpanTable.last_block >= bindparam("first"),
            SpanTable.first_block < bindparam("first"),
        ),
    )
)
