"""People sign in and out; nobody learns from a refusal who is there."""

import pytest
from clocks import Clock
from databases import sqlite_copy
from sqlalchemy import text

from annotator.domain.errors import Conflict, Forbidden, Invalid, Unauthenticated
from annotator.services import accounts
from annotator.services.accounts import OPERATOR
from annotator.services.transactions import Store

PASSWORD = "correct horse battery"
SECRET = "a secret for tests alone"


# The first set-up


def test_whoever_has_the_servers_token_makes_the_first_admin_and_is_signed_in(store):
    with store.read() as tx:
        assert accounts.needs_set_up(tx)
    session = accounts.set_up(store, SECRET, accounts.set_up_token(SECRET), "ana", PASSWORD)
    with store.read() as tx:
        assert not accounts.needs_set_up(tx)
        person = accounts.signed_in(tx, session)
    assert (person.name, person.admin) == ("ana", True)


@pytest.mark.parametrize("token", ["", "x", "é", accounts.set_up_token("another secret")])
def test_without_the_token_nobody_sets_up_a_site(store, token):
    with pytest.raises(Forbidden, match="printed in its terminal"):
        accounts.set_up(store, SECRET, token, "ana", PASSWORD)
    with store.read() as tx:
        assert accounts.needs_set_up(tx)


def test_a_site_is_set_up_once(store):
    accounts.set_up(store, SECRET, accounts.set_up_token(SECRET), "ana", PASSWORD)
    with pytest.raises(Conflict, match="sign in"):
        accounts.set_up(store, SECRET, accounts.set_up_token(SECRET), "ben", PASSWORD)
    with store.read() as tx:
        assert accounts.named(tx, "ben") is None


def test_the_set_up_token_does_not_give_the_secret_away():
    token = accounts.set_up_token(SECRET)
    assert token == accounts.set_up_token(SECRET)
    assert SECRET not in token
    assert len(token) == 32


# Signing in


def test_a_name_is_typed_in_any_case_and_the_password_as_it_is(store, ana):
    for name in ("ana", "ANA", "ａｎａ"):
        session = accounts.sign_in(store, name, PASSWORD)
        with store.read() as tx:
            assert accounts.signed_in(tx, session) == ana
    with pytest.raises(Unauthenticated):
        accounts.sign_in(store, "ana", PASSWORD.upper())


def test_a_wrong_name_a_wrong_password_and_somebody_inactive_are_refused_in_the_same_words(store, ana):
    with store.write() as tx:
        hashed = accounts.hashed_password(PASSWORD)
        accounts.add_user(tx, OPERATOR, "ben", password_hash=hashed)
        accounts.add_user(tx, OPERATOR, "adjudicator", password_hash=None)
        deactivate(tx, "ben")
    said = set()
    for name, password in (
        ("ana", "not her password"),
        ("nobody", PASSWORD),
        ("", ""),
        ("ben", PASSWORD),
        ("adjudicator", ""),
        ("adjudicator", PASSWORD),
        ("ana", "x" * 2_000),
    ):
        with pytest.raises(Unauthenticated) as refusal:
            accounts.sign_in(store, name, password)
        said.add((refusal.value.code, refusal.value.message))
    assert said == {("wrong-sign-in", "That name and password do not go together.")}


def test_passwords_and_sessions_are_not_kept_as_they_are(store, ana):
    session = accounts.sign_in(store, "ana", PASSWORD)
    with store.read() as tx:
        kept = [*tx.connection.execute(text('SELECT password_hash FROM "user"')).scalars()]
        kept += tx.connection.execute(text("SELECT token_hash FROM session")).scalars()
    assert kept[0].startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert not [one for one in kept if PASSWORD in one or session in one]


@pytest.mark.parametrize("password", ["", "nine char", "x" * 1001])
def test_a_password_has_ten_characters_at_least_and_an_end(password):
    with pytest.raises(Invalid, match="at least 10 characters and at most 1000"):
        accounts.hashed_password(password)


def test_a_password_of_ten_characters_of_any_script_is_long_enough(store):
    with store.write() as tx:
        accounts.add_user(tx, OPERATOR, "ben", password_hash=accounts.hashed_password("қазақстан😀"))
    assert accounts.sign_in(store, "ben", "қазақстан😀")


# Sessions


def test_a_session_ends_when_its_person_signs_out(store, ana):
    one, other = accounts.sign_in(store, "ana", PASSWORD), accounts.sign_in(store, "ana", PASSWORD)
    with store.write() as tx:
        accounts.sign_out(tx, one)
    with store.read() as tx:
        assert accounts.signed_in(tx, one) is None
        assert accounts.signed_in(tx, other) == ana


