"""Invitations by link: looked at as often as one likes, used once, and only while whoever made them may invite."""

import pytest
from acting import SLUG
from clocks import Clock
from databases import sqlite_copy
from sqlalchemy import text

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.services import accounts, inviting, people, projects
from annotator.services import team as teams
from annotator.services.accounts import OPERATOR
from annotator.services.transactions import Store

PASSWORD = "correct horse battery"


def test_whoever_opens_a_link_makes_an_account_and_is_in_the_project(store, team):
    token = invite(store, team["ana"], SLUG, "adjudicator", " cara@example.org ")
    for _ in range(2):
        with store.read() as tx:
            seen = inviting.look(tx, token)
        assert (seen.project, seen.role, seen.made_by) == ("Central Asia and the draft", "adjudicator", "ana")
    _, session = inviting.register(store, token, "cara", PASSWORD)
    with store.read() as tx:
        cara = accounts.signed_in(tx, session)
        assert projects.find(tx, cara, SLUG).standing.role == "adjudicator"
        assert not cara.admin
        (made,) = inviting.listed(tx, team["ana"], SLUG)
        assert people.find(tx, OPERATOR, cara.id).email == "cara@example.org"
    assert (made.made_by, made.used_by, made.email) == ("ana", "cara", "cara@example.org")
    assert accounts.sign_in(store, "cara", PASSWORD)


def test_a_link_works_once(store, team):
    token = invite(store, team["ana"], SLUG, "viewer")
    inviting.register(store, token, "cara", PASSWORD)
    with pytest.raises(NotFound, match="was used"):
        inviting.register(store, token, "dana", PASSWORD)
    with pytest.raises(NotFound, match="was used"):
        join(store, team["ben"], token)
    with store.read() as tx:
        assert accounts.named(tx, "dana") is None


def test_a_name_that_is_taken_spends_nothing(store, team):
    token = invite(store, team["ana"], SLUG, "viewer")
    with pytest.raises(Conflict, match="already"):
        inviting.register(store, token, "BEN", PASSWORD)
    with pytest.raises(Invalid, match="at least 10"):
        inviting.register(store, token, "cara", "short")
    assert inviting.register(store, token, "cara", PASSWORD)


def test_whoever_has_an_account_joins_with_it(store, team, stranger):
    join(store, stranger, invite(store, team["ana"], SLUG, "viewer"))
    with store.read() as tx:
        assert projects.find(tx, stranger, SLUG).standing.role == "viewer"


def test_an_invitation_takes_no_role_away(store, team):
    token = invite(store, OPERATOR, SLUG, "viewer")
    with pytest.raises(Conflict, match="already, as manager"):
        join(store, team["ana"], token)
    with store.read() as tx:
        assert inviting.look(tx, token)


def test_an_admin_invites_to_the_site_alone(store, team, stranger):
    token = invite(store, team["ana"], None)
    with pytest.raises(Conflict, match="somebody new"):
        join(store, stranger, token)
    _, session = inviting.register(store, token, "cara", PASSWORD)
    with store.read() as tx:
        assert projects.all_for(tx, accounts.signed_in(tx, session)) == []
    with pytest.raises(Forbidden):
        invite(store, team["ben"], None)


@pytest.mark.parametrize("name", ["ben", "adjudicator"])
def test_only_a_manager_invites_lists_and_takes_back(store, team, name):
    invite(store, team["ana"], SLUG, "viewer")
    with store.read() as tx:
        (made,) = inviting.listed(tx, team["ana"], SLUG)
    for what in (
        lambda tx: inviting.invite(tx, team[name], SLUG, "viewer"),
        lambda tx: inviting.listed(tx, team[name], SLUG),
        lambda tx: inviting.revoke(tx, team[name], SLUG, made.id),
    ):
        with pytest.raises(Forbidden, match="manage members"), store.write() as tx:
            what(tx)


def test_an_invitation_that_was_taken_back_does_not_work(store, team):
    token = invite(store, team["ana"], SLUG, "viewer")
    with store.write() as tx:
        (made,) = inviting.listed(tx, team["ana"], SLUG)
        inviting.revoke(tx, team["ana"], SLUG, made.id)
    with pytest.raises(NotFound, match="taken back"):
        inviting.register(store, token, "cara", PASSWORD)
    with pytest.raises(NotFound, match="no longer open"), store.write() as tx:
        inviting.revoke(tx, team["ana"], SLUG, made.id)


def test_an_invitation_of_another_project_is_not_taken_back_from_here(store, team):
    with store.write() as tx:
        projects.create(tx, team["ana"], "second", "")
        inviting.invite(tx, team["ana"], "second", "viewer")
        (made,) = inviting.listed(tx, team["ana"], "second")
    with pytest.raises(NotFound), store.write() as tx:
        inviting.revoke(tx, team["ana"], SLUG, made.id)


@pytest.mark.parametrize("end", ["leaves", "is deactivated", "manages no more"])
def test_what_a_manager_promised_ends_with_their_right_to_it(store, team, stranger, end):
    with store.write() as tx:
        projects.set_member(tx, OPERATOR, SLUG, "stranger", "manager")
    token = invite(store, stranger, SLUG, "manager")
    with store.write() as tx:
        match end:
            case "leaves":
                teams.take_out(tx, OPERATOR, SLUG, stranger.id)
            case "is deactivated":
                people.deactivate(tx, OPERATOR, stranger.id)
            case _:
                projects.set_member(tx, OPERATOR, SLUG, "stranger", "viewer")
    with pytest.raises(NotFound):
        inviting.register(store, token, "cara", PASSWORD)


def test_a_link_is_good_for_seven_days(timed, clock):
    token, other = invite(timed, OPERATOR, None), invite(timed, OPERATOR, None)
    clock.pass_by(days=6, hours=23, minutes=59)
    assert inviting.register(timed, token, "cara", PASSWORD)
    clock.pass_by(minutes=1)
    with pytest.raises(NotFound, match="too old"):
        inviting.register(timed, other, "dana", PASSWORD)


def test_the_link_itself_is_not_kept(store, team):
    token = invite(store, team["ana"], SLUG, "viewer")
    with store.read() as tx:
        kept = tx.connection.execute(text("SELECT * FROM invitation")).one()
    assert token not in str(kept)


@pytest.mark.parametrize("email", ["a", "a@", "@b", "a@b\nBcc: c@d", "A <a@b.c>", "a@b,c@d", "a b@c"])
def test_a_mail_address_is_one_address_and_nothing_more(store, team, email):
    with pytest.raises(Invalid, match="is not a mail address"):
        invite(store, team["ana"], SLUG, "viewer", email)


@pytest.mark.parametrize("role", ["", "boss"])
def test_a_role_is_one_of_those_there_are(store, team, role):
    with pytest.raises(Invalid, match="is no role"):
        invite(store, team["ana"], SLUG, role)


def invite(store, person, slug, role="", email=""):
    with store.write() as tx:
        return inviting.invite(tx, person, slug, role, email)


def join(store, person, token):
    with store.write() as tx:
        return inviting.join(tx, person, token)


@pytest.fixture
def stranger(store):
    with store.write() as tx:
        return accounts.add_user(tx, OPERATOR, "stranger", password_hash=None)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def timed(clock, sqlite_template, tmp_path):
    with sqlite_copy(sqlite_template, tmp_path) as url:
        store = Store(url, clock=clock)
        yield store
        store.close()
