"""A check tells whether all that is stored holds together; what was changed behind the log's back is found."""

import pytest
from acting import Desk, first_document
from sqlalchemy import text

from annotator.services import checking


def test_what_people_did_holds_together(store, desk):
    checked = look(store)
    assert (checked.documents, checked.faults) == (5, ())


@pytest.mark.parametrize(
    ("behind_the_back", "said"),
    [
        ("UPDATE document SET text = 'Another ' || text WHERE position = 1", "the text is not the one"),
        ("UPDATE source SET data = substr(data, 2)", "its bytes are not those that were imported"),
        ('UPDATE span SET "end" = 1000000', "is no place in a text of"),
        ("UPDATE span SET note = 'forged'", "is not as the log tells it (note)"),
        ("UPDATE span SET deleted = NULL, deleted_by = NULL", "is there, and by the log it is not"),
        ("UPDATE span SET deleted = '2026-01-01T00:00:00.000000Z'", "is there by the log, and is not there"),
        ("UPDATE relation SET deleted = '2026-01-01T00:00:00.000000Z'", "relation"),
        ('UPDATE layer SET attributes = \'{"genre": "news"}\'', "attributes"),
        ("UPDATE document SET blocks = '[[\"paragraph\", 0, 1000000]]' WHERE position = 1", "the blocks do not"),
    ],
)
def test_what_was_changed_behind_the_log_is_found_and_named(store, desk, behind_the_back, said):
    with store.write() as tx:
        tx.connection.execute(text(behind_the_back))
    faults = look(store).faults
    assert faults
    assert said in "\n".join(fault.what for fault in faults)
    assert all(fault.where for fault in faults)


def look(store):
    with store.read() as tx:
        return checking.check(tx)


@pytest.fixture
def desk(store, team):
    found = Desk(store, team["ben"], first_document(store, team["ana"]))
    actor = found.mark("Kazakhstan")
    found.relate(actor, found.mark("the", "stance"))
    found.change(actor, note="twice")
    found.delete(found.mark("Russia"))
    found.undo()
    found.redo()
    return found
