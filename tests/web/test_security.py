"""What every request and every answer goes through."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from acting import SLUG, Desk

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def test_every_answer_carries_the_security_headers(ana, document, app):
    for answer in some_of_every_kind(ana, document, app):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, answer.request.path


def test_the_policy_allows_nothing_inline_nothing_foreign_and_no_frames(ana, document, app):
    for answer in some_of_every_kind(ana, document, app):
        policy = dict(one.split(" ", 1) for one in answer.headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert "unsafe" not in str(policy)
        assert "http" not in str(policy)


def test_no_page_needs_what_the_policy_forbids(ana, document):
    for address in ("/", f"/projects/{SLUG}", f"/documents/{document}", f"/projects/{SLUG}/codebook", "/sign-in"):
        page = ana.get(address).page
        assert page.xpath("//script[not(@src)] | //style | //@style") == []
        assert page.xpath("//@*[starts-with(name(), 'on')]") == []
        links = page.xpath("//link/@href | //script/@src | //img/@src | //form/@action | //a/@href")
        assert [link for link in links if not link.startswith(("/", "#"))] == []


def test_what_is_personal_is_kept_by_nobody(ana, document, app):
    for answer in some_of_every_kind(ana, document, app):
        if "/static/" not in answer.request.path and not answer.request.path.endswith(".css"):
            assert answer.headers["Cache-Control"] == "no-store", answer.request.path
            assert {"HX-Request", "Cookie"} <= {one.strip() for one in answer.headers["Vary"].split(",")}


@pytest.mark.parametrize("page", ["annotate/", ""])
def test_the_script_that_a_page_sends_is_small(app, nobody, page):
    folder = Path(app.static_folder)
    scripts = [*folder.glob("vendor/*.js"), *folder.glob(f"{page}*.js")]
    sent = 0
    for script in scripts:
        address = f"{app.static_url_path}/{script.relative_to(folder).as_posix()}"
        answer = nobody.get(address, headers={"Accept-Encoding": "gzip, deflate"})
        assert answer.headers.get("Content-Encoding") == "gzip" or len(answer.data) < 500
        sent += len(answer.data)
    assert sent <= 45_000


def test_pages_are_not_compressed_as_their_length_would_tell_of_the_secrets_in_them(ben):
    answer = ben.get("/account", headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert "csrf_token" in answer.text
    assert "Content-Encoding" not in answer.headers


def test_static_files_are_kept_for_good_under_an_address_that_changes_with_them(app, nobody):
    answer = nobody.get(f"{app.static_url_path}/annotator.css")
    assert answer.cache_control.public
    assert answer.cache_control.immutable
    assert answer.cache_control.max_age == 31_536_000
    assert "Set-Cookie" not in answer.headers


def test_a_static_file_that_is_not_there_is_not_kept(app, nobody):
    for name in ("nothing.css", "../app.py", "%2e%2e/app.py", "..%2fapp.py", "..%5capp.py"):
        answer = nobody.get(f"{app.static_url_path}/{name}")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_no_unsafe_request_goes_without_its_token(ana, app, document, desk):
    for address, fields in unsafe_requests(app, document):
        for headers in ({}, {"HX-Request": "true"}):
            answer = ana.post(address, data=fields, headers=headers)
            assert answer.status_code == 400, address
            assert answer.problem == "This page is out of date. Load it again; nothing was changed."
    assert Desk(desk.store, desk.person, document).spans == []
    assert ana.get("/").status_code == 200
    assert ana.get("/projects/sneaked-in").status_code == 404


def test_a_token_of_another_session_is_worth_nothing(ana, ben):
    answer = ana.post("/sign-out", data={"csrf_token": ben.csrf()})
    assert answer.status_code == 400
    assert ana.get("/").status_code == 200


def test_the_list_of_unsafe_requests_is_complete(app, document):
    rules = [rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("api.")]
    posts = {rule.endpoint for rule in rules if "POST" in rule.methods}
    with app.test_request_context():
        matched = app.url_map.bind("localhost")
        assert {matched.match(address, "POST")[0] for address, _ in unsafe_requests(app, document)} == posts
    assert not any({"PUT", "PATCH", "DELETE"} & rule.methods for rule in rules)


def test_a_name_that_is_not_this_sites_is_refused(app, nobody):
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:5000", ""):
        answer = nobody.get("/sign-in", headers={"Host": host})
        assert (answer.status_code, answer.text) == (400, "This site is not known under that name.\n"), host
    for host in ("localhost", "localhost:5000", "127.0.0.1:8080"):
        assert nobody.get("/sign-in", headers={"Host": host}).status_code == 200, host


def test_a_forwarded_name_or_address_counts_only_behind_a_proxy(app, nobody, make_app, annotator_settings):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    answer = nobody.get("/sign-in", headers=forged)
    assert answer.status_code == 200
    assert "Strict-Transport-Security" not in answer.headers

    public = replace(annotator_settings, public_url="https://notes.example.org")
    proxied = make_app(public).test_client()
    assert proxied.get("/sign-in", headers=forged).status_code == 400
    answer = proxied.get(
        "/sign-in", headers={"X-Forwarded-Host": "notes.example.org", "X-Forwarded-Proto": "https"}
    )
    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_without_tls_there_is_no_proxy_to_believe(make_app, annotator_settings):
    public = replace(annotator_settings, public_url="http://notes.example.org")
    browser = make_app(public).test_client()
    assert browser.get("/sign-in", base_url="http://notes.example.org").status_code == 200
    forged = {"X-Forwarded-Host": "notes.example.org", "X-Forwarded-For": "192.0.2.1"}
    assert browser.get("/sign-in", base_url="http://evil.example", headers=forged).status_code == 400


def test_an_address_or_a_question_with_a_nul_is_refused_alike_on_every_database(ana):
    for address in ("/projects/a%00b", f"/projects/{SLUG}/export/file?layer=%00", "/sign-in?next=%00"):
        assert ana.get(address).status_code == 400, address


def test_a_number_that_no_database_holds_names_no_page(ana, document):
    for number in ("9" * 10, "9" * 40, "9" * 5000, "-1", "1.5", "١"):
        for address in (
            f"/projects/{SLUG}/codebook/{number}.css",
            f"/documents/{document}/at/{number}",
            f"/documents/{document}/list/{number}",
        ):
            assert ana.get(address).status_code == 404, address


def some_of_every_kind(browser, document, app):
    """Pages, parts, refusals, redirects, a download, a style sheet, a static file."""
    htmx = {"HX-Request": "true"}
    yield browser.get("/")
    yield browser.get(f"/documents/{document}")
    yield browser.get(f"/documents/{document}/at/0", headers=htmx)
    yield browser.get("/nowhere")
    yield browser.get("/nowhere", headers=htmx)
    yield browser.post("/")
    yield browser.post("/sign-out")
    yield browser.act(document, "undo", htmx=True)
    yield browser.declare(document, "in_progress")
    yield browser.declare(document, "in_progress", htmx=True)
    yield browser.get(f"/projects/{SLUG}/export/file")
    yield browser.get(f"/projects/{SLUG}/codebook/1.css")
    yield browser.get(f"{app.static_url_path}/annotator.css")
    yield browser.get("/healthz")
    yield browser.get("/", headers={"Host": "evil.example"})


def unsafe_requests(app, document):
    span, action = str(uuid4()), str(uuid4())
    yield "/projects", {"slug": "sneaked-in", "name": "Sneaked in"}
    yield f"/projects/{SLUG}/import", {"pasted": "A text."}
    yield f"/projects/{SLUG}/import/{uuid4()}", {}
    yield f"/projects/{SLUG}/import/{uuid4()}/again", {}
    mark = {"action": action, "do": "create", "label": "actor", "span": span, "fragments": "0-1", "words": "x"}
    yield f"/documents/{document}/actions", mark
    for part in ("", "/calibration", "/1", "/1/documents", "/1/people"):
        yield f"/projects/{SLUG}/rounds{part}", {}
    yield f"/documents/{document}/state", {"action": action, "state": "complete"}
    for part in ("text", "editions", "editions/place"):
        yield f"/documents/{document}/{part}", {"text": "Another text.", "confirmed": "no"}
    yield "/sign-in", {"name": "ana", "password": "whatever it is"}
    yield "/sign-out", {}
    for part in ("", "/state", "/precedents"):
        yield f"/documents/{document}/adjudicate{part}", {}
    yield f"/projects/{SLUG}/threshold", {"percent": "50"}
    yield f"/projects/{SLUG}/agreement", {"shown": "yes"}
    yield f"/projects/{SLUG}/agreement/gamma", {}
    yield f"/projects/{SLUG}/questions", {"id": str(uuid4()), "label": "actor", "text": "Is it?"}
    yield f"/documents/{document}/comments", {"id": str(uuid4()), "text": "Is it?"}
    yield f"/comments/{uuid4()}", {"do": "resolve"}
    yield f"/projects/{SLUG}/precedents/{uuid4()}", {}
    yield f"/projects/{SLUG}/imports/{uuid4()}/cancel", {}
    yield f"/projects/{SLUG}/attach", {}
    yield f"/projects/{SLUG}/attach/{uuid4()}", {}
    yield f"/projects/{SLUG}/attaching/{uuid4()}/cancel", {}
    for kind, job in (("models", "training"), ("releases", "releasing")):
        yield f"/projects/{SLUG}/{kind}", {"name": "1.0"}
        yield f"/projects/{SLUG}/{job}/{uuid4()}/cancel", {}
    for part in ("change", f"change/{uuid4()}", "draft", "draft/label", "file", "seen", f"examples/{uuid4()}"):
        yield f"/projects/{SLUG}/codebook/{part}", {}
    yield f"/spans/{uuid4()}/example", {"label": "actor"}
    for part in ("", "/russia", "/russia/merge"):
        yield f"/projects/{SLUG}/registry{part}", {"name": "Sneaked in", "sort": "actor"}
    yield f"/projects/{SLUG}/documents", {"document": document, "add-tag": "sneaked in"}
    yield f"/projects/{SLUG}/documents/changes/{uuid4()}", {}
    yield f"/projects/{SLUG}/filters", {"name": "Sneaked in", "filter": "year=2005"}
    for part, of in (("code", {"label": "actor", "place": f"{document}:0-3"}), ("take-back", {"batch": action})):
        yield f"/projects/{SLUG}/search/{part}", {"action": str(uuid4()), **of}
    person = uuid4()
    yield f"/projects/{SLUG}/team", {"name": "ben", "role": "manager"}
    yield f"/projects/{SLUG}/team/{person}/leave", {}
    yield f"/projects/{SLUG}/invitations", {"role": "manager"}
    yield f"/projects/{SLUG}/invitations/{person}/revoke", {}
    yield "/people", {"name": "sneaked-in"}
    yield f"/people/{person}", {"do": "admin"}
    yield "/people/invitations", {}
    yield f"/people/invitations/{person}/revoke", {}
    for part in ("account/password", "account/email", "account/sessions/end", "password/x", "invitation/x"):
        yield f"/{part}", {}
    for part in ("", "/adjudicate"):
        yield f"/documents/{document}{part}/history/{action}", {"action": action}
    yield "/account/provider/disconnect", {"issuer": "https://sign-in.example.org"}
    yield "/account/tokens", {"name": "a script"}
    yield f"/account/tokens/{uuid4()}/revoke", {}
    yield from (("/preferences/keys", {"keys": "off"}), ("/preferences/language", {"language": "ru"}))
    yield "/enter/x", {}
    yield "/set-up/x", {}


@pytest.fixture
def store(sqlite_store):
    """One kind of database is enough where none is asked."""
    return sqlite_store
