"""Transactions keep what they promise on both databases."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from annotator.domain.permission import Person
from annotator.store import projects


def test_a_transaction_that_fails_leaves_nothing_behind(store):
    with pytest.raises(ZeroDivisionError), store.write() as tx:
        projects.add(tx, "one", "One", blind=True)
        1 / 0  # noqa: B018 - the fault

    with store.read() as tx:
        assert not projects.slug_taken(tx, "one")


def test_a_reading_transaction_cannot_write(store):
    with pytest.raises(Exception, match="only be read"), store.read() as tx:
        projects.add(tx, "one", "One", blind=True)


def test_a_reading_transaction_keeps_its_view_while_others_write(store):
    someone = Person(None, "someone", admin=True)
    with store.read() as reader:
        assert projects.all_for(reader, someone) == []
        with store.write() as writer:
            projects.add(writer, "one", "One", blind=True)
        assert projects.all_for(reader, someone) == []


@pytest.mark.parametrize("statement", ["UPDATE event SET kind = 'x'", "DELETE FROM event"])
def test_the_log_of_events_cannot_be_rewritten(store, team, statement):
    with pytest.raises(DBAPIError, match="never rewritten"), store.write() as tx:
        tx.connection.execute(text(statement))
