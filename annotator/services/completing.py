"""Completing: an annotator declares their layer complete, or opens it again."""

from dataclasses import replace

from annotator.domain.layer import LayerState
from annotator.domain.permission import Person
from annotator.services import describing, recording
from annotator.services.recording import Action
from annotator.store import history, layers
from annotator.store.engine import Transaction
from annotator.store.history import Event
from annotator.store.layers import Desk


def set_state(tx: Transaction, person: Person, action: Action, document_id: str, state: LayerState) -> Desk:
    """Declare one's own layer complete, or open it again."""
    desk = recording.own_desk(tx, person, document_id)
    if recording.seen_before(tx, desk, action) or desk.state == state:
        return desk
    before = desk.state
    desk = recording.begun(tx, desk, state)
    layers.set_state(tx, recording.layer_of(desk), state)
    recording.note_action(tx, desk, action, "never")
    told = [Event("layer.state", recording.layer_of(desk), before, state)]
    said = describing.completed(desk) if state == "complete" else desk.attributes
    if said != desk.attributes:
        told.append(describing.described(tx, desk, said))
    history.add_events(tx, recording.place_of(desk, action), told)
    return replace(desk, state=state, attributes=said)
