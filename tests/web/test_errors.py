"""Refusals and faults: the right status and one clear line, with nothing of the program's insides in it."""

import pytest
from acting import SLUG
from sqlalchemy import text

from annotator.domain.errors import Busy, Conflict
from annotator.services.transactions import Store

INSIDES = ("Traceback", "SELECT", "sqlalchemy", "psycopg", "sqlite3", ".py", "/srv", "/work", "no_such_table")


def test_a_page_that_is_not_there(ana):
    answer = ana.get("/no/such/page")
    assert answer.status_code == 404
    assert answer.words("//h1") == ["Not found"]
    assert answer.problem == "There is no such page."


def test_a_page_of_an_error_says_who_is_signed_in_and_lets_anybody_else_do_so(broken, ana, nobody):
    assert broken.get("/faults/anything").page.xpath("//main//a/@href") == ["/sign-in"]
    for address in ("/no/such/page", "/faults/anything"):
        answer = ana.get(address)
        assert answer.page.xpath("//form[@class='person']//a[@href='/account']")
        assert answer.page.xpath("//main//a/@href") == ["/"]
    answer = nobody.get("/no/such/page", headers={"Accept-Language": "ru"})
    assert answer.page.xpath("//form") == []
    assert answer.page.xpath("//main//a/@href") == ["/sign-in"]
    assert answer.problem == "Такой страницы нет."


def test_a_page_of_an_error_that_cannot_ask_who_is_signed_in_is_shown_all_the_same(ana, monkeypatch):
    def out_of_order(_store):
        raise RuntimeError("no name now")

    monkeypatch.setattr(Store, "read", out_of_order)
    answer = ana.get("/no/such/page")
    assert answer.status_code == 404
    assert answer.page.xpath("//main//a/@href") == ["/"]


def test_a_kind_of_request_that_an_address_does_not_take(ana, document):
    for method, address in (("delete", f"/documents/{document}"), ("put", "/"), ("get", "/sign-out")):
        answer = getattr(ana, method)(address, data={"csrf_token": ana.csrf()})
        assert answer.status_code == 405, address
        assert answer.problem == "This address does not take that kind of request."
        assert "POST" in answer.headers["Allow"] or "GET" in answer.headers["Allow"]


def test_an_id_that_is_none_is_no_page(ana):
    for address in ("/documents/1", "/documents/../etc/passwd", "/spans/x", "/documents/' OR 1=1"):
        assert ana.get(address).status_code == 404


def test_for_htmx_an_error_is_one_line_without_a_page_around_it(ana):
    answer = ana.get("/no/such/page", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert answer.text.startswith("<p")
    assert answer.problem == "There is no such page."


def test_an_unexpected_fault_tells_nothing_of_the_programs_insides(broken, caplog):
    for address in ("/faults/anything", "/faults/sql", "/faults/deep"):
        answer = broken.get(address)
        assert answer.status_code == 500, address
        assert answer.problem == "Something went wrong on the server. What you had saved is saved."
        assert not [one for one in INSIDES if one in answer.text]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "the secret of the vault" in caplog.text, "whoever runs the server can read it in the log"


def test_a_storage_that_is_busy_asks_to_come_back(broken):
    answer = broken.get("/faults/busy")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.problem == "Many are saving at this moment."
    part = broken.get("/faults/busy", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["Retry-After"]) == (503, "2")


def test_a_disk_that_is_full_says_so(broken):
    answer = broken.get("/faults/full")
    assert (answer.status_code, answer.problem) == (507, "The disk is full.")


def test_a_refusal_is_escaped(broken):
    answer = broken.get("/faults/markup")
    assert answer.status_code == 409
    assert "<img" not in answer.text
    assert answer.problem == "There is a <img src=x onerror=alert(1)> already."


def test_a_database_that_another_writes_to_is_busy_and_nothing_is_lost(sqlite_store, make_app, annotator_settings):
    other = Store(str(sqlite_store.engine.url))
    impatient(sqlite_store)
    browser = make_app(annotator_settings).test_client()
    token = browser.csrf()
    with other.write() as tx:
        tx.connection.execute(text("UPDATE project SET name = name"))
        answer = browser.post("/enter/x", data={"csrf_token": token})
    other.close()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.problem == "Many are saving at this moment. Nothing is lost; try again."
    assert browser.post("/enter/x", data={"csrf_token": token}).status_code == 401


def test_a_form_that_is_too_large_is_refused_before_it_is_read(ana, document):
    answer = ana.act(document, "create", note="x" * 1_100_000)
    assert answer.status_code == 413
    assert answer.problem == "That is more than this server takes in at once."


def test_a_form_of_too_many_parts_or_none_at_all_is_refused(ana, document):
    boundary = "b"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n'
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "X-CSRFToken": ana.csrf()}
    for body in (part * 10_001 + f"--{boundary}--", "no parts", "--b", "", f"--{boundary}\r\n\r\n"):
        answer = ana.post(f"/documents/{document}/actions", data=body, headers=headers)
        assert 400 <= answer.status_code < 500, body[:40]


def test_the_health_of_the_process_and_of_the_database(nobody):
    for address in ("/healthz", "/readyz"):
        answer = nobody.get(address)
        assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_a_project_that_is_not_there_has_no_pages(ana):
    for rest in ("", "/codebook", "/codebook/1.css", "/export", "/export/file", "/import"):
        assert ana.get(f"/projects/nothing{rest}").status_code == 404
        assert ana.get(f"/projects/{SLUG}%27--{rest}").status_code == 404


def impatient(store):
    """Let a store wait a moment for another writer, not half a minute."""
    from sqlalchemy import event

    @event.listens_for(store.writer, "connect", insert=False)
    def _wait(connection, _record):
        connection.execute("PRAGMA busy_timeout = 50")


@pytest.fixture
def broken(app, store):
    """A browser before an application with some routes that fail."""

    def deep():
        return deep()

    def sql():
        with store.read() as tx:
            tx.connection.execute(text("SELECT * FROM no_such_table"))

    def anything():
        raise RuntimeError("the secret of the vault is in /srv/secret.py")

    def busy():
        raise Busy("storage-busy", "Many are saving at this moment.")

    def full():
        raise Busy("disk-full", "The disk is full.")

    def markup():
        raise Conflict("name-taken", "There is a <img src=x onerror=alert(1)> already.")

    for fault in (anything, sql, deep, busy, full, markup):
        app.add_url_rule(f"/faults/{fault.__name__}", f"fault_{fault.__name__}", fault)
    return app.test_client()


@pytest.fixture
def store(sqlite_store):
    """One kind of database is enough where none is asked."""
    return sqlite_store