def test_a_session_ends_after_a_fortnight(clock, timed):
    with timed.write() as tx:
        accounts.add_user(tx, OPERATOR, "ana", password_hash=accounts.hashed_password(PASSWORD))
    session = accounts.sign_in(timed, "ana", PASSWORD)
    clock.pass_by(days=13, hours=23, minutes=59)
    assert signed_in(timed, session).name == "ana"
    clock.pass_by(minutes=1)
    assert signed_in(timed, session) is None


def test_somebody_deactivated_is_signed_out_at_once(store, ana):
    session = accounts.sign_in(store, "ana", PASSWORD)
    with store.write() as tx:
        deactivate(tx, "ana")
    assert signed_in(store, session) is None


@pytest.mark.parametrize("token", [None, "", "made up", "é"])
def test_nobody_is_signed_in_by_a_token_that_is_none(store, ana, token):
    assert signed_in(store, token) is None


# One-time links


def test_a_one_time_link_signs_in_once(store, ana):
    ticket = ticket_for(store, "ANA")
    with store.write() as tx:
        session = accounts.sign_in_by_ticket(tx, ticket)
    assert signed_in(store, session) == ana
    with pytest.raises(Unauthenticated, match="has been used"), store.write() as tx:
        accounts.sign_in_by_ticket(tx, ticket)


def test_a_one_time_link_is_good_for_a_day(clock, timed):
    with timed.write() as tx:
        accounts.add_user(tx, OPERATOR, "ana", password_hash=None)
    first, second = ticket_for(timed, "ana"), ticket_for(timed, "ana")
    clock.pass_by(hours=23, minutes=59)
    with timed.write() as tx:
        assert accounts.sign_in_by_ticket(tx, first)
    clock.pass_by(minutes=1)
    with pytest.raises(Unauthenticated, match="too old"), timed.write() as tx:
        accounts.sign_in_by_ticket(tx, second)


def test_a_link_of_somebody_deactivated_does_not_work(store, ana):
    ticket = ticket_for(store, "ana")
    with store.write() as tx:
        deactivate(tx, "ana")
    with pytest.raises(Unauthenticated), store.write() as tx:
        accounts.sign_in_by_ticket(tx, ticket)


def test_links_are_made_by_admins_for_people_who_are_there(store, team):
    with pytest.raises(Forbidden), store.write() as tx:
        accounts.ticket_for(tx, team["ben"], "ana")
    with pytest.raises(Invalid, match="no user “nobody”"):
        ticket_for(store, "nobody")


# Making people


def test_only_an_admin_makes_people(store, team):
    with pytest.raises(Forbidden, match="Only an admin"), store.write() as tx:
        accounts.add_user(tx, team["ben"], "somebody", password_hash=None)


@pytest.mark.parametrize("name", ["ana", "Ana", "ＡＮＡ", " ana "])
def test_a_name_is_given_once_however_it_is_written(store, ana, name):
    with pytest.raises(Conflict, match="already"), store.write() as tx:
        accounts.add_user(tx, OPERATOR, name, password_hash=None)


@pytest.mark.parametrize("name", ["", " ", "a b", "a/b", "<b>", "gold", "ALL", "me", "x" * 65, "a\nb", "_a", "a."])
def test_a_name_that_would_break_something_is_refused(store, name):
    with pytest.raises(Invalid), store.write() as tx:
        accounts.add_user(tx, OPERATOR, name, password_hash=None)


def test_the_operator_of_the_command_line_does_not_sign_in(store):
    with store.read() as tx:
        assert accounts.named(tx, OPERATOR.name) is None


def signed_in(store, token):
    with store.read() as tx:
        return accounts.signed_in(tx, token)


def ticket_for(store, name):
    with store.write() as tx:
        return accounts.ticket_for(tx, OPERATOR, name)


def deactivate(tx, name):
    tx.connection.execute(text('UPDATE "user" SET active = :no WHERE name = :name'), {"no": False, "name": name})


@pytest.fixture
def ana(store):
    with store.write() as tx:
        return accounts.add_user(tx, OPERATOR, "ana", admin=True, password_hash=accounts.hashed_password(PASSWORD))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def timed(clock, sqlite_template, tmp_path):
    """A database whose clock is ours."""
    with sqlite_copy(sqlite_template, tmp_path) as url:
        store = Store(url, clock=clock)
        yield store
        store.close()
