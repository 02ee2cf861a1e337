"""What tests of services share."""

import pytest
from acting import SLUG, Desk
from sqlalchemy import text

from annotator.services import corpus


@pytest.fixture
def desks(store, team):
    """For each person their desks at all documents, in the project's order."""
    with store.read() as tx:
        documents = [one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents]
    return lambda *names: [[Desk(store, team[name], one) for one in documents] for name in names]


@pytest.fixture
def no_entries(store, team):
    """The demo's project without its registry."""
    with store.write() as tx:
        tx.connection.execute(text("DELETE FROM entity"))
