"""The past: actions, the events in them, and which action is the next to undo or redo."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import bindparam, insert, select, update

from annotator.store.engine import Transaction
from annotator.store.lookup import known_ids
from annotator.store.schema import ActionTable, EventTable

Undo = Literal["done", "undone", "dropped", "never"]


@dataclass(frozen=True, slots=True)
class Event:
    """One change of one thing; ``before`` is None where it was made, ``after`` where it never was."""

    kind: str
    subject: str
    before: Any
    after: Any

    @property
    def of_layer(self) -> bool:
        """Whether it tells of the layer as a whole, and not of something in it."""
        return self.kind.startswith("layer.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event belongs."""

    user_id: str | None
    project_id: str | None
    document_id: str | None = None
    action_id: str | None = None


# Built once: these are asked with every action.
_KNOWN_ACTION = select(ActionTable.user_id, ActionTable.body_hash).where(ActionTable.id == bindparam("id"))
_ADD_ACTION = insert(ActionTable)
_ADD_EVENT = insert(EventTable)
_DROP_UNDONE = (
    update(ActionTable)
    .where(ActionTable.layer_id == bindparam("of_layer"), ActionTable.undo == "undone")
    .values(undo="dropped")
)


def add_action(
    tx: Transaction, action_id: str, *, user_id: str, layer_id: str, body_hash: str, undo: Undo
) -> None:
    """Note an action. One that can be undone drops what was undone before it: there is one line of time."""
    if undo == "done":
        tx.connection.execute(_DROP_UNDONE, {"of_layer": layer_id})
    tx.connection.execute(
        _ADD_ACTION,
        {
            "id": action_id,
            "user_id": user_id,
            "layer_id": layer_id,
            "body_hash": body_hash,
            "undo": undo,
            "at": tx.now,
        },
    )


def known_action(tx: Transaction, action_id: str) -> tuple[str, str] | None:
    """Whose an action is, and the hash of what it was sent with."""
    row = tx.connection.execute(_KNOWN_ACTION, {"id": action_id}).one_or_none()
    return None if row is None else (row.user_id, row.body_hash)


def that_were_done(tx: Transaction, action_ids: Iterable[str]) -> set[str]:
    """Those of some actions that somebody did."""
    return known_ids(tx, ActionTable.id, action_ids)


def last_done(tx: Transaction, layer_id: str) -> str | None:
    """The action that undo would take back."""
    return _next(tx, layer_id, "done")


def first_undone(tx: Transaction, layer_id: str) -> str | None:
    """The action that redo would do again."""
    return _next(tx, layer_id, "undone")


def mark(tx: Transaction, action_id: str, undo: Undo) -> None:
    tx.connection.execute(update(ActionTable).where(ActionTable.id == action_id).values(undo=undo))


def add_events(tx: Transaction, place: Place, events: list[Event]) -> None:
    """Append to the log, in the transaction that changes what the events tell of."""
    if not events:
        return
    tx.connection.execute(
        _ADD_EVENT,
        [
            {
                "at": tx.now,
                "user_id": place.user_id,
                "project_id": place.project_id,
                "document_id": place.document_id,
                "action_id": place.action_id,
                "kind": event.kind,
                "subject": event.subject,
                "before": event.before,
                "after": event.after,
            }
            for event in events
        ],
    )


def events_of(tx: Transaction, action_id: str) -> list[Event]:
    """The events of an action, in the order they happened."""
    rows = tx.connection.execute(
        select(EventTable.kind, EventTable.subject, EventTable.before, EventTable.after)
        .where(EventTable.action_id == action_id)
        .order_by(EventTable.sequence)
    )
    return [Event(row.kind, row.subject, row.before, row.after) for row in rows]


def _next(tx: Transaction, layer_id: str, undo: Undo) -> str | None:
    order = ActionTable.number.desc() if undo == "done" else ActionTable.number
    query = (
        select(ActionTable.id)
        .where(ActionTable.layer_id == layer_id, ActionTable.undo == undo)
        .order_by(order)
        .limit(1)
    )
    return tx.connection.execute(query).scalar()
