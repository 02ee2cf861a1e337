"""A browser goes on under another token when its person's role changes, and notices nothing."""

from datetime import timedelta
from uuid import uuid4

from acting import SLUG
from sqlalchemy import text

from annotator.domain.moment import later
from annotator.services import accounts, people
from annotator.services import team as teams


def test_after_another_role_the_next_answer_brings_another_token_and_the_old_one_soon_dies(ben, store, team):
    before, form = token_of(ben), ben.csrf()
    give_role(store, team, "adjudicator")
    assert ben.get("/").status_code == 200
    after = token_of(ben)
    assert after != before
    # What is behind the first dot is when it was signed, to the second.
    assert ben.csrf().partition(".")[0] == form.partition(".")[0]
    assert "Set-Cookie" not in ben.get("/").headers
    with store.read() as tx:
        expires = tx.connection.execute(text("SELECT min(expires) FROM session")).scalar()
        assert tx.now < expires < later(tx.now, timedelta(seconds=61))


def test_a_form_that_was_open_is_taken_and_brings_the_token(ben, store, team, document):
    before, form = token_of(ben), ben.csrf()
    give_role(store, team, "adjudicator")
    fields = {"csrf_token": form, "action": str(uuid4()), "state": "in_progress"}
    assert ben.post(f"/documents/{document}/state", data=fields).status_code == 303
    assert token_of(ben) != before


def test_two_requests_under_way_with_the_old_token_get_the_same_one(app, ben, store, team):
    cookie = ben.get_cookie("annotator").value
    give_role(store, team, "adjudicator")
    windows = [app.test_client() for _ in range(2)]
    for window in windows:
        window.set_cookie("annotator", cookie)
        assert window.get("/").status_code == 200
    assert token_of(windows[0]) == token_of(windows[1]) != token_of(ben)
    for window in windows:
        assert window.get("/").status_code == 200


def test_signing_out_as_the_first_thing_after_another_role_ends_the_session(app, ben, store, team):
    cookie = ben.get_cookie("annotator").value
    give_role(store, team, "adjudicator")
    ben.send("/sign-out")
    stolen = app.test_client()
    stolen.set_cookie("annotator", cookie)
    assert stolen.get("/").status_code == 303


def test_another_password_as_the_first_thing_after_another_role_goes_on(ben, store, team):
    with store.write() as tx:
        people.set_admin(tx, accounts.OPERATOR, team["ben"].id, admin=True)
    assert ben.send("/account/password", {"new": "a new long one"}).status_code == 303
    assert ben.get("/account").status_code == 200


def test_an_admin_who_lets_themselves_go_is_still_signed_in_but_no_admin(ana, store, team):
    with store.write() as tx:
        people.set_admin(tx, accounts.OPERATOR, team["ben"].id, admin=True)
    before = token_of(ana)
    assert ana.send(f"/people/{team['ana'].id}", {"do": "no-admin"}).status_code == 303
    assert ana.get("/people").status_code == 403
    assert token_of(ana) != before
    assert ana.get("/account").status_code == 200


def give_role(store, team, role):
    with store.write() as tx:
        teams.give_role(tx, team["ana"], SLUG, "ben", role)


def token_of(browser):
    with browser.session_transaction() as session:
        return session["token"]
