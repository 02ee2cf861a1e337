"""Sign-in with an OpenID Connect provider: a real one, in a process of its own, over HTTP."""

import json
import subprocess
import sys
import urllib.request
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from acting import SLUG
from patience import PATIENCE
from sqlalchemy import text

from annotator.services import accounts, inviting, people
from annotator.settings import ProviderSettings

pytestmark = pytest.mark.slow

NOT_BEGUN = "This sign-in was not begun here, or too long ago. Begin again."
NOT_PROVEN = "The provider's answer does not prove who you are."


def test_an_invitation_and_a_provider_make_an_account_that_the_provider_signs_in_from_then_on(site, store, team):
    browser = site.test_client()
    invitation = invited(store)
    assert f"/sign-in/provider?invitation={invitation}" in browser.get(f"/invitation/{invitation}").text
    answer = through(browser, f"?invitation={invitation}")
    assert answer.headers["Location"] == f"/invitation/{invitation}"
    form = browser.get(f"/invitation/{invitation}")
    assert form.page.xpath("//input[@name='name']/@value") == ["cara"]
    answer = browser.send(f"/invitation/{invitation}", {"do": "identity", "name": "carla"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/projects/{SLUG}")
    assert name_in(browser) == "carla"
    again = site.test_client()
    assert through(again).headers["Location"] == "/"
    assert name_in(again) == "carla"


def test_an_unknown_identity_does_not_get_in_whatever_name_or_address_it_brings(site, store, team, tell):
    with store.write() as tx:
        tx.connection.execute(text("UPDATE \"user\" SET email = 'ben@example.org' WHERE name = 'ben'"))
    tell(claims={"preferred_username": "ben", "email": "ben@example.org", "email_verified": True})
    browser = site.test_client()
    answer = through(browser)
    assert (answer.status_code, answer.problem) == (
        401,
        "Nobody here belongs to that sign-in. Open your invitation, or sign in by name.",
    )
    assert browser.get("/").status_code == 303


def test_somebody_signed_in_connects_their_identity_and_signs_in_with_it(site, store, team):
    browser = signed_in(site, store, "ben")
    assert "/sign-in/provider?for=connect" in browser.get("/account").text
    assert through(browser, "?for=connect").headers["Location"] == "/account"
    assert "It is connected" in browser.get("/account").text
    other = site.test_client()
    through(other)
    assert name_in(other) == "ben"


def test_an_identity_belongs_to_one_person(site, store, team):
    through(signed_in(site, store, "ben"), "?for=connect")
    answer = through(signed_in(site, store, "adjudicator"), "?for=connect")
    assert (answer.status_code, answer.problem) == (409, "That sign-in belongs to somebody else here already.")


def test_whoever_has_a_password_disconnects_their_identity_which_is_free_then(site, provider, store, team):
    browser = signed_in(site, store, "ben")
    through(browser, "?for=connect")
    browser.send("/account/password", {"new": "correct horse battery"})
    assert "Disconnect it" in browser.get("/account").text
    assert browser.send("/account/provider/disconnect", {"issuer": provider.issuer}).status_code == 303
    assert "Connect it" in browser.get("/account").text
    assert through(site.test_client()).status_code == 401
    assert browser.send("/account/provider/disconnect", {"issuer": provider.issuer}).status_code == 404
    other = signed_in(site, store, "adjudicator")
    assert through(other, "?for=connect").status_code == 303
    again = site.test_client()
    through(again)
    assert name_in(again) == "adjudicator"
    with store.read() as tx:
        log = "SELECT subject, before, after FROM event WHERE kind = 'user.identity' ORDER BY sequence"
        told = f'{{"issuer":"{provider.issuer}"}}'
        assert [tuple(row) for row in tx.connection.execute(text(log))] == [
            ("ben", None, told),
            ("ben", told, None),
            ("adjudicator", None, told),
        ]


def test_the_only_way_in_is_not_disconnected(site, provider, store, team):
    browser = signed_in(site, store, "ben")
    through(browser, "?for=connect")
    line = "It is the only way you sign in: set a password first, then you can disconnect it."
    page = browser.get("/account")
    assert line in page.text
    assert "Disconnect it" not in page.text
    answer = browser.send("/account/provider/disconnect", {"issuer": provider.issuer})
    assert (answer.status_code, answer.problem) == (409, line)
    through(again := site.test_client())
    assert name_in(again) == "ben"


def test_whoever_is_deactivated_is_not_let_in_by_a_provider_either(site, store, team):
    through(signed_in(site, store, "ben"), "?for=connect")
    with store.write() as tx:
        people.deactivate(tx, accounts.OPERATOR, team["ben"].id)
    assert through(site.test_client()).status_code == 401


@pytest.mark.parametrize(
    "lie",
    [
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"claims": {"aud": "somebody else"}},
        {"claims": {"aud": None}},
        {"claims": {"iss": "https://evil.example"}},
        {"claims": {"exp": 1_000_000_000}},
        {"claims": {"exp": None}},
        {"claims": {"sub": None}},
        {"another_key": True},
        {"unsigned": True},
    ],
    ids=str,
)
def test_a_token_that_proves_nothing_signs_nobody_in(site, store, team, tell, lie):
    through(signed_in(site, store, "ben"), "?for=connect")
    tell(**lie)
    browser = site.test_client()
    answer = through(browser)
    assert (answer.status_code, answer.problem) == (401, NOT_PROVEN)
    assert browser.get("/").status_code == 303


def test_an_answer_to_another_browsers_attempt_is_refused(site, store, team):
    through(signed_in(site, store, "ben"), "?for=connect")
    stolen = back_from(site.test_client())
    browser = site.test_client()
    answer = browser.get(stolen)
    assert (answer.status_code, answer.problem) == (
        401,
        "This sign-in was not begun here, or too long ago. Begin again.",
    )
    back_from(browser)
    answer = browser.get(stolen)
    assert "was not begun in this browser" in answer.problem
    assert browser.get("/").status_code == 303


def test_an_answer_counts_once(site, store, team):
    through(signed_in(site, store, "ben"), "?for=connect")
    browser = site.test_client()
    answer = back_from(browser)
    assert browser.get(answer).status_code == 303
    assert browser.get(answer).status_code == 401


def test_a_provider_that_refuses_is_one_clear_line(site, tell, team):
    tell(refuse=True)
    answer = through(site.test_client())
    assert (answer.status_code, answer.problem) == (401, "The provider did not sign you in.")


def test_a_provider_that_is_down_is_one_clear_line(make_app, annotator_settings, team):
    down = ProviderSettings("http://127.0.0.1:9", "annotator", "x")
    answer = make_app(replace(annotator_settings, provider=down)).test_client().get("/sign-in/provider")
    assert (answer.status_code, answer.problem) == (503, "The sign-in provider does not answer now. Try again.")


def test_a_provider_that_goes_down_on_the_way_back_is_one_clear_line(site, provider, team):
    browser = site.test_client()
    answer = back_from(browser)
    provider.process.terminate()
    provider.process.wait(10)
    answer = browser.get(answer)
    assert (answer.status_code, answer.problem) == (503, "The sign-in provider does not answer now. Try again.")


def test_the_attempt_uses_pkce_state_and_nonce_and_shows_no_secret(site, team):
    where = site.test_client().get("/sign-in/provider").headers["Location"]
    asked = parse_qs(urlsplit(where).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len({asked[name][0] for name in ("code_challenge", "state", "nonce")}) == 3
    assert "secret" not in where


def through(browser, more=""):
    """Go to the provider and come back."""
    return browser.get(back_from(browser, more))


def back_from(browser, more=""):
    """Where the provider sends a browser that went there."""
    where = browser.get(f"/sign-in/provider{more}").headers["Location"]
    opener = urllib.request.build_opener(_Stay)
    with opener.open(where, timeout=PATIENCE) as answer:
        there = urlsplit(answer.headers["Location"])
    return f"{there.path}?{there.query}"


class _Stay(urllib.request.HTTPErrorProcessor):
    """Hand a redirect back as it is."""

    def http_response(self, _request, response):
        return response


def invited(store):
    with store.write() as tx:
        return inviting.invite(tx, accounts.OPERATOR, SLUG, "annotator")


def signed_in(site, store, name):
    with store.write() as tx:
        ticket = accounts.ticket_for(tx, accounts.OPERATOR, name)
    browser = site.test_client()
    browser.send(f"/enter/{ticket}")
    return browser


def name_in(browser):
    (name,) = browser.get("/").words("//header//a[@href='/account']")
    return name


class Running:
    """A provider's process."""

    def __init__(self):
        program = Path(__file__).parents[1] / "openid_provider.py"
        self.process = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
        self.issuer = f"http://127.0.0.1:{self.process.stdout.readline().strip()}"

    def close(self):
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.process.stdout.close()


@pytest.fixture
def provider():
    running = Running()
    yield running
    running.close()


@pytest.fixture
def tell(provider):
    """Say what the next tokens are to be like."""

    def told(**wanted):
        request = urllib.request.Request(f"{provider.issuer}/next", json.dumps(wanted).encode())
        urllib.request.urlopen(request, timeout=PATIENCE).close()

    return told


@pytest.fixture
def site(make_app, annotator_settings, provider):
    settings = ProviderSettings(provider.issuer, "annotator", "the client's secret")
    return make_app(replace(annotator_settings, provider=settings))
