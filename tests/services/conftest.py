"""What tests of services share."""

import pytest
from acting import SLUG, Desk
from sqlalchemy import text

from annotator.services import codebooks, corpus, operating, taking_back


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


@pytest.fixture
def book(store, team):
    def present():
        with store.read() as tx:
            return codebooks.current(tx, team["ana"], SLUG)

    return present


@pytest.fixture
def edit(store, team, book):
    def edited(change):
        with store.write() as tx:
            return codebooks.replace(tx, team["ana"], SLUG, change(book()))

    return edited


@pytest.fixture
def preview(store, team):
    def found(operation):
        with store.read() as tx:
            return operating.preview(tx, team["ana"], SLUG, operation)

    return found


@pytest.fixture
def perform(store, team):
    def done(operation, note=""):
        with store.write() as tx:
            return operating.perform(tx, team["ana"], SLUG, operation, note)

    return done


@pytest.fixture
def undo(store, team):
    def undone(kept):
        with store.write() as tx:
            return taking_back.undo(tx, team["ana"], SLUG, kept.id)

    return undone
