"""Relations between the spans of a layer."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, insert, or_, select, update

from annotator.domain.relation import Relation
from annotator.store.engine import Transaction
from annotator.store.schema import LayerTable, RelationTable, UserTable


def add(tx: Transaction, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep new relations, given as rows of their table."""
    prepared = [dict(row) for row in rows]
    if prepared:
        tx.connection.execute(insert(RelationTable), prepared)


def in_document(tx: Transaction, document_id: str) -> list[Relation]:
    """All relations of all layers of a document, in a fixed order."""
    rows = tx.connection.execute(
        select(
            RelationTable.id,
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
        .where(RelationTable.document_id == document_id, RelationTable.deleted.is_(None))
    )
    found = [Relation(*row) for row in rows]
    return sorted(found, key=lambda one: (one.layer, one.type, one.source, one.target, one.id))


def set_deleted(tx: Transaction, relation_id: str, by: str | None) -> None:
    """Mark a relation as taken away by somebody; by nobody: as there again."""
    tx.connection.execute(
        update(RelationTable)
        .where(RelationTable.id == relation_id)
        .values(deleted=tx.now if by else None, deleted_by=by)
    )


def count_of_span(tx: Transaction, span_id: str) -> int:
    """How many relations begin or end at a span."""
    query = select(func.count()).where(
        or_(RelationTable.source_id == span_id, RelationTable.target_id == span_id),
        RelationTable.deleted.is_(None),
    )
    return tx.connection.execute(query).scalar_one()
