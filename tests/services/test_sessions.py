"""A session goes on under another token when its person's role changes, and nobody is signed out by that."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from acting import SLUG
from clocks import Clock
from databases import sqlite_copy
from sqlalchemy import text

from annotator.services import accounts, inviting, own_account, people, projects
from annotator.services import team as teams
from annotator.services.accounts import OPERATOR
from annotator.services.transactions import Store

SECRET = "a secret for tests alone"


@pytest.mark.parametrize(
    "change",
    [
        lambda tx, team: teams.give_role(tx, team["ana"], SLUG, "ben", "adjudicator"),
        lambda tx, team: teams.take_out(tx, team["ana"], SLUG, team["ben"].id),
        lambda tx, team: people.set_admin(tx, team["ana"], team["ben"].id, admin=True),
        lambda tx, team: inviting.join(tx, team["ben"], inviting.invite(tx, OPERATOR, "second", "viewer")),
    ],
    ids=["another role", "taken out", "made an admin", "joins another project"],
)
def test_another_role_makes_the_persons_sessions_outdated_and_nobody_elses(store, team, change):
    with store.write() as tx:
        projects.create(tx, OPERATOR, "second", "")
    bens, anas = [entered(store, "ben"), entered(store, "ben")], entered(store, "ana")
    with store.write() as tx:
        change(tx, team)
    with store.read() as tx:
        assert [accounts.session(tx, one).outdated for one in bens] == [True, True]
        assert not accounts.session(tx, anas).outdated


def test_an_admin_no_longer_gets_another_token_too(store, team):
    with store.write() as tx:
        people.set_admin(tx, OPERATOR, team["ben"].id, admin=True)
    session = entered(store, "ben")
    with store.write() as tx:
        people.set_admin(tx, OPERATOR, team["ben"].id, admin=False)
    assert outdated(store, session)


def test_the_same_role_again_changes_nothing(store, team):
    session = entered(store, "ben")
    with store.write() as tx:
        teams.give_role(tx, team["ana"], SLUG, "ben", "annotator")
        people.set_admin(tx, team["ana"], team["ben"].id, admin=False)
    assert not outdated(store, session)


def test_the_other_token_is_of_the_same_session_and_as_long_good(clock, timed):
    before = entered(timed, "ana")
    clock.pass_by(days=13)
    after = replaced(timed, before)
    with timed.read() as tx:
        assert accounts.signed_in(tx, after).name == "ana"
        assert not accounts.session(tx, after).outdated
        ana = accounts.named(tx, "ana")
        assert own_account.sessions(tx, ana, after) == [("2026-01-02T03:04:05.000000Z", True)]
    clock.pass_by(days=1)
    with timed.read() as tx:
        assert accounts.signed_in(tx, after) is None


def test_the_token_before_works_for_a_minute_and_gives_the_same_one_again(clock, timed):
    before = entered(timed, "ana")
    with timed.write() as tx:
        people.set_admin(tx, OPERATOR, accounts.named(tx, "ana").id, admin=True)
    after = replaced(timed, before)
    clock.pass_by(seconds=59)
    with timed.read() as tx:
        assert accounts.session(tx, before).outdated
    assert replaced(timed, before) == after
    clock.pass_by(seconds=1)
    with timed.read() as tx:
        assert accounts.signed_in(tx, before) is None
        assert accounts.signed_in(tx, after)


def test_many_requests_at_once_are_given_one_and_the_same(store, team):
    before = entered(store, "ben")
    with store.write() as tx:
        people.set_admin(tx, OPERATOR, team["ben"].id, admin=True)
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: replaced(store, before), range(8)))
    assert len(set(given)) == 1
    with store.read() as tx:
        assert accounts.signed_in(tx, given[0]).name == "ben"
        assert tx.connection.execute(text("SELECT count(*) FROM session")).scalar() == 2


def test_without_the_servers_secret_nobody_finds_the_next_token(store, team):
    before = entered(store, "ben")
    with store.write() as tx:
        guessed = accounts.replaced(tx, "another secret", before)
    assert guessed != replaced(store, entered(store, "ben"))


@pytest.mark.parametrize("last", [False, True])
def test_signing_out_ends_a_session_under_all_its_tokens(store, team, last):
    first = entered(store, "ben")
    second = replaced(store, first)
    third = replaced(store, second)
    with store.write() as tx:
        accounts.sign_out(tx, third if last else second)
    with store.read() as tx:
        assert [accounts.signed_in(tx, one) for one in (first, second, third)] == [None] * 3
    assert replaced(store, second) is None


def test_ending_the_others_with_the_token_before_keeps_this_session(store, team):
    other, before = entered(store, "ben"), entered(store, "ben")
    after = replaced(store, before)
    with store.write() as tx:
        assert sorted(here for _, here in own_account.sessions(tx, team["ben"], before)) == [False, True]
        own_account.end_other_sessions(tx, team["ben"], before)
        assert accounts.signed_in(tx, other) is None
        assert accounts.signed_in(tx, after) == team["ben"]


def test_a_session_that_is_over_does_not_go_on(store, team):
    before = entered(store, "ben")
    replaced(store, before)
    with store.write() as tx:
        people.deactivate(tx, OPERATOR, team["ben"].id)
        people.activate(tx, OPERATOR, team["ben"].id)
    assert replaced(store, before) is None


def entered(store, name):
    with store.write() as tx:
        return accounts.sign_in_by_ticket(tx, accounts.ticket_for(tx, OPERATOR, name))


def replaced(store, token):
    """The token with which a session goes on, as the door asks for it once the role has changed."""
    with store.write() as tx:
        return accounts.replaced(tx, SECRET, token)


def outdated(store, token):
    with store.read() as tx:
        return accounts.session(tx, token).outdated


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def timed(clock, sqlite_template, tmp_path):
    with sqlite_copy(sqlite_template, tmp_path) as url:
        store = Store(url, clock=clock)
        with store.write() as tx:
            accounts.add_user(tx, OPERATOR, "ana", password_hash=None)
        yield store
        store.close()
