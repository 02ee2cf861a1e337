"""What is refused, and how: one kind of answer, a stable code, nothing of the inside."""

import json

import pytest
from acting import SLUG

from annotator.api import limits
from annotator.services import projects


@pytest.mark.parametrize(
    ("asked", "sent", "status", "code"),
    [
        ("GET /nowhere", {}, 404, "http-404"),
        ("GET /", {}, 404, "http-404"),
        ("GET /spans/not-a-uuid", {}, 404, "http-404"),
        ("DELETE /projects", {}, 405, "http-405"),
        ("POST /projects", {"data": "{}", "content_type": "text/plain"}, 415, "not-json"),
        ("POST /projects", {"data": {"slug": "x"}}, 415, "not-json"),
        ("POST /projects", {"data": "{", "content_type": "application/json"}, 400, "bad-json"),
        ("POST /projects", {"data": b"\xff", "content_type": "application/json"}, 400, "bad-json"),
        ("POST /projects", {"data": "[" * 100_000, "content_type": "application/json"}, 422, "bad-body"),
        ("POST /projects", {"data": "", "content_type": "application/json"}, 400, "bad-json"),
        ("POST /projects", {"json": {"slug": "x", "colour": "red"}}, 422, "bad-body"),
        ("POST /projects?slug=x", {"json": {"slug": "x"}}, 422, "bad-parameter"),
        ("GET /projects?colour=red", {}, 422, "bad-parameter"),
        ("GET /projects?limit=0", {}, 422, "bad-parameter"),
        ("GET /projects?limit=many", {}, 422, "bad-parameter"),
        ("GET /projects?limit=1&limit=2", {}, 422, "bad-parameter"),
        ("GET /projects?after=%00", {}, 400, "http-400"),
        (f"GET /projects/{SLUG}/documents?after=-1", {}, 422, "bad-parameter"),
        (f"GET /projects/{SLUG}/export?format=docx", {}, 422, "unknown-format"),
    ],
)
def test_a_refusal_is_a_problem_with_a_code(ana, asked, sent, status, code):
    method, where = asked.split()
    answer = ana.open(where, method=method, **sent)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    told = answer.json
    assert set(told) == {"type", "title", "status", "detail", "code"}
    assert (told["status"], told["code"], told["type"]) == (status, code, f"urn:annotator:problem:{code}")
    assert told["detail"].endswith(".")
    if status == 405:
        assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("what", ["export", "export/manifest"])
@pytest.mark.parametrize(
    ("shares", "why"),
    [
        ("train=0.9,test=0.4", "add up to 1.3, not to 1"),
        ("train=0.5,test=0.2", "add up to 0.7, not to 1"),
        ("train=1", "has 1"),
    ],
)
def test_shares_of_a_training_set_that_make_no_whole_are_refused(ana, what, shares, why):
    answer = ana.get(f"/projects/{SLUG}/{what}?format=csv&allow_loss=true&split={shares}")
    assert (answer.status_code, answer.json["code"]) == (422, "bad-split")
    assert why in answer.json["detail"]


def test_too_large_a_body_is_refused(ana):
    answer = ana.post("/projects", json={"slug": "x", "name": "x" * 1_000_000})
    assert (answer.status_code, answer.json["code"]) == (413, "http-413")


def test_a_fault_of_ours_tells_nothing_of_its_inside(ana, monkeypatch, caplog):
    def broken(*_args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(projects, "all_for", broken)
    answer = ana.get("/projects")
    assert (answer.status_code, answer.mimetype, answer.json["code"]) == (500, "application/problem+json", "fault")
    assert "secret" not in answer.text
    assert "secret detail" in caplog.text


def test_head_answers_as_get_does_without_a_body(ana, document):
    for where in ("/projects", f"/documents/{document}", f"/projects/{SLUG}/export", "/openapi.json", "/docs"):
        head, get = ana.head(where), ana.get(where)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["Content-Type"] == get.headers["Content-Type"]
        assert head.headers.get("ETag") == get.headers.get("ETag")


def test_what_is_personal_is_kept_by_nobody(ana):
    headers = ana.get("/projects").headers
    assert headers["Cache-Control"] == "no-store"
    assert "Authorization" in headers["Vary"]
    assert "Set-Cookie" not in headers


def test_whoever_asks_too_often_is_told_when_to_go_on(ana, ben, monkeypatch):
    most = int(limits.FOR_EACH.split("/")[0])
    count = limits.limiter.limiter.storage.incr
    # As if each request were a thousand and more.
    monkeypatch.setattr(
        limits.limiter.limiter.storage, "incr", lambda key, expiry, amount=1: count(key, expiry, amount * most)
    )
    ana.get("/projects")
    answer = ana.get("/projects")
    assert (answer.status_code, answer.json["code"]) == (429, "too-many")
    assert 0 < int(answer.headers["Retry-After"]) <= 61
    assert ben.get("/projects").status_code == 200


def test_whoever_tries_tokens_is_slowed_down(script):
    nobody = script(None)
    statuses = {nobody.get("/projects", headers={"Authorization": f"Bearer {n}"}).status_code for n in range(130)}
    assert statuses == {401, 429}


def test_the_description_is_valid_and_has_every_operation(app, script):
    from openapi_spec_validator import validate

    answer = script(None).get("/openapi.json")
    description = json.loads(answer.data)
    validate(description)
    assert description["openapi"].startswith("3.1.")
    described = {(method.upper(), path) for path, methods in description["paths"].items() for method in methods}
    assert len(described) == 73
    assert ("PATCH", "/spans/{span}") in described
    names = [one["operationId"] for methods in description["paths"].values() for one in methods.values()]
    assert len(set(names)) == len(names)
    assert all(one["summary"] for methods in description["paths"].values() for one in methods.values())


def test_people_read_the_description_without_script(script):
    page = script(None).get("/docs")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    for words in ("POST /documents/{document}/spans", "If-Match", "application/problem+json", "Shapes", "jsonl"):
        assert words in page.text
    assert "<script" not in page.text
    assert "://cdn" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
