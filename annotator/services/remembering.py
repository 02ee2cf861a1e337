"""Remembering: who did what when in a layer, how it stood at any moment, and putting it back to that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.domain.errors import Forbidden, NotFound, no_span
from annotator.domain.layer import GOLD
from annotator.domain.past import (
    Moment,
    State,
    Told,
    moments,
    replayed,
    replayed_relations,
    same,
    spans_after,
)
from annotator.domain.permission import Act, Person, Standing
from annotator.domain.span import Span
from annotator.services import reading, recording, relating
from annotator.services.recording import Action, Change
from annotator.store import past, spans
from annotator.store.engine import Transaction
from annotator.store.history import Event
from annotator.store.layers import Desk

MOMENTS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class History:
    """The past of a layer, or of the span ``span_id`` in it: moments, the newest first.

    ``older`` is the event before which the next page ends, None on the last; ``layers`` are the names of the
    document's layers that the reader may look at. ``named`` are the spans that relations join and that decisions
    were about, by id, as they stand or stood last: those that the reader may look at.
    """

    desk: Desk
    layer: str
    span_id: str | None
    moments: tuple[Moment, ...]
    older: int | None
    layers: tuple[str, ...]
    named: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Then:
    """A layer as it stood after a moment; ``relations`` are the states of those that stood."""

    desk: Desk
    layer: str
    moment: Moment
    spans: tuple[Span, ...]
    relations: tuple[State, ...]
    named: Mapping[str, Span]


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
        raise no_span()
    here = reading.desk(tx, person, found[0])
    try:
        layer_id = _layer_id(tx, here, found[1])
    except Forbidden:
        # That there is a span with this id would tell of somebody's work already.
        raise no_span() from None
    return _history(tx, here, found[1], layer_id, span_id=span_id, before=before)


def as_of(tx: Transaction, person: Person, document_id: str, sequence: int, layer: str | None = None) -> Then:
    """A layer as it stood after the event ``sequence`` and all that happened with it."""
    here = reading.desk(tx, person, document_id)
    name = layer or person.name
    told = past.of_layer(tx, document_id, _known(_layer_id(tx, here, name)), until=sequence)
    if not told or told[-1].sequence != sequence:
        raise _no_moment()
    moment, stood = moments(told)[-1], spans_after(told, name)
    named = {**_named(tx, here, name, [moment]), **{one.id: one for one in stood}}
    ties = sorted(replayed_relations(told).values(), key=lambda one: (one["type"], one["source_id"]))
    return Then(here, name, moment, tuple(stood), tuple(ties), named)


def put_back(tx: Transaction, person: Person, action: Action, document_id: str, sequence: int) -> Change:
    """Put one's own layer back to how it stood after an event, as one action that can be undone.

    What was made since goes, what was taken away since stands again, with the ids that it had.
    """
    desk, answer = recording.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    told = past.of_layer(tx, document_id, _known(desk.layer_id))
    until = [one for one in told if one.sequence <= sequence]
    if not until or until[-1].sequence != sequence:
        raise _no_moment()
    then, now = replayed(until), replayed(told)
    differing = [one for one in {**now, **then} if not same(now.get(one), then.get(one))]
    joined, parted = _ties_to_change(until, told)
    if not differing and not joined and not parted:
        return recording.finish(tx, desk, action, [])
    recording.note_action(tx, desk, action, "done")
    by = recording.user_of(desk)
    mark = Event("layer.restore", recording.layer_of(desk), None, {"sequence": sequence, "at": until[-1].at})
    # A relation goes before its spans, and comes after them: undone backwards that holds as well.
    events = [
        mark,
        *(relating.write(tx, one, state, None, by) for one, state in joined.items()),
        *(_write(tx, desk, span_id, then.get(span_id)) for span_id in differing),
        *(relating.write(tx, one, None, state, by) for one, state in parted.items()),
    ]
    return recording.finish(tx, desk, action, events)


def _ties_to_change(until: Iterable[Told], told: Iterable[Told]) -> tuple[dict[str, State], dict[str, State]]:
    """The relations that were made since, and those that were taken away since."""
    then, now = replayed_relations(until), replayed_relations(told)
    joined = {one: state for one, state in now.items() if one not in then}
    return joined, {one: state for one, state in then.items() if one not in now}


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
    shown = tuple(found[:MOMENTS_AT_ONCE])
    return History(here, name, span_id, shown, older, _readable(tx, here), _named(tx, here, name, shown))


def _named(tx: Transaction, here: Desk, name: str, shown: Iterable[Moment]) -> dict[str, Span]:
    """The spans that relations and decisions in these moments name, of layers that may be read."""
    wanted = {span for moment in shown for one in moment.told for span in one.names}
    found = (span for span, _ in spans.ever_by_ids(tx, sorted(wanted)))
    return {span.id: span for span in found if span.layer == name or _may_read(here.standing, span.layer)}


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


def _known(layer_id: str | None) -> str:
    if layer_id is None:
        raise NotFound("no-layer", "There is no such layer on this document.")
    return layer_id


def _no_moment() -> NotFound:
    return NotFound("no-moment", "There is no such moment in the history of this layer.")
