"""Remembering: who did what when in a layer, how it stood at any moment, and putting it back to that."""

from dataclasses import dataclass

from annotator.domain.errors import Conflict, Forbidden, NotFound
from annotator.domain.layer import GOLD
from annotator.domain.past import Moment, State, moments, replayed, same, spans_after
from annotator.domain.permission import Act, Person, Standing
from annotator.domain.span import Span
from annotator.services import reading, recording
from annotator.services.recording import Action, Change
from annotator.store import past, relations
from annotator.store.engine import Transaction
from annotator.store.history import Event
from annotator.store.layers import Desk

MOMENTS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class History:
    """The past of a layer, or of the span ``span_id`` in it: moments, the newest first.

    ``older`` is the event before which the next page ends, None on the last; ``layers`` are the names of the
    document's layers that the reader may look at.
    """

    desk: Desk
    layer: str
    span_id: str | None
    moments: tuple[Moment, ...]
    older: int | None
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Then:
    """A layer as it stood after a moment."""

    desk: Desk
    layer: str
    moment: Moment
    spans: tuple[Span, ...]


def history(
    tx: Transaction, person: Person, document_id: str, layer: str | None = None, *, before: int | None = None
) -> History:
    """Who did what when in a document's layer, one's own where none is named."""
    here = reading.desk(tx, person, document_id)
    name = layer or person.name
    return _history(tx, here, name, _layer_id(tx, here, name), span_id=None, before=before)


def span_history(tx: Transaction, person: Person, span_id: str, *, before: int | None = None) -> History:
    """Who did what when to one span, deleted or not."""
    found = past.place_of_span(tx, span_id)
    if found is None:
        raise _no_span()
    here = reading.desk(tx, person, found[0])
    try:
        layer_id = _layer_id(tx, here, found[1])
    except Forbidden:
        # That there is a span with this id would tell of somebody's work already.
        raise _no_span() from None
    return _history(tx, here, found[1], layer_id, span_id=span_id, before=before)


def as_of(tx: Transaction, person: Person, document_id: str, sequence: int, layer: str | None = None) -> Then:
    """A layer as it stood after the event ``sequence`` and all that happened with it."""
    here = reading.desk(tx, person, document_id)
    name = layer or person.name
    told = past.of_layer(tx, document_id, _known(_layer_id(tx, here, name)), until=sequence)
    if not told or told[-1].sequence != sequence:
        raise _no_moment()
    return Then(here, name, moments(told)[-1], tuple(spans_after(told, name)))


def put_back(tx: Transaction, person: Person, action: Action, document_id: str, sequence: int) -> Change:
    """Put one's own layer back to how it stood after an event, as one action that can be undone."""
    desk, answer = recording.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    told = past.of_layer(tx, document_id, _known(desk.layer_id))
    until = [one for one in told if one.sequence <= sequence]
    if not until or until[-1].sequence != sequence:
        raise _no_moment()
    then, now = replayed(until), replayed(told)
    differing = [one for one in {**now, **then} if not same(now.get(one), then.get(one))]
    if not differing:
        return recording.finish(tx, desk, action, [])
    _refuse_loose_relations(tx, [one for one in differing if one not in then])
    recording.note_action(tx, desk, action, "done")
    written = [_write(tx, desk, span_id, then.get(span_id)) for span_id in differing]
    mark = Event("layer.restore", recording.layer_of(desk), None, {"sequence": sequence, "at": until[-1].at})
    return recording.finish(tx, desk, action, [mark, *written])


def _history(
    tx: Transaction, here: Desk, name: str, layer_id: str | None, *, span_id: str | None, before: int | None
) -> History:
    told = (
        past.page(tx, here.document_id, layer_id, span_id, before=before, moments=MOMENTS_AT_ONCE + 1)
        if layer_id
        else []
    )
    found = moments(told)[::-1]
    older = found[MOMENTS_AT_ONCE - 1].told[0].sequence if len(found) > MOMENTS_AT_ONCE else None
    return History(here, name, span_id, tuple(found[:MOMENTS_AT_ONCE]), older, _readable(tx, here))


def _layer_id(tx: Transaction, here: Desk, name: str) -> str | None:
    """The id of a layer that may be read; None where it is one's own and not begun."""
    if name == here.person.name:
        return here.layer_id
    here.standing.require(_act(name))
    return _known(past.layer_id_of(tx, here.document_id, name))


def _readable(tx: Transaction, here: Desk) -> tuple[str, ...]:
    names = {here.person.name, *past.layer_names(tx, here.document_id)}
    return tuple(sorted(name for name in names if _may_read(here.standing, name)))


def _may_read(standing: Standing, name: str) -> bool:
    return name == standing.person.name or standing.may(_act(name))


def _act(name: str) -> Act:
    return Act.READ_GOLD if name == GOLD else Act.READ_OTHER_LAYERS


def _write(tx: Transaction, desk: Desk, span_id: str, then: State | None) -> Event:
    before = recording.state_of(tx, span_id)
    return recording.write(tx, span_id, before, then, by=recording.user_of(desk))


def _refuse_loose_relations(tx: Transaction, vanishing: list[str]) -> None:
    if joined := sum(bool(relations.count_of_span(tx, span_id)) for span_id in vanishing):
        spans = "1 span that has relations was" if joined == 1 else f"{joined} spans that have relations were"
        raise Conflict("span-has-relations", f"{spans} not there at that moment: remove the relations first.")


def _known(layer_id: str | None) -> str:
    if layer_id is None:
        raise NotFound("no-layer", "There is no such layer on this document.")
    return layer_id


def _no_moment() -> NotFound:
    return NotFound("no-moment", "There is no such moment in the history of this layer.")


def _no_span() -> NotFound:
    return NotFound("no-span", "This span is no longer there, or never was.")
