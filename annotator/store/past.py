"""The log of one layer, or of one span, read in its order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from annotator.domain.decision import Order
from annotator.domain.past import Spans, Told
from annotator.store.engine import Transaction
from annotator.store.lookup import AT_ONCE
from annotator.store.schema import (
    DecisionTable,
    EventTable,
    LayerTable,
    PrecedentTable,
    RelationTable,
    SpanTable,
    UserTable,
)

_KEY = func.coalesce(EventTable.action_id, EventTable.at)


@dataclass(frozen=True, slots=True)
class Log:
    """The part of the log that is asked for: a layer's, or that of the span ``span_id`` in it.

    ``decisions``: with what was decided, and the rules that were made of it. Those speak of other layers.
    """

    document_id: str
    layer_id: str
    span_id: str | None = None
    decisions: bool = True


def of_log(tx: Transaction, log: Log, *, until: int | None = None) -> list[Told]:
    """What was told, up to the event ``until``."""
    condition = _about(log)
    return _told(tx, log, condition if until is None else condition & (EventTable.sequence <= until))


def page(tx: Transaction, log: Log, *, before: int | None, moments: int) -> list[Told]:
    """What was told in the last ``moments`` moments, those that began before the event ``before``."""
    condition = _about(log)
    first = func.min(EventTable.sequence)
    bounds = (
        select(first.label("first"), func.max(EventTable.sequence).label("last"))
        .where(condition if before is None else condition & (EventTable.sequence < before))
        .group_by(_KEY)
        .order_by(first.desc())
        .limit(moments)
    )
    found = tx.connection.execute(bounds).all()
    if not found:
        return []
    return _told(tx, log, condition & EventTable.sequence.between(found[-1].first, found[0].last))


def bounds_of(tx: Transaction, log: Log, key: str) -> tuple[int, int] | None:
    """The first and the last event of the moment that is known by ``key``."""
    query = select(func.min(EventTable.sequence), func.max(EventTable.sequence)).where(_about(log), _KEY == key)  # noqa: SIM300 - a column, not a constant
    row: Row[*tuple[Any, ...]] = tx.connection.execute(query).one()
    return None if row[0] is None else (row[0], row[1])


def newest(tx: Transaction, log: Log) -> str | None:
    """The key of the moment that was told last."""
    query = select(_KEY).where(_about(log)).order_by(EventTable.sequence.desc()).limit(1)
    return tx.connection.execute(query).scalar()


def spans_of(tx: Transaction, document_id: str, ids: Iterable[str]) -> Spans:
    """What was told of some spans of a document, in whatever layer."""
    wanted = sorted(ids)
    layers: dict[str, str] = {}
    told: dict[str, list[Told]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        rows = tx.connection.execute(
            select(SpanTable.id, LayerTable.name).join(LayerTable).where(SpanTable.id.in_(some))
        )
        layers |= {row.id: row.name for row in rows}
        for one in _events(tx, (EventTable.document_id == document_id) & EventTable.subject.in_(some)):
            told.setdefault(one.subject, []).append(one)
    return Spans(layers, told)


def order(tx: Transaction, document_id: str) -> Order:
    """Where in the log a document's decisions were first made, and where relations last changed."""
    rows = tx.connection.execute(
        select(EventTable.sequence, EventTable.kind, EventTable.subject, EventTable.before, EventTable.after)
        .where(
            EventTable.document_id == document_id,
            or_(EventTable.kind == "decision.make", EventTable.kind.startswith("relation.")),
            EventTable.kind != "relation.change",  # only the codebook calls it otherwise
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


def layer_names(tx: Transaction, document_id: str) -> list[str]:
    """The names of a document's layers."""
    query = select(LayerTable.name).where(LayerTable.document_id == document_id).order_by(LayerTable.name)
    return list(tx.connection.execute(query).scalars())


def _about(log: Log) -> ColumnElement[bool]:
    subject = EventTable.subject
    here = EventTable.document_id == log.document_id
    decided = subject.in_(select(DecisionTable.id).where(DecisionTable.layer_id == log.layer_id))
    if log.span_id is None:
        marked = subject.in_(select(SpanTable.id).where(SpanTable.layer_id == log.layer_id))
        joined = subject.in_(select(RelationTable.id).where(RelationTable.layer_id == log.layer_id))
        ruled = (decided, subject.in_(_rules(log))) if log.decisions else ()
        return here & or_(subject == log.layer_id, marked, joined, *ruled)
    tied = select(RelationTable.id).where(
        or_(RelationTable.source_id == log.span_id, RelationTable.target_id == log.span_id)
    )
    own = or_(subject == log.span_id, subject.in_(tied))
    # That an action was an undo, or what was decided by it, is told beside the span, in the same action.
    acted = EventTable.action_id.in_(select(EventTable.action_id).where(here, own))
    beside = (subject == log.layer_id) | decided if log.decisions else subject == log.layer_id
    return here & (own | (beside & acted))


def _rules(log: Log) -> Select[str]:
    return (
        select(PrecedentTable.id)
        .join(DecisionTable, DecisionTable.id == PrecedentTable.decision_id)
        .where(DecisionTable.layer_id == log.layer_id)
    )


def _told(tx: Transaction, log: Log, condition: ColumnElement[bool]) -> list[Told]:
    found = _events(tx, condition)
    if log.span_id is None:
        return found
    return [one for one in found if one.thing != "decision" or log.span_id in (one.after or one.before)["results"]]


def _events(tx: Transaction, condition: ColumnElement[bool]) -> list[Told]:
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
