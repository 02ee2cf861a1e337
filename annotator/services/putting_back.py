"""Putting back: a layer, one's own or gold, is brought to how it stood after a moment, as one action."""

from annotator.domain.errors import Stale
from annotator.domain.past import Told, replayed, same
from annotator.domain.permission import Person
from annotator.services import gold, keeping_up, recording, remembering
from annotator.services.gold import Outcome
from annotator.services.reading import Desk
from annotator.services.recording import Action, Change
from annotator.services.turning import turned
from annotator.store import past
from annotator.store.engine import Transaction
from annotator.store.history import Event
from annotator.store.past import Log


def put_back(
    tx: Transaction, person: Person, action: Action, document_id: str, moment: str, *, seen: str | None = None
) -> Change:
    """Put one's own layer back to how it stood after a moment, with its relations.

    ``moment`` is the moment's key; ``seen`` that of the layer's last one, as whoever asks for this had it before
    them.

    Raises:
        Stale: something was done since.
    """
    desk, answer = recording.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    return recording.finish(tx, desk, action, _put(tx, desk, action, moment, seen))


def put_gold_back(
    tx: Transaction, person: Person, action: Action, document_id: str, moment: str, *, seen: str | None = None
) -> Outcome:
    """Put gold back: its spans, its relations, and what was decided, whoever decided it.

    Rules that were kept from decisions stay in the codebook: they are withdrawn there.
    """
    here, answer = gold.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    return gold.finish(tx, here, action, _put(tx, here, action, moment, seen))


def _put(tx: Transaction, desk: Desk, action: Action, moment: str, seen: str | None) -> list[Event]:
    """Do it, where there is anything to do; the events that tell of it."""
    log = Log(desk.document_id, remembering.known(desk.layer_id))
    last = remembering.end_of(tx, log, moment)
    if seen is not None and seen != past.newest(tx, log):
        raise Stale("changed-since", "Something was done in this layer since you looked at it. Look at it again.")
    told = past.of_log(tx, log)
    until = [one for one in told if one.sequence <= last]
    wanted = _wanted(until, told)
    if not wanted:
        return []
    recording.note_action(tx, desk, action, "done")
    mark = Event("layer.restore", log.layer_id, None, {"sequence": last, "at": until[-1].at})
    since = keeping_up.since(tx, desk)
    return [mark, *(turned(tx, one, recording.user_of(desk), since=since) for one in wanted)]


def _wanted(then: list[Told], now: list[Told]) -> list[Event]:
    """What leads from how it is to how it was. What hangs on spans goes before them, and comes after them."""
    was, stands = replayed(then), replayed(now)
    spans = [
        Event("span.change", one, stands.get(one), was.get(one))
        for one in {**stands, **was}
        if not same(stands.get(one), was.get(one))
    ]
    gone: list[Event] = []
    back: list[Event] = []
    for thing in ("relation", "decision"):
        was, stands = replayed(then, thing), replayed(now, thing)
        gone += [Event(f"{thing}.change", one, stands[one], None) for one in stands if one not in was]
        back += [Event(f"{thing}.change", one, None, was[one]) for one in was if one not in stands]
    was, stands = replayed(then, "attributes"), replayed(now, "attributes")
    said = [
        Event("attributes.change", layer, stands.get(layer), was.get(layer))
        for layer in {**stands, **was}
        if stands.get(layer) != was.get(layer)
    ]
    return [*gone, *spans, *said, *reversed(back)]
