"""An annotator declares a document complete, and opens it again."""

from dataclasses import replace

import pytest
from acting import Desk, action, first_document
from sqlalchemy import text

from annotator.domain.errors import Conflict
from annotator.services import completing


def test_a_document_without_a_span_can_be_declared_complete(ana):
    set_state(ana, "complete")
    assert (ana.state, ana.spans) == ("complete", [])


def test_a_complete_document_is_opened_again(ana):
    ana.mark("Kremlin")
    set_state(ana, "complete")
    set_state(ana, "in_progress")
    assert (ana.state, ana.quotes) == ("in_progress", ["Kremlin"])


def test_each_change_of_state_is_told_once(ana):
    ana.mark("Kremlin")
    by = action()
    for _ in range(2):
        set_state(ana, "complete", by)
    set_state(ana, "complete")
    set_state(ana, "in_progress")
    query = text("SELECT before, after FROM event WHERE kind = 'layer.state' ORDER BY sequence")
    with ana.store.read() as tx:
        told = [tuple(row) for row in tx.connection.execute(query)]
    assert told == [('"in_progress"', '"complete"'), ('"complete"', '"in_progress"')]


def test_the_same_action_sent_late_does_not_undo_what_came_after_it(ana):
    by = action()
    set_state(ana, "complete", by)
    set_state(ana, "in_progress")
    set_state(ana, "complete", by)
    assert ana.state == "in_progress"


def test_an_actions_id_with_another_body_is_refused(ana):
    by = action("complete")
    set_state(ana, "complete", by)
    with pytest.raises(Conflict, match="something else"):
        set_state(ana, "in_progress", replace(by, body_hash="another"))
    assert ana.state == "complete"


def test_completing_is_not_undone_with_the_spans(ana):
    ana.mark("Kremlin")
    set_state(ana, "complete")
    set_state(ana, "in_progress")
    ana.undo()
    assert (ana.state, ana.quotes) == ("in_progress", [])


def test_each_has_a_state_of_their_own(ana, store, team):
    set_state(ana, "complete")
    assert Desk(store, team["ben"], ana.document).state == "new"


def set_state(desk, state, by=None):
    with desk.store.write() as tx:
        completing.set_state(tx, desk.person, by or action(), desk.document, state)


@pytest.fixture
def ana(store, team):
    return Desk(store, team["ana"], first_document(store, team["ana"]))
