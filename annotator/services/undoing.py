"""Undo and redo: one line of time for each layer, kept in the log, so that it reaches across reloads."""

from annotator.domain.errors import Conflict
from annotator.domain.permission import Person
from annotator.services import keeping_up, recording
from annotator.services.recording import Action, Change
from annotator.services.turning import turned
from annotator.store import history
from annotator.store.engine import Transaction
from annotator.store.history import Event


def undo(tx: Transaction, person: Person, action: Action, document_id: str) -> Change:
    """Take back one's last action on a document."""
    return _travel(tx, person, action, document_id, back=True)


def redo(tx: Transaction, person: Person, action: Action, document_id: str) -> Change:
    """Do again what undo took back last."""
    return _travel(tx, person, action, document_id, back=False)


def _travel(tx: Transaction, person: Person, action: Action, document_id: str, *, back: bool) -> Change:
    desk, answer = recording.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    find = history.last_done if back else history.first_undone
    target = desk.layer_id and find(tx, desk.layer_id)
    if not target:
        raise Conflict("nothing-to-undo", f"There is nothing to {'undo' if back else 'redo'} here.")
    past = [event for event in history.events_of(tx, target) if not event.of_layer]
    recording.note_action(tx, desk, action, "never")
    history.mark(tx, target, "undone" if back else "done")
    by = recording.user_of(desk)
    since = keeping_up.since(tx, desk)
    events = [turned(tx, event, by, back=back, since=since) for event in (reversed(past) if back else past)]
    mark = Event("layer.undo" if back else "layer.redo", recording.layer_of(desk), None, {"action": target})
    return recording.finish(tx, desk, action, [mark, *events])
