"""Who is in a project and who was: roles are given by managers, and one manager stays."""

import pytest
from acting import SLUG, Desk, first_document
from sqlalchemy import text

from annotator.domain.errors import Conflict, Forbidden, NotFound
from annotator.services import accounts, corpus, projects, reading, rounds
from annotator.services import team as teams
from annotator.services.accounts import OPERATOR
from annotator.services.rounds import Plan


def test_a_team_says_who_is_in_it_and_when_they_were_last_at_work(store, team, document):
    Desk(store, team["ben"], document).mark("the")
    members = {one.name: one for one in seen_by(store, team["ana"])}
    assert {name: one.role for name, one in members.items()} == {
        "adjudicator": "adjudicator",
        "ana": "manager",
        "ben": "annotator",
    }
    assert members["ben"].at_work > "2026"
    assert members["ana"].at_work is None
    assert all(one.active for one in members.values())


def test_an_annotator_is_not_told_who_else_is_in_the_team(store, team):
    assert len(seen_by(store, team["adjudicator"])) == 3
    with pytest.raises(Forbidden, match="read members"):
        seen_by(store, team["ben"])


def test_whoever_is_taken_out_is_a_stranger_and_their_work_stays(store, team, document):
    Desk(store, team["ben"], document).mark("the")
    take_out(store, team["ana"], team["ben"])
    assert [one.name for one in seen_by(store, team["ana"])] == ["adjudicator", "ana"]
    for look in (
        lambda tx: projects.find(tx, team["ben"], SLUG),
        lambda tx: corpus.corpus(tx, team["ben"], SLUG),
        lambda tx: reading.desk(tx, team["ben"], document),
    ):
        with pytest.raises(NotFound), store.read() as tx:
            look(tx)
    with store.read() as tx:
        assert projects.all_for(tx, team["ben"]) == []
        kept = "SELECT layer.name FROM span JOIN layer ON layer.id = span.layer_id"
        assert tx.connection.execute(text(kept)).scalars().all() == ["ben"]
        log = "SELECT before, after FROM event WHERE kind = 'member.leave'"
        assert [tuple(row) for row in tx.connection.execute(text(log))] == [('{"role":"annotator"}', None)]


def test_whoever_left_comes_back_to_what_they_had_marked(store, team, document):
    desk = Desk(store, team["ben"], document)
    desk.mark("the")
    take_out(store, team["ana"], team["ben"])
    give(store, team["ana"], "ben", "annotator")
    assert desk.quotes == ["the"]


def test_nobody_is_taken_out_twice(store, team):
    take_out(store, team["ana"], team["ben"])
    with pytest.raises(NotFound, match="no longer"):
        take_out(store, team["ana"], team["ben"])


def test_the_last_manager_neither_leaves_nor_becomes_something_else(store, team, mara):
    take_out(store, OPERATOR, team["ana"])
    with pytest.raises(Conflict, match="at least one manager"):
        take_out(store, mara, mara)
    with pytest.raises(Conflict, match="at least one manager"):
        give(store, mara, "mara", "viewer")
    give(store, mara, "ben", "manager")
    give(store, mara, "mara", "viewer")
    assert {one.name for one in seen_by(store, team["ben"]) if one.role == "manager"} == {"ben"}


def test_a_manager_who_is_deactivated_does_not_count(store, team, mara):
    with store.write() as tx:
        tx.connection.execute(text("UPDATE \"user\" SET active = false WHERE name = 'ana'"))
    with pytest.raises(Conflict, match="at least one manager"):
        give(store, mara, "mara", "viewer")


def test_an_admin_may_leave_a_project_without_a_manager(store, team):
    take_out(store, OPERATOR, team["ana"])
    assert not [one for one in seen_by(store, OPERATOR) if one.role == "manager"]


@pytest.mark.parametrize("name", ["ben", "adjudicator"])
def test_only_a_manager_takes_somebody_out(store, team, name):
    with pytest.raises(Forbidden, match="manage members"):
        take_out(store, team[name], team["ana"])


def test_whoever_is_taken_out_leaves_the_open_rounds_and_what_they_had_not_finished_goes_to_the_others(
    store, team, mara, document
):
    number = begun_round(store, team, ["ben", "mara"], overlap=1)
    had = queue_of(store, team, number, "ben")
    assert had
    take_out(store, team["ana"], team["ben"])
    assert queue_of(store, team, number, "ben") == set()
    assert had <= queue_of(store, team, number, "mara")


def test_a_round_that_is_closed_stays_as_it_was(store, team, mara):
    number = begun_round(store, team, ["ben", "mara"], overlap=1)
    with store.write() as tx:
        rounds.close(tx, team["ana"], SLUG, number, closed=True)
    had = queue_of(store, team, number, "ben")
    take_out(store, team["ana"], team["ben"])
    assert queue_of(store, team, number, "ben") == had != set()


def test_whoever_only_looks_from_now_on_leaves_the_open_rounds(store, team, mara):
    number = begun_round(store, team, ["ben", "mara"], overlap=1)
    give(store, team["ana"], "BEN", "viewer")
    assert queue_of(store, team, number, "ben") == set()
    assert len(queue_of(store, team, number, "mara")) == 5


def test_whoever_left_is_not_offered_for_a_new_round(store, team):
    take_out(store, team["ana"], team["ben"])
    with store.read() as tx:
        assert "ben" not in {one.name for one in rounds.choices(tx, team["ana"], SLUG).people}


def begun_round(store, team, people, overlap):
    with store.write() as tx:
        return rounds.create(tx, team["ana"], SLUG, Plan(people=people, overlap=overlap)).number


def queue_of(store, team, number, name):
    with store.read() as tx:
        board = rounds.board(tx, team["ana"], SLUG, number)
        return {one.document_id for one in board.assigned if one.name == name}


def seen_by(store, person):
    with store.read() as tx:
        return projects.members(tx, person, SLUG)


def take_out(store, person, gone):
    with store.write() as tx:
        teams.take_out(tx, person, SLUG, gone.id)


def give(store, person, name, role):
    with store.write() as tx:
        teams.give_role(tx, person, SLUG, name, role)


@pytest.fixture
def mara(store, team):
    """A manager who is no admin."""
    with store.write() as tx:
        made = accounts.add_user(tx, OPERATOR, "mara", password_hash=None)
        projects.set_member(tx, OPERATOR, SLUG, "mara", "manager")
    return made


@pytest.fixture
def document(store, team):
    return first_document(store, team["ana"])
