"""Colliding: somebody acts on a span that was changed, or deleted, since they looked at it."""

from dataclasses import dataclass

from annotator.domain.errors import no_span
from annotator.domain.past import State
from annotator.domain.permission import Person
from annotator.domain.span import Span
from annotator.services import reading
from annotator.store import past, spans
from annotator.store.engine import Transaction
from annotator.store.layers import Desk
from annotator.store.past import Log


@dataclass(frozen=True, slots=True)
class Collision:
    """A span as it stands, and as whoever acts on it saw it; ``seen`` is None where that never was.

    Where ``deleted``, ``now`` is how the span stood last. ``blocks`` are those that it touches or ever touched, in
    their order, and ``around`` are the spans that stand there, in reading order.
    """

    desk: Desk
    now: Span
    deleted: bool
    seen: State | None
    blocks: list[int]
    around: list[Span]


def collision(tx: Transaction, person: Person, span_id: str, version: int | None) -> Collision:
    """One's own span before somebody who saw its ``version``.

    Raises:
        NotFound: no span of theirs, deleted or not.
    """
    found = spans.ever_by_id(tx, span_id)
    if found is None:
        raise no_span()
    now, document_id, layer_id = found
    desk = reading.desk(tx, person, document_id)
    if layer_id != desk.layer_id:
        raise no_span()
    states = [
        one.after
        for one in past.of_log(tx, Log(document_id, layer_id, span_id))
        if one.thing == "span" and one.after is not None
    ]
    blocks = sorted({one for state in states for one in range(state["first_block"], state["last_block"] + 1)})
    return Collision(
        desk=desk,
        now=now,
        deleted=spans.by_id(tx, span_id) is None,
        seen=next((state for state in states if state["version"] == version), None),
        blocks=blocks,
        around=spans.in_blocks(tx, layer_id, blocks[0], blocks[-1]),
    )
