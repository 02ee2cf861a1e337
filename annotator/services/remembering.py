"""Remembering: who did what when in a layer, and how it stood after any moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.domain.errors import Forbidden, NotFound
from annotator.domain.layer import GOLD, LayerState
from annotator.domain.past import Moment, Spans, Told, moments, replayed, spoken_of
from annotator.domain.permission import Act, Person, Standing
from annotator.domain.relation import Relation
from annotator.domain.span import Span, Value
from annotator.domain.stood import decisions_after, relations_after, spans_after
from annotator.services import reading
from annotator.store import layers, past
from annotator.store.engine import Transaction
from annotator.store.layers import Desk
from annotator.store.past import Log

MOMENTS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class History:
    """The past of a layer, or of the span ``span_id`` in it: moments, the newest first.

    ``older`` is the key of the moment before which the next page ends, None on the last; ``layers`` are the names
    of the document's layers that the reader may look at; ``spans`` those that relations and decisions speak of.
    """

    desk: Desk
    layer: str
    span_id: str | None
    moments: tuple[Moment, ...]
    spans: Spans
    older: str | None
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Then:
    """A layer as it stood after a moment.

    ``decisions`` are those that stood in gold, as they were told when they were made; ``attributes`` what was said
    about the document as a whole. ``state`` is the layer's
    present one, and ``newest`` the key of what was done in it last.
    """

    desk: Desk
    layer: str
    moment: Moment
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...]
    decisions: tuple[Told, ...]
    spoken_of: Spans
    attributes: Mapping[str, Value]
    state: LayerState
    newest: str | None


def history(
    tx: Transaction, person: Person, document_id: str, layer: str | None = None, *, before: str | None = None
) -> History:
    """Who did what when in a document's layer, one's own where none is named."""
    here = reading.desk(tx, person, document_id)
    name = layer or person.name
    return _history(tx, here, name, _log(tx, here, name), before)


def span_history(tx: Transaction, person: Person, span_id: str, *, before: str | None = None) -> History:
    """Who did what when to one span, deleted or not."""
    found = past.place_of_span(tx, span_id)
    if found is None:
        raise _no_span()
    here = reading.desk(tx, person, found[0])
    try:
        log = _log(tx, here, found[1], span_id)
    except Forbidden:
        # That there is a span with this id would tell of somebody's work already.
        raise _no_span() from None
    return _history(tx, here, found[1], log, before)


def as_of(tx: Transaction, person: Person, document_id: str, moment: str, layer: str | None = None) -> Then:
    """A layer as it stood after a moment, which is named by its key."""
    here = reading.desk(tx, person, document_id)
    name = layer or person.name
    log = _log(tx, here, name)
    if log is None:
        raise _no_layer()
    told = past.of_log(tx, log, until=end_of(tx, log, moment))
    last, decisions = moments(told)[-1], decisions_after(told)
    return Then(
        desk=here,
        layer=name,
        moment=last,
        spans=tuple(spans_after(told, name)),
        relations=tuple(relations_after(told, name)),
        decisions=tuple(decisions),
        spoken_of=past.spans_of(tx, document_id, spoken_of([*last.told, *decisions])),
        attributes=replayed(told, "attributes").get(log.layer_id, {}),
        state=next(one.state for one in layers.of_document(tx, document_id) if one.id == log.layer_id),
        newest=past.newest(tx, log),
    )


def end_of(tx: Transaction, log: Log, moment: str) -> int:
    """The last event of a moment that is named by its key."""
    bounds = past.bounds_of(tx, log, moment)
    if bounds is None:
        raise NotFound("no-moment", "There is no such moment in the history of this layer.")
    return bounds[1]


def known(layer_id: str | None) -> str:
    """The id of a layer that must be there."""
    if layer_id is None:
        raise _no_layer()
    return layer_id


def _history(tx: Transaction, here: Desk, name: str, log: Log | None, before: str | None) -> History:
    told = _page(tx, log, before) if log else []
    found = moments(told)[::-1]
    older = found[MOMENTS_AT_ONCE - 1].key if len(found) > MOMENTS_AT_ONCE else None
    shown = tuple(found[:MOMENTS_AT_ONCE])
    about = spoken_of(one for moment in shown for one in moment.told)
    return History(
        desk=here,
        layer=name,
        span_id=log.span_id if log else None,
        moments=shown,
        spans=past.spans_of(tx, here.document_id, about),
        older=older,
        layers=readable(here.standing, past.layer_names(tx, here.document_id)),
    )


def _page(tx: Transaction, log: Log, before: str | None) -> list[Told]:
    bounds = past.bounds_of(tx, log, before) if before else None
    if before and bounds is None:
        raise NotFound("no-moment", "There is no such moment in this history.")
    return past.page(tx, log, before=bounds[0] if bounds else None, moments=MOMENTS_AT_ONCE + 1)


def _log(tx: Transaction, here: Desk, name: str, span_id: str | None = None) -> Log | None:
    """The log of a layer that may be read; None where it is one's own and not begun."""
    if name == here.person.name:
        return Log(here.document_id, here.layer_id, span_id) if here.layer_id else None
    here.standing.require(_act(name))
    heads = layers.of_document(tx, here.document_id)
    layer_id = known(next((one.id for one in heads if one.name == name), None))
    # Decisions speak of the annotators' layers: whoever may not read those learns only what stands in gold.
    return Log(here.document_id, layer_id, span_id, decisions=here.standing.may(Act.READ_OTHER_LAYERS))


def readable(standing: Standing, names: Iterable[str]) -> tuple[str, ...]:
    """Those of a document's layers that somebody may read, their own among them."""
    return tuple(sorted(name for name in {standing.person.name, *names} if _may_read(standing, name)))


def _may_read(standing: Standing, name: str) -> bool:
    return name == standing.person.name or standing.may(_act(name))


def _act(name: str) -> Act:
    return Act.READ_GOLD if name == GOLD else Act.READ_OTHER_LAYERS


def _no_layer() -> NotFound:
    return NotFound("no-layer", "There is no such layer on this document.")


def _no_span() -> NotFound:
    return NotFound("no-span", "This span is no longer there, or never was.")
