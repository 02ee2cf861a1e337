"""Tokens: shown once, kept hashed, revoked for good, and worth what their person is worth."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.services import accounts, tokens
from annotator.services.accounts import OPERATOR
from annotator.services.transactions import Store


def test_a_token_opens_what_its_person_may_open(store, ana, make):
    with store.read() as tx:
        found = tokens.bearer(tx, make("nightly"))
    assert (found.person, found.token.name, found.token.used) == (ana, "nightly", None)


@pytest.mark.parametrize("wrong", ["", "x", "annotator_", "é", "\ud800", "a" * 100_000])
def test_anything_else_opens_nothing(store, make, wrong):
    make("nightly")
    with store.read() as tx:
        assert tokens.bearer(tx, wrong) is None


def test_it_is_kept_hashed_and_nowhere_as_it_reads(store, make):
    token = make("nightly")
    with store.read() as tx:
        kept = [str(tuple(row)) for row in tx.connection.execute(text("SELECT * FROM token"))]
        told = [str(tuple(row)) for row in tx.connection.execute(text("SELECT * FROM event"))]
    assert len(kept) == 1
    assert "token.create" in "".join(told)
    assert token not in "".join(kept + told)
    assert token.startswith("annotator_")


def test_a_revoked_token_opens_nothing_and_is_listed_no_more(store, ana, make):
    token, other = make("nightly"), make("weekly")
    with store.write() as tx:
        tokens.revoke(tx, ana, id_of(tx, ana, "nightly"))
    with store.read() as tx:
        assert tokens.bearer(tx, token) is None
        assert tokens.bearer(tx, other).token.name == "weekly"
        assert [one.name for one in tokens.all_of(tx, ana)] == ["weekly"]


def test_it_is_revoked_once_and_by_its_person_alone(store, ana, make):
    make("nightly")
    with store.write() as tx:
        ben = accounts.add_user(tx, OPERATOR, "ben", admin=True, password_hash=None)
        mine = id_of(tx, ana, "nightly")
    with pytest.raises(NotFound), store.write() as tx:
        tokens.revoke(tx, ben, mine)
    with store.write() as tx:
        tokens.revoke(tx, ana, mine)
    with pytest.raises(NotFound), store.write() as tx:
        tokens.revoke(tx, ana, mine)


def test_a_deactivated_persons_tokens_open_nothing(store, ana, make):
    token = make("nightly")
    with store.write() as tx:
        tx.connection.execute(text('UPDATE "user" SET active = false WHERE id = :id'), {"id": ana.id})
    with store.read() as tx:
        assert tokens.bearer(tx, token) is None
    with pytest.raises(Conflict, match="deactivated"), store.write() as tx:
        tokens.make_for(tx, OPERATOR, "ana", "another")


def test_its_use_is_noted_once_a_minute(database):
    clock = Clock()
    store = Store(database, clock=clock)
    with store.write() as tx:
        ana = accounts.add_user(tx, OPERATOR, "ana", password_hash=None)
        token = tokens.make(tx, ana, "nightly")
    seen = []
    for seconds in (0, 30, 29, 1, 59, 3600):
        clock.now += timedelta(seconds=seconds)
        with store.read() as tx:
            found = tokens.bearer(tx, token).token
            due = tokens.use_is_due(tx, found)
        if due:
            with store.write() as tx:
                tokens.note_use(tx, found)
        seen.append(due)
    assert seen == [True, False, False, True, False, True]
    store.close()


def test_an_admin_makes_one_for_somebody_else_and_nobody_otherwise_does(store, ana):
    with store.write() as tx:
        ben = accounts.add_user(tx, OPERATOR, "ben", password_hash=None)
        token = tokens.make_for(tx, OPERATOR, "BEN", "his script")
        assert tokens.bearer(tx, token).person == ben
    for asker, user, kind in ((ben, "ana", Forbidden), (OPERATOR, "nobody", Invalid)):
        with pytest.raises(kind), store.write() as tx:
            tokens.make_for(tx, asker, user, "a token")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\0b", "x" * 101])
def test_its_name_is_a_line(make, name):
    with pytest.raises(Invalid):
        make(name)


def test_nobody_has_more_than_a_hundred(make):
    for number in range(100):
        make(f"script {number}")
    with pytest.raises(Conflict, match="revoke one"):
        make("one more")


def test_the_operator_has_none(store):
    with pytest.raises(Forbidden), store.write() as tx:
        tokens.make(tx, OPERATOR, "a token")


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now = datetime(2026, 11, 23, tzinfo=UTC)

    def __call__(self):
        return self.now


def id_of(tx, person, name):
    return next(one.id for one in tokens.all_of(tx, person) if one.name == name)


@pytest.fixture
def ana(store):
    with store.write() as tx:
        return accounts.add_user(tx, OPERATOR, "ana", password_hash=None)


@pytest.fixture
def make(store, ana):
    def made(name):
        with store.write() as tx:
            return tokens.make(tx, ana, name)

    return made
