"""The log of one layer, or of one span, read in its order."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select

from annotator.domain.decision import Order
from annotator.domain.past import Told
from annotator.store.engine import Transaction
from annotator.store.schema import DecisionTable, EventTable, LayerTable, RelationTable, SpanTable, UserTable


def of_layer(
    tx: Transaction, document_id: str, layer_id: str, span_id: str | None = None, *, until: int | None = None
) -> list[Told]:
    """What was told of a layer, or of one span in it, up to the event ``until``."""
    condition = _about(document_id, layer_id, span_id)
    return _told(tx, condition if until is None else condition & (EventTable.sequence <= until))


def page(
    tx: Transaction, document_id: str, layer_id: str, span_id: str | None, *, before: int | None, moments: int
) -> list[Told]:
    """What was told in the last ``moments`` moments, those that began before the event ``before``."""
    condition = _about(document_id, layer_id, span_id)
    first = func.min(EventTable.sequence)
    bounds = (
        select(first.label("first"), func.max(EventTable.sequence).label("last"))
        .where(condition if before is None else condition & (EventTable.sequence < before))
        .group_by(func.coalesce(EventTable.action_id, EventTable.at))
        .order_by(first.desc())
        .limit(moments)
    )
    found = tx.connection.execute(bounds).all()
    if not found:
        return []
    return _told(tx, condition & EventTable.sequence.between(found[-1].first, found[0].last))


def order(tx: Transaction, document_id: str) -> Order:
    """Where in the log a document's decisions were first made, and where relations last changed."""
    rows = tx.connection.execute(
        select(EventTable.sequence, EventTable.kind, EventTable.subject, EventTable.before, EventTable.after)
        .where(
            EventTable.document_id == document_id,
            or_(EventTable.kind == "decision.make", EventTable.kind.startswith("relation.")),
        )
        .order_by(EventTable.sequence)
    )
    decided: dict[str, int] = {}
    related: dict[str, int] = {}
    for row in rows:
        if row.kind == "decision.make":
            decided.setdefault(row.subject, row.sequence)
        else:
            state = row.after or row.before
            related |= {state["source_id"]: row.sequence, state["target_id"]: row.sequence}
    return Order(decided, related)


def place_of_span(tx: Transaction, span_id: str) -> tuple[str, str] | None:
    """The document's id and the layer's name of a span, deleted or not."""
    row = tx.connection.execute(
        select(SpanTable.document_id, LayerTable.name)
        .join(LayerTable, LayerTable.id == SpanTable.layer_id)
        .where(SpanTable.id == span_id)
    ).one_or_none()
    return None if row is None else (row.document_id, row.name)


def layer_id_of(tx: Transaction, document_id: str, name: str) -> str | None:
    """The id of a document's layer; None where nobody has begun it."""
    query = select(LayerTable.id).where(LayerTable.document_id == document_id, LayerTable.name == name)
    return tx.connection.execute(query).scalar()


def layer_names(tx: Transaction, document_id: str) -> list[str]:
    """The names of a document's layers."""
    query = select(LayerTable.name).where(LayerTable.document_id == document_id).order_by(LayerTable.name)
    return list(tx.connection.execute(query).scalars())


def _about(document_id: str, layer_id: str, span_id: str | None) -> ColumnElement[bool]:
    here = EventTable.document_id == document_id
    if span_id is not None:
        # That an action was an undo is told of the layer, in the same action.
        joined = select(RelationTable.id).where(
            or_(RelationTable.source_id == span_id, RelationTable.target_id == span_id)
        )
        about = or_(EventTable.subject == span_id, EventTable.subject.in_(joined))
        acted = select(EventTable.action_id).where(here, about)
        with_it = (EventTable.subject == layer_id) & EventTable.action_id.in_(acted)
        return here & or_(about, with_it)
    own = [
        EventTable.subject.in_(select(table.id).where(table.layer_id == layer_id))
        for table in (SpanTable, RelationTable, DecisionTable)
    ]
    return here & or_(EventTable.subject == layer_id, *own)


def _told(tx: Transaction, condition: ColumnElement[bool]) -> list[Told]:
    rows: Iterable[Row[*tuple[Any, ...]]] = tx.connection.execute(
        select(
            EventTable.sequence,
            EventTable.at,
            UserTable.name,
            EventTable.action_id,
            EventTable.kind,
            EventTable.subject,
            EventTable.before,
            EventTable.after,
        )
        .outerjoin(UserTable, UserTable.id == EventTable.user_id)
        .where(condition)
        .order_by(EventTable.sequence)
    )
    return [Told(*row) for row in rows]
