"""How often one may try to sign in, what the browser keeps of it, and where one goes afterwards."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from annotator.services import accounts

PASSWORD = "correct horse battery"
ELSEWHERE = [
    *("https://evil.example/", "http:evil.example", "//evil.example", "///evil.example", "////evil.example"),
    *("/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\t/evil.example", "/\n/evil.example"),
    *("\t//evil.example", " //evil.example", "javascript:alert(1)", "data:text/html,x", "evil.example", "?x", ""),
    *(
        "https://localhost@evil.example/",
        "//localhost:80@evil.example",
        "/\r\nSet-Cookie: a=b",
        "http:///evil.example",
    ),
]


def test_where_one_goes_after_signing_in_is_always_on_this_site(nobody, account):
    for target in ELSEWHERE:
        shown = nobody.get(f"/sign-in?next={quote(target)}")
        assert shown.page.xpath("//form[@action='/sign-in']//input[@name='next']/@value") == ["/"], target
    for target in ELSEWHERE[::5]:  # each takes a password's time
        answer = nobody.send("/sign-in", {"name": "ana", "password": PASSWORD, "next": target})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/"), target
        assert "Set-Cookie: a=b" not in str(answer.headers)


def test_behind_tls_a_form_from_another_site_is_refused(make_app, account, annotator_settings):
    browser = make_app(replace(annotator_settings, public_url="https://notes.example.org")).test_client()
    over_tls = {"base_url": "https://notes.example.org"}
    page = browser.get("/sign-in", **over_tls).page
    form = {"csrf_token": page.xpath("//input[@name='csrf_token']/@value")[0], "name": "ana", "password": PASSWORD}
    for referrer, status in (("https://evil.example/", 400), ("https://notes.example.org/sign-in", 303)):
        answer = browser.post("/sign-in", data=form, headers={"Referer": referrer}, **over_tls)
        assert answer.status_code == status, referrer
    assert browser.get("/", **over_tls).status_code == 200


def test_after_five_wrong_passwords_an_account_waits_and_the_others_do_not(nobody, account, other_account):
    for attempt in range(5):
        assert wrong_attempt(nobody, f"10.0.0.{attempt}").status_code == 401
    refused = wrong_attempt(nobody, "10.0.0.9", name="ＡＮＡ")
    assert refused.status_code == 429
    assert refused.problem == "Too many attempts. Wait a minute, then try again."
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert nobody.send("/sign-in", {"name": "ana", "password": PASSWORD}).status_code == 429
    assert nobody.send("/sign-in", {"name": "ben", "password": PASSWORD}).status_code == 303


def test_after_thirty_wrong_attempts_an_address_waits_whatever_the_name(nobody, account):
    for attempt in range(30):
        assert wrong_attempt(nobody, "10.0.0.1", name=f"guess{attempt}").status_code == 401
    assert wrong_attempt(nobody, "10.0.0.1", name="one more").status_code == 429
    assert wrong_attempt(nobody, "10.0.0.2", name="one more").status_code == 401


def test_a_whole_class_can_sign_in_at_once_from_one_address(app, account, store):
    with store.write() as tx:
        links = [f"/enter/{accounts.ticket_for(tx, accounts.OPERATOR, 'ana')}" for _ in range(31)]
    assert {app.test_client().send(link).status_code for link in links} == {303}
    assert app.test_client().send("/enter/wrong").status_code == 401


def test_behind_tls_the_cookie_belongs_to_this_host_over_tls_alone(make_app, account, annotator_settings):
    public = replace(annotator_settings, public_url="https://notes.example.org")
    browser = make_app(public).test_client()
    answer = browser.get("/sign-in", base_url="https://notes.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-annotator=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(nobody, account):
    cookie = nobody.send("/sign-in", {"name": "ana", "password": PASSWORD}).headers["Set-Cookie"]
    assert cookie.startswith("annotator=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_cookie_that_somebody_made_up_is_none(nobody, account):
    for made_up in ("x", "a.b.c", "eyJ0b2tlbiI6IngifQ.aaaaaa.bbbbbb", '"', "\xe9"):
        nobody.set_cookie("annotator", made_up)
        assert nobody.get("/").status_code == 303


def wrong_attempt(browser, address, name="ana"):
    fields = {"name": name, "password": "wrong horse battery"}
    return browser.send("/sign-in", fields, environ_overrides={"REMOTE_ADDR": address})


@pytest.fixture
def store(sqlite_store):
    """One kind of database is enough where none is asked."""
    return sqlite_store
