"""Sign in, sign out, and the first set-up of a site."""

import hashlib

import pytest
from sqlalchemy import text

from annotator.services import accounts

PASSWORD = "correct horse battery"


def test_a_name_and_its_password_sign_in(nobody, account):
    answer = nobody.send("/sign-in", {"name": "ana", "password": PASSWORD, "next": "/projects/x?y=1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/projects/x?y=1")
    assert "ana" in nobody.get("/").text


def test_a_name_is_the_same_in_whatever_case_it_is_typed(nobody, account):
    assert nobody.send("/sign-in", {"name": "ANA", "password": PASSWORD}).status_code == 303


def test_a_wrong_name_and_a_wrong_password_are_answered_in_the_same_words(nobody, account):
    wrong = nobody.send("/sign-in", {"name": "ana", "password": "wrong horse battery"})
    unknown = nobody.send("/sign-in", {"name": "nobody", "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.problem == unknown.problem == "That name and password do not go together."
    assert PASSWORD not in unknown.text


def test_odd_names_and_passwords_are_wrong_and_nothing_worse(nobody, account):
    limits = iter(range(100))
    for name, password in [
        ("ana\0", PASSWORD),
        ("\0", "\0"),
        ("", ""),
        ("ana", PASSWORD + "\0"),
        ("c" * 50_000, PASSWORD),
        ("ana", "x" * 50_000),
        ("' OR 1=1 --", "' OR 1=1 --"),
        ("<script>alert(1)</script>", PASSWORD),
    ]:
        headers = {"REMOTE_ADDR": f"10.0.0.{next(limits)}"}
        answer = nobody.send("/sign-in", {"name": name, "password": password}, environ_overrides=headers)
        assert answer.status_code == 401, name[:20]
        assert "<script>alert" not in answer.text


def test_a_session_is_kept_on_the_server_and_only_as_a_hash(nobody, account, store):
    nobody.send("/sign-in", {"name": "ana", "password": PASSWORD})
    token = token_of(nobody)
    assert [row.token_hash for row in sessions(store)] == [hashlib.sha256(token.encode()).hexdigest()]


def test_signing_in_again_ends_the_session_before(nobody, account, store):
    nobody.send("/sign-in", {"name": "ana", "password": PASSWORD})
    before, form = token_of(nobody), nobody.csrf()
    nobody.send("/sign-in", {"name": "ana", "password": PASSWORD})
    assert token_of(nobody) != before
    assert nobody.csrf() != form
    with store.read() as tx:
        assert accounts.signed_in(tx, before) is None
        assert accounts.signed_in(tx, token_of(nobody)) == account


def test_a_session_that_was_planted_before_signing_in_is_not_taken_over(nobody, account):
    with nobody.session_transaction() as session:
        session["token"], session["csrf_token"] = "planted", "planted"
    nobody.send("/sign-in", {"name": "ana", "password": PASSWORD})
    with nobody.session_transaction() as session:
        assert "planted" not in session.values()


def test_signing_out_ends_the_session_on_the_server_too(nobody, account, store):
    nobody.send("/sign-in", {"name": "ana", "password": PASSWORD})
    stolen = nobody.get_cookie("annotator").value
    answer = nobody.send("/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert [row.ended is not None for row in sessions(store)] == [True]
    nobody.set_cookie("annotator", stolen)
    assert nobody.get("/").status_code == 303


def test_a_session_that_has_expired_is_none(nobody, account, store):
    nobody.send("/sign-in", {"name": "ana", "password": PASSWORD})
    run(store, "UPDATE session SET expires = '2000-01-01T00:00:00.000000Z'")
    assert nobody.get("/").status_code == 303


def test_a_one_time_link_signs_in_once(app, nobody, ticket):
    assert nobody.send(f"/enter/{ticket}").status_code == 303
    assert "ana" in nobody.get("/").text
    again = app.test_client().send(f"/enter/{ticket}")
    assert again.status_code == 401
    assert again.problem == "This link has been used, or it is too old. Ask for a new one."


def test_looking_at_a_one_time_link_does_not_spend_it(nobody, ticket):
    for _ in range(3):
        assert nobody.get(f"/enter/{ticket}").status_code == 200
        assert nobody.head(f"/enter/{ticket}").status_code == 200
        assert nobody.get("/").status_code == 303
    assert nobody.send(f"/enter/{ticket}").status_code == 303


def test_a_one_time_link_that_is_too_old_signs_nobody_in(nobody, ticket, store):
    run(store, "UPDATE ticket SET expires = '2000-01-01T00:00:00.000000Z'")
    assert nobody.send(f"/enter/{ticket}").status_code == 401


def test_a_one_time_link_is_stored_only_as_a_hash(ticket, store):
    with store.read() as tx:
        (kept,) = tx.connection.execute(text("SELECT token_hash FROM ticket")).scalars()
    assert kept == hashlib.sha256(ticket.encode()).hexdigest()


def test_a_new_site_says_how_to_set_it_up_and_not_with_what_token(nobody, annotator_settings):
    answer = nobody.get("/sign-in")
    assert answer.words("//h1") == ["Set up this site"]
    assert "terminal" in answer.text
    assert accounts.set_up_token(annotator_settings.secret_key) not in answer.text


def test_whoever_has_the_servers_token_sets_the_site_up(nobody, set_up):
    answer = nobody.send(set_up, {"name": "ana", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert nobody.get("/").words("//summary") == ["New project"]


def test_a_site_is_set_up_once(app, nobody, set_up):
    nobody.send(set_up, {"name": "ana", "password": PASSWORD})
    again = app.test_client().send(set_up, {"name": "ben", "password": PASSWORD})
    assert again.status_code == 409
    assert again.problem == "This site has its admin already: sign in."


def test_without_the_token_nobody_sets_the_site_up(nobody, store):
    for token in ("x", "\xe9", "0" * 32, "0" * 10_000):
        answer = nobody.send(f"/set-up/{token}", {"name": "ben", "password": PASSWORD})
        assert answer.status_code == 403
        assert answer.problem == "Open the link that the server printed in its terminal."
    with store.read() as tx:
        assert accounts.needs_set_up(tx)


def test_a_weak_password_or_a_bad_name_is_refused_with_what_was_typed_still_there(nobody, set_up, store):
    short = nobody.send(set_up, {"name": "ana", "password": "short"})
    assert (short.status_code, short.problem) == (422, "A password has at least 10 characters and at most 1000.")
    assert short.page.xpath("//input[@name='name']/@value") == ["ana"]
    for name in ("", "gold", "a/b", "../../admin", "<b>x</b>", "a\0b", "x" * 65):
        answer = nobody.send(set_up, {"name": name, "password": PASSWORD})
        assert answer.status_code == 422, name
        assert PASSWORD not in answer.text
    with store.read() as tx:
        assert accounts.needs_set_up(tx)


def token_of(browser):
    with browser.session_transaction() as session:
        return session["token"]


def sessions(store):
    with store.read() as tx:
        return tx.connection.execute(text("SELECT token_hash, ended FROM session")).all()


def run(store, statement):
    with store.write() as tx:
        tx.connection.execute(text(statement))


@pytest.fixture
def ticket(store, account):
    with store.write() as tx:
        return accounts.ticket_for(tx, accounts.OPERATOR, "ana")


@pytest.fixture
def set_up(annotator_settings):
    return f"/set-up/{accounts.set_up_token(annotator_settings.secret_key)}"
