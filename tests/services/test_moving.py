"""A project, or everything, goes to a database of the other kind and back: exports are the same bytes."""

import hashlib

import pytest
from acting import SLUG, Desk, first_document
from databases import sqlite_copy

from annotator.domain.errors import Conflict, NotFound
from annotator.services import accounts, checking, exporting, moving, projects
from annotator.services.transactions import Store


def test_everything_goes_to_the_other_kind_and_back(worked, store, other, third):
    before = exported(store)
    moving.move_all(store, other)
    assert exported(other) == before
    moving.move_all(other, third)
    assert exported(third) == before
    assert faults(third) == ()
    with pytest.raises(Conflict):
        moving.move_all(store, other)


def test_a_project_goes_beside_what_is_there_and_back(worked, store, other, third, team):
    before = exported(store)
    with other.write() as tx:
        # Somebody of the same name, under an id of their own, and at work already.
        accounts.add_user(tx, accounts.OPERATOR, "ben", password_hash=None)
        accounts.add_user(tx, accounts.OPERATOR, "boss", admin=True, password_hash=None)
        projects.create(tx, accounts.OPERATOR, "another", "")
    moving.move_project(store, other, SLUG)
    assert exported(other) == before
    with other.read() as tx:
        ben, ana = accounts.named(tx, "ben"), accounts.named(tx, "ana")
    assert ben.id != team["ben"].id
    assert not ana.admin
    Desk(other, ben, worked.document).mark("Kazakhstan", nth=1)
    assert faults(other) == ()
    assert exported(store) == before
    moving.move_project(other, third, SLUG)
    assert exported(third) == exported(other) != before


def test_a_project_that_is_there_already_or_is_not_here_is_refused_and_nothing_is_changed(worked, store, other):
    moving.move_project(store, other, SLUG)
    before = exported(other)
    with pytest.raises(Conflict):
        moving.move_project(store, other, SLUG)
    with pytest.raises(NotFound):
        moving.move_project(store, other, "nowhere")
    assert exported(other) == before


@pytest.fixture
def worked(store, team):
    desk = Desk(store, team["ben"], first_document(store, team["ben"]))
    desk.change(desk.mark("Kazakhstan"), note="a note")
    return desk


@pytest.fixture
def other(store, postgres, sqlite_template, tmp_path):
    """An empty database of the other kind."""
    folder = tmp_path / "other"
    folder.mkdir()
    with postgres.copy() if store.is_sqlite else sqlite_copy(sqlite_template, folder) as url:
        opened = Store(url)
        yield opened
        opened.close()


@pytest.fixture
def third(store, postgres, sqlite_template, tmp_path):
    """An empty database of the first kind."""
    folder = tmp_path / "third"
    folder.mkdir()
    with sqlite_copy(sqlite_template, folder) if store.is_sqlite else postgres.copy() as url:
        opened = Store(url)
        yield opened
        opened.close()


def exported(store):
    """What each format says of the project, by its hash."""
    found = {}
    for form in ("jsonl", "tei", "csv"):
        made = exporting.prepare(store, accounts.OPERATOR, SLUG, form, "all", allow_loss=True)
        found[form] = hashlib.sha256(b"".join(made.chunks())).hexdigest()
    return found


def faults(store):
    with store.read() as tx:
        return tuple(checking.check(tx).faults)
