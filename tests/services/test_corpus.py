"""The corpus of a project, as each may see it."""

import pytest
from acting import Desk, action, new_id

from annotator.domain.errors import NotFound
from annotator.services import accounts, completing, corpus, importing, projects
from annotator.services.accounts import OPERATOR
from annotator.services.importing import Upload


def test_the_corpus_lists_the_articles_in_their_order(store, team):
    found = listed(store, team["ben"])
    assert [(one.position, one.length) for one in found.documents] == [
        (1, 4955),
        (2, 7322),
        (3, 6220),
        (4, 10762),
        (5, 9230),
    ]
    assert found.documents[0].meta["publication"] == "Eurasia Daily Monitor"
    assert {one.state for one in found.documents} == {"new"}
    assert found.queue.done == 0


def test_an_annotator_of_a_blind_project_sees_their_own_state_alone(store, team):
    work(store, team)
    found = listed(store, team["ben"])
    assert [one.state for one in found.documents] == ["in_progress", "complete", "new", "new", "new"]
    assert [one.states for one in found.documents] == [{}] * 5
    assert found.queue.done == 1


@pytest.mark.parametrize("name", ["ana", "adjudicator"])
def test_whoever_may_see_layers_sees_how_many_are_in_which_state(store, team, name):
    work(store, team)
    found = listed(store, team[name])
    assert [one.states for one in found.documents] == [
        {"in_progress": 1, "complete": 1},
        {"complete": 1},
        {},
        {},
        {},
    ]


def test_a_viewer_sees_no_states(store, team):
    work(store, team)
    with store.write() as tx:
        viewer = accounts.add_user(tx, OPERATOR, "viewer", password_hash=None)
        projects.set_member(tx, OPERATOR, "central-asia", "viewer", "viewer")
    assert [one.states for one in listed(store, viewer).documents] == [{}] * 5


def test_in_an_open_project_annotators_see_each_others_states(store, team):
    files = importing.parse([Upload("a.txt", b"The Kremlin.")], "txt", None, now=store.moment(), new_id=new_id)
    with store.write() as tx:
        projects.create(tx, OPERATOR, "open", "", blind=False)
        projects.set_member(tx, OPERATOR, "open", "ben", "annotator")
        importing.import_files(tx, OPERATOR, "open", files)
    (document,) = listed(store, team["ana"], "open").documents
    with store.write() as tx:
        completing.set_state(tx, team["ana"], action(), document.id, "complete")
    assert [one.states for one in listed(store, team["ben"], "open").documents] == [{"complete": 1}]


def test_a_stranger_does_not_see_the_corpus(store, team):
    with store.write() as tx:
        stranger = accounts.add_user(tx, OPERATOR, "stranger", password_hash=None)
    with pytest.raises(NotFound):
        listed(store, stranger)


def listed(store, person, slug="central-asia"):
    with store.read() as tx:
        return corpus.corpus(tx, person, slug)


def work(store, team):
    """Ana has completed the first article; ben has begun it, and completed the second."""
    first, second = (one.id for one in listed(store, team["ana"]).documents[:2])
    Desk(store, team["ben"], first).mark("Kremlin")
    for name, document in (("ana", first), ("ben", second)):
        with store.write() as tx:
            completing.set_state(tx, team[name], action(), document, "complete")
