"""Colliding: somebody acts on a span that was changed since they looked at it."""

from dataclasses import dataclass

from annotator.domain.past import State
from annotator.domain.permission import Person
from annotator.domain.span import Span
from annotator.services import reading
from annotator.store import past
from annotator.store.engine import Transaction
from annotator.store.layers import Desk
from annotator.store.past import Log


@dataclass(frozen=True, slots=True)
class Collision:
    """A span as it stands, and as whoever acts on it saw it; ``seen`` is None where that never was."""

    desk: Desk
    now: Span
    seen: State | None


def collision(tx: Transaction, person: Person, span_id: str, version: int | None) -> Collision:
    """One's own span before somebody who saw its ``version``."""
    desk, now = reading.own_span(tx, person, span_id)
    told = past.of_log(tx, Log(desk.document_id, desk.layer_id, span_id)) if desk.layer_id else []
    states = (one.after for one in told if one.thing == "span" and one.after is not None)
    return Collision(desk, now, next((state for state in states if state["version"] == version), None))
