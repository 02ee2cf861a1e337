"""Gold: the adjudicated layer of a document, entered, declared complete, and its line of undo and redo."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.domain.errors import Conflict
from annotator.domain.layer import GOLD, LayerState
from annotator.domain.permission import Act, Person
from annotator.domain.span import Span
from annotator.services import keeping_up, reading, recording
from annotator.services.recording import Action
from annotator.services.turning import turned
from annotator.store import decisions, history, layers
from annotator.store.engine import Transaction
from annotator.store.history import Event
from annotator.store.layers import Desk


@dataclass(frozen=True, slots=True)
class Parted:
    """Something that was joined by hand in gold, and is not any more.

    Attributes:
        what: the type of the relation, or the slot of the statement that an entry of the registry filled.
        source: where it began: a span of gold as it stood.
        target: the span where it ended, or the key of the entry.
    """

    what: str
    source: Span
    target: Span | str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action on gold did: the spans that it decided about, or that it opened again, and when.

    ``parted`` was joined by hand before, and could not be kept.
    """

    desk: Desk
    sources: frozenset[str]
    saved: str
    parted: tuple[Parted, ...] = ()


def desk(tx: Transaction, person: Person, document_id: str) -> Desk:
    """The desk of somebody who adjudicates a document, with gold as their layer.

    Raises:
        NotFound: no such document, or none they may know of.
        Forbidden: their role does not write gold.
    """
    here = reading.desk(tx, person, document_id)
    here.standing.require(Act.WRITE_GOLD)
    here.standing.require(Act.READ_OTHER_LAYERS)
    head = next((one for one in layers.of_document(tx, document_id) if one.name == GOLD), None)
    if head is None:
        return replace(here, layer_id=None, state="new", attributes={})
    return replace(here, layer_id=head.id, state=head.state, attributes=head.attributes)


def take_turn(tx: Transaction, person: Person, document_id: str) -> Desk:
    """The same, while all other adjudicators of the document wait until this action is done."""
    tx.take_turns(f"{document_id} {GOLD}")
    return desk(tx, person, document_id)


def enter(tx: Transaction, person: Person, action: Action, document_id: str) -> tuple[Desk, Outcome | None]:
    """The desk of somebody who decides something; with the outcome, where they have done this action before.

    Raises:
        Conflict: gold is complete, or the action's id was used for something else.
    """
    here = take_turn(tx, person, document_id)
    if recording.seen_before(tx, here, action):
        return here, outcome(tx, here, history.events_of(tx, action.id))
    if here.state == "complete":
        raise Conflict("gold-complete", "Gold is declared complete here. Open it again to decide anew.")
    return here, None


def finish(tx: Transaction, here: Desk, action: Action, events: list[Event]) -> Outcome:
    history.add_events(tx, recording.place_of(here, action), events)
    return outcome(tx, here, events)


def outcome(tx: Transaction, here: Desk, events: Iterable[Event]) -> Outcome:
    told = [event.subject for event in events if event.kind.startswith("decision.")]
    about = {source.span for one in decisions.by_ids(tx, told) for source in one.sources}
    return Outcome(here, frozenset(about), tx.now)


def undo(tx: Transaction, person: Person, action: Action, document_id: str) -> Outcome:
    """Take back the last action on gold, where it is one's own."""
    return _travel(tx, person, action, document_id, back=True)


def redo(tx: Transaction, person: Person, action: Action, document_id: str) -> Outcome:
    """Do again what undo took back last."""
    return _travel(tx, person, action, document_id, back=False)


def set_state(tx: Transaction, person: Person, action: Action, document_id: str, state: LayerState) -> Desk:
    """Declare gold complete, or open it again."""
    here = take_turn(tx, person, document_id)
    if recording.seen_before(tx, here, action) or here.state == state:
        return here
    before = here.state
    here = recording.begun(tx, here, state, GOLD)
    layers.set_state(tx, recording.layer_of(here), state)
    recording.note_action(tx, here, action, "never")
    told = Event("layer.state", recording.layer_of(here), before, state)
    history.add_events(tx, recording.place_of(here, action), [told])
    return replace(here, state=state)


def _travel(tx: Transaction, person: Person, action: Action, document_id: str, *, back: bool) -> Outcome:
    here, answer = enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    find = history.last_done if back else history.first_undone
    target = here.layer_id and find(tx, here.layer_id)
    if not target:
        raise Conflict("nothing-to-undo", f"There is nothing to {'undo' if back else 'redo'} here.")
    by = recording.user_of(here)
    # Gold has one line of time for all who adjudicate. What somebody else did last is not taken back by mistake.
    if (known := history.known_action(tx, target)) and known[0] != by:
        raise Conflict("not-yours", "The last decision here is somebody else's. You can withdraw it by itself.")
    past = [event for event in history.events_of(tx, target) if not event.of_layer]
    recording.note_action(tx, here, action, "never")
    history.mark(tx, target, "undone" if back else "done")
    since = keeping_up.since(tx, here)
    events = [turned(tx, event, by, back=back, since=since) for event in (reversed(past) if back else past)]
    mark = Event("layer.undo" if back else "layer.redo", recording.layer_of(here), None, {"action": target})
    return finish(tx, here, action, [mark, *events])
