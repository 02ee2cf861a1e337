"""Relations between the spans of a layer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, insert, or_, select, update

from annotator.domain.relation import Relation
from annotator.store.engine import Transaction
from annotator.store.lookup import AT_ONCE
from annotator.store.schema import LayerTable, RelationTable, UserTable

# Built once: these are asked with every action, and for each relation of a layer that is put back.
_THIS = RelationTable.id == bindparam("relation_id")
_TAKE_AWAY = update(RelationTable).where(_THIS, RelationTable.deleted.is_(None))
_BRING_BACK = update(RelationTable).where(_THIS, RelationTable.deleted.is_not(None))
_CALL = update(RelationTable).where(_THIS)


def add(tx: Transaction, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep new relations, given as rows of their table."""
    prepared = [dict(row) for row in rows]
    if prepared:
        tx.connection.execute(insert(RelationTable), prepared)


def changeable(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the log keeps of a relation, out of its whole row."""
    return {name: row[name] for name in ("type", "source_id", "target_id", "codebook_version")}


def in_document(tx: Transaction, document_id: str) -> list[Relation]:
    """All relations of all layers of a document, in a fixed order."""
    found = [
        relation_of(row) for row in tx.connection.execute(query().where(RelationTable.document_id == document_id))
    ]
    return sorted(found, key=lambda one: (one.layer, one.type, one.source, one.target, one.id))


def ever_in_document(tx: Transaction, document_id: str) -> list[tuple[str, str, str]]:
    """Type, source and target of all relations that there are or were in a document."""
    table = RelationTable
    rows = tx.connection.execute(
        select(table.type, table.source_id, table.target_id).where(table.document_id == document_id)
    )
    return [(row.type, row.source_id, row.target_id) for row in rows]


def count_of_span(tx: Transaction, span_id: str) -> int:
    """How many relations begin or end at a span."""
    counted = select(func.count()).where(_at(span_id), RelationTable.deleted.is_(None))
    return tx.connection.execute(counted).scalar_one()


def of_span(tx: Transaction, span_id: str) -> list[Relation]:
    """The relations that begin or end at a span."""
    return [relation_of(row) for row in tx.connection.execute(query().where(_at(span_id)))]


def of_spans(tx: Transaction, span_ids: Iterable[str]) -> list[Relation]:
    """The relations that begin or end at any of some spans, in a fixed order."""
    wanted, found = list(span_ids), dict[str, Relation]()
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        for at_end in _AT_ENDS:
            rows = tx.connection.execute(at_end, {"span_ids": some})
            found |= {row.id: relation_of(row) for row in rows}
    return sorted(found.values(), key=lambda one: (one.type, one.source, one.target, one.id))


def in_layers(tx: Transaction, layer_ids: Sequence[str]) -> list[Relation]:
    """The relations of some layers, by their id."""
    rows = tx.connection.execute(_IN_LAYERS, {"layer_ids": layer_ids})
    return [relation_of(row) for row in rows]


def by_id(tx: Transaction, relation_id: str) -> tuple[Relation, str, str] | None:
    """A relation that is there, with the ids of its document and its layer."""
    row = tx.connection.execute(query().where(RelationTable.id == relation_id)).one_or_none()
    return None if row is None else (relation_of(row), row.document_id, row.layer_id)


def is_taken(tx: Transaction, relation_id: str) -> bool:
    """Whether an id is a relation's already, deleted or not."""
    taken = select(RelationTable.id).where(RelationTable.id == relation_id)
    return tx.connection.execute(taken).first() is not None


def set_deleted(tx: Transaction, relation_id: str, *, deleted: str | None, by: str | None) -> bool:
    """Mark a relation as taken away, or with None as there again; False where it stands so already."""
    changed = tx.connection.execute(
        _TAKE_AWAY if deleted else _BRING_BACK, {"relation_id": relation_id, "deleted": deleted, "deleted_by": by}
    )
    return bool(changed.rowcount)


def call(tx: Transaction, relation_id: str, kind: str, version: int) -> None:
    """Give a relation another type, under a version of the codebook."""
    tx.connection.execute(_CALL, {"relation_id": relation_id, "type": kind, "codebook_version": version})


def _at(span_id: str) -> Any:
    return or_(RelationTable.source_id == span_id, RelationTable.target_id == span_id)


def query() -> Select[*tuple[Any, ...]]:
    """Everything that ``relation_of`` reads, of all relations that are there."""
    return (
        select(
            RelationTable.id,
            RelationTable.document_id,
            RelationTable.layer_id,
            LayerTable.name.label("layer"),
            UserTable.name.label("annotator"),
            RelationTable.type,
            RelationTable.source_id,
            RelationTable.target_id,
            RelationTable.codebook_version,
            RelationTable.created,
        )
        .join(LayerTable, LayerTable.id == RelationTable.layer_id)
        .join(UserTable, UserTable.id == RelationTable.user_id)
        .where(RelationTable.deleted.is_(None))
    )


def relation_of(row: Row[*tuple[Any, ...]]) -> Relation:
    """The relation that a row of a query tells of."""
    return Relation(
        id=row.id,
        layer=row.layer,
        annotator=row.annotator,
        type=row.type,
        source=row.source_id,
        target=row.target_id,
        codebook_version=row.codebook_version,
        created=row.created,
    )


_IN_LAYERS = (
    query().where(RelationTable.layer_id.in_(bindparam("layer_ids", expanding=True))).order_by(RelationTable.id)
)
# A query for each end: neither database uses its index for one that asks of both.
_AT_ENDS = tuple(
    query().where(end.in_(bindparam("span_ids", expanding=True)))
    for end in (RelationTable.source_id, RelationTable.target_id)
)
