"""What admins do about people, and people about their own account."""

import pytest
from acting import Desk, first_document
from sqlalchemy import text

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from annotator.services import accounts, own_account, people
from annotator.services.accounts import OPERATOR

PASSWORD, NEW = "correct horse battery", "another horse battery"


def test_somebody_deactivated_is_out_by_every_way_and_their_work_stays(store, team):
    ben = team["ben"]
    Desk(store, ben, first_document(store, ben)).mark("the")
    session = entered(store, "ben")
    with store.write() as tx:
        links = [accounts.ticket_for(tx, OPERATOR, "ben"), accounts.ticket_for(tx, OPERATOR, "ben", "password")]
        tx.connection.execute(
            text("INSERT INTO token (id, user_id, name, token_hash, created) VALUES ('t', :id, 'x', 'h', :now)"),
            {"id": ben.id, "now": tx.now},
        )
        people.deactivate(tx, team["ana"], ben.id)
        people.activate(tx, team["ana"], ben.id)
    with store.read() as tx:
        assert accounts.signed_in(tx, session) is None
        assert tx.connection.execute(text("SELECT revoked FROM token")).scalar()
        assert tx.connection.execute(text("SELECT name FROM layer")).scalars().all() == ["ben"]
    with pytest.raises(Unauthenticated), store.write() as tx:
        accounts.sign_in_by_ticket(tx, links[0])
    with pytest.raises(Unauthenticated):
        own_account.set_by_link(store, links[1], NEW)
    assert entered(store, "ben")


def test_what_an_admin_does_is_in_the_log(store, team):
    with store.write() as tx:
        people.deactivate(tx, team["ana"], team["ben"].id)
        people.activate(tx, team["ana"], team["ben"].id)
        people.set_admin(tx, team["ana"], team["ben"].id, admin=True)
        log = "SELECT kind, subject, user_id, after FROM event WHERE kind LIKE 'user.a%' ORDER BY sequence"
        assert [tuple(row) for row in tx.connection.execute(text(log))] == [
            ("user.active", "ben", team["ana"].id, '{"active":false}'),
            ("user.active", "ben", team["ana"].id, '{"active":true}'),
            ("user.admin", "ben", team["ana"].id, '{"admin":true}'),
        ]


def test_the_last_admin_stays(store, team):
    ana, ben = team["ana"], team["ben"]
    for what in (
        lambda tx: people.deactivate(tx, ana, ana.id),
        lambda tx: people.set_admin(tx, ana, ana.id, admin=False),
    ):
        with pytest.raises(Conflict, match="at least one admin"), store.write() as tx:
            what(tx)
    with store.write() as tx:
        people.set_admin(tx, ana, ben.id, admin=True)
        people.deactivate(tx, ana, ana.id)
        assert [one.name for one in people.everybody(tx, OPERATOR) if one.admin and one.active] == ["ben"]


def test_only_an_admin_does_any_of_it(store, team):
    ben, ana = team["ben"], team["ana"]
    for what in (
        lambda tx: people.everybody(tx, ben),
        lambda tx: people.deactivate(tx, ben, ana.id),
        lambda tx: people.activate(tx, ben, ana.id),
        lambda tx: people.set_admin(tx, ben, ben.id, admin=True),
        lambda tx: accounts.ticket_for(tx, ben, "ana", "password"),
    ):
        with pytest.raises(Forbidden, match="Only an admin"), store.write() as tx:
            what(tx)


def test_nobody_is_not_found(store, team):
    with pytest.raises(NotFound, match="nobody like that"), store.write() as tx:
        people.deactivate(tx, OPERATOR, "nowhere")


# Passwords


def test_a_password_is_changed_with_the_present_one_and_ends_all_other_sessions(store, cara):
    old = accounts.sign_in(store, "cara", PASSWORD)
    with pytest.raises(Invalid, match="not right"):
        own_account.change_password(store, cara, "wrong horse battery", NEW)
    new = own_account.change_password(store, cara, PASSWORD, NEW)
    with store.read() as tx:
        assert accounts.signed_in(tx, old) is None
        assert accounts.signed_in(tx, new) == cara
    with pytest.raises(Unauthenticated):
        accounts.sign_in(store, "cara", PASSWORD)
    assert accounts.sign_in(store, "cara", NEW)


def test_a_link_for_a_new_password_works_once_and_ends_all_sessions(store, cara):
    old = accounts.sign_in(store, "cara", PASSWORD)
    with store.write() as tx:
        token = accounts.ticket_for(tx, OPERATOR, "cara", "password")
        to_enter = accounts.ticket_for(tx, OPERATOR, "cara")
    with pytest.raises(Unauthenticated), store.write() as tx:
        accounts.sign_in_by_ticket(tx, token)
    with pytest.raises(Unauthenticated):
        own_account.set_by_link(store, to_enter, NEW)
    with pytest.raises(Invalid, match="at least 10"):
        own_account.set_by_link(store, token, "short")
    new = own_account.set_by_link(store, token, NEW)
    with store.read() as tx:
        assert accounts.signed_in(tx, old) is None
        assert accounts.signed_in(tx, new) == cara
    with pytest.raises(Unauthenticated, match="has been used"):
        own_account.set_by_link(store, token, NEW)
    assert accounts.sign_in(store, "cara", NEW)


def test_sessions_are_listed_and_the_others_ended(store, cara):
    one, other = accounts.sign_in(store, "cara", PASSWORD), accounts.sign_in(store, "cara", PASSWORD)
    with store.write() as tx:
        assert sorted(here for _, here in own_account.sessions(tx, cara, one)) == [False, True]
        own_account.end_other_sessions(tx, cara, one)
        assert [here for _, here in own_account.sessions(tx, cara, one)] == [True]
        assert accounts.signed_in(tx, other) is None
        assert accounts.signed_in(tx, one) == cara


def test_a_mail_address_is_kept_and_dropped(store, cara):
    for given, kept in ((" cara@example.org ", "cara@example.org"), ("", None)):
        with store.write() as tx:
            own_account.change_email(tx, cara, given)
            assert own_account.own(tx, cara).email == kept


def entered(store, name):
    with store.write() as tx:
        return accounts.sign_in_by_ticket(tx, accounts.ticket_for(tx, OPERATOR, name))


@pytest.fixture
def cara(store):
    with store.write() as tx:
        return accounts.add_user(tx, OPERATOR, "cara", password_hash=accounts.hashed_password(PASSWORD))
