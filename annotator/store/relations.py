"""Relations between the spans of a layer."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, insert, or_, select

from annotator.store.engine import Transaction
from annotator.store.schema import RelationTable


def add(tx: Transaction, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep new relations, given as rows of their table."""
    prepared = [dict(row) for row in rows]
    if prepared:
        tx.connection.execute(insert(RelationTable), prepared)


def count_of_span(tx: Transaction, span_id: str) -> int:
    """How many relations begin or end at a span."""
    query = select(func.count()).where(
        or_(RelationTable.source_id == span_id, RelationTable.target_id == span_id),
        RelationTable.deleted.is_(None),
    )
    return tx.connection.execute(query).scalar_one()
