"""The bad inputs that wait beside the checkout, sent through the import page as somebody would send them."""

import json
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from acting import SLUG
from patience import until
from shared_folder import shared_folder

from annotator.domain.codebook import Label
from annotator.services import codebooks, corpus, reading

IMPORT = f"/projects/{SLUG}/import"
READERS = {
    **{name: name for name in ("txt", "jsonl", "tei", "csv", "html", "docx", "auto")},
    "xml": "tei",
    "zip": "auto",
}
INSIDES = ("Traceback", "lxml", "sqlalchemy", "psycopg", "sqlite3", ".py", str(Path(__file__).parents[2]))


@dataclass(frozen=True)
class Outcome:
    """What became of a file: every answer, this process's work on them, and the documents that came in."""

    answers: list
    seconds: float
    texts: list[str]


def test_no_bad_input_brings_the_server_down_or_shows_its_insides(ana, bring, seeds, untouched):
    with untouched(manifest()):
        for case in cases("file"):
            outcome = bring(case, READERS.get(case["format"], "auto"))
            for answer in outcome.answers:
                assert answer.status_code < 500, case["id"]
                assert [one for one in INSIDES if one in answer.text] == [], case["id"]
            assert outcome.seconds < case["max_seconds"], case["id"]
    assert seeds() == seeds.before
    assert ana.get("/readyz").status_code == 200


def test_what_is_to_be_refused_is_refused_in_one_line_and_changes_nothing(bring):
    for case in cases("file"):
        if case["expect"] == "reject" and case["format"] in READERS:
            outcome = bring(case, READERS[case["format"]])
            assert outcome.texts == [], case["id"]
            (line,) = outcome.answers[0].words("//li[@class='problem']")
            assert line.startswith(Path(case["file"]).name), case["id"]
            assert len(line) < 400, case["id"]


def test_what_is_to_be_taken_comes_in_as_it_is(bring):
    for case in cases("file"):
        if case["format"] in ("txt", "jsonl", "tei", "html", "docx"):
            texts = bring(case, case["format"]).texts
            assert texts or not case["expect"].startswith("accept_exact"), case["id"]
            whole = "".join(texts)
            assert not texts or all(words in whole for words in case.get("must_contain", ())), case["id"]
            assert not any(words in whole for words in case.get("must_not_contain", ())), case["id"]
            if case.get("allowed"):
                allowed = {(one["sha256"], one["length"]) for one in case["allowed"]}
                assert {(sha256(text.encode()).hexdigest(), len(text)) for text in texts} <= allowed, case["id"]


def test_hostile_values_in_what_comes_in_are_shown_as_text(ana, bring, store, team):
    for case in cases("file"):
        for words in case.get("must_not_render", ()):
            outcome = bring(case, READERS.get(case["format"], "auto"))
            for answer in outcome.answers:
                assert words not in answer.text, case["id"]
    with store.read() as tx:
        for one in corpus.corpus(tx, team["ana"], SLUG).documents:
            answer = ana.get(f"/documents/{one.id}")
            assert not answer.page.xpath("//svg[not(@id='lines')] | //script[not(@src)] | //*[@onload]")


def test_hostile_values_typed_into_a_project_are_refused_or_shown_as_text(ana):
    for number, case in enumerate(cases("value")):
        if case["field"] == "project.name":
            answer = ana.send("/projects", {"slug": f"p{number}", "name": case["value"]})
            assert answer.status_code in (303, 422)
            assert not any(words in ana.get("/").text for words in case["must_not_render"]), case["id"]


def test_places_that_make_no_sense_are_refused(ana, document):
    for case in cases("value"):
        if case["field"] == "span.create":
            start, end = case["value"]["start"], case["value"]["end"]
            span = "a0000000-0000-4000-8000-000000000000"
            answer = ana.act(document, "create", span=span, label="actor", fragments=f"{start}-{end}", words="x")
            assert answer.status_code == 422, case["id"]


def cases(kind):
    return [case for case in manifest()["entries"] if case["kind"] == kind]


def manifest():
    return json.loads((shared_folder("bad_inputs") / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture
def bring(ana, store, team, labels):
    """Upload the file of a case, and confirm where that is offered."""

    def documents(tx):
        return {one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents}

    def brought(case, form):
        path = shared_folder("bad_inputs") / case["file"]
        with store.read() as tx:
            before = documents(tx)
        begun = time.process_time()
        answers = [ana.send(IMPORT, {"files": (BytesIO(path.read_bytes()), path.name), "format": form})]
        confirmed = answers[0].page.xpath("//form[.//button[starts-with(., 'Import')]]/@action")
        if confirmed:
            answers.append(ana.send(confirmed[0], {"format": form}))
        seconds = time.process_time() - begun
        with store.read() as tx:
            came = documents(tx) - before
            texts = [reading.desk(tx, team["ana"], one).reading.text for one in came]
        return Outcome(answers, seconds, texts)

    return brought


@pytest.fixture
def labels(store, team):
    """The labels that the cases use, beside the project's own."""
    with store.write() as tx:
        book = codebooks.current(tx, team["ana"], SLUG)
        more = replace(book, labels=(*book.labels, Label("PER"), Label("LOC")))
        codebooks.replace(tx, team["ana"], SLUG, more)


@pytest.fixture
def seeds(store, team):
    """The texts that were there before."""

    def texts():
        with store.read() as tx:
            found = corpus.corpus(tx, team["ana"], SLUG).documents[:5]
            return [reading.desk(tx, team["ana"], one.id).reading.text for one in found]

    texts.before = texts()
    return texts


def bound(port, number):
    """Whether the port could be had; another run of the tests on this machine may be listening at it."""
    try:
        port.bind(("127.0.0.1", number))
    except OSError:
        return False
    return True


@pytest.fixture
def untouched():
    """Nobody may knock at the manifest's port, which a file that is read too trustingly would do."""

    @contextmanager
    def watched(head):
        with socket.socket() as port:
            port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            until(lambda: bound(port, head["canary_port"]))
            port.listen()
            port.setblocking(False)
            yield
            with pytest.raises(BlockingIOError):
                port.accept()

    return watched
