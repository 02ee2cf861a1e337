"""Every bad input that waits beside the checkout, by command: the outcome expected of it, on both databases."""

import json
from hashlib import sha256

import pytest
from click.testing import CliRunner
from shared_folder import shared_folder

from annotator.cli import main
from annotator.services import accounts, corpus, importing, projects, reading
from annotator.services.importing import Upload

pytestmark = pytest.mark.battery

SLUG = "bad"
READERS = ("txt", "jsonl", "tei", "csv", "html", "docx")
KNOWN = "Known"


def test_every_file_by_command_has_the_outcome_expected_of_it_and_leaves_the_rest_alone(store, typed):
    complaints = {}
    for number, case in enumerate(cases()):
        slug = f"{SLUG}{number}"
        prepare(store, slug)
        form = {"xml": "tei"}.get(case["format"], case["format"])
        done = typed("import", slug, str(shared_folder("bad_inputs") / case["file"]), form)
        found = list(wrong(case, done, texts(store, slug)))
        if found:
            complaints[case["id"]] = found
    assert complaints == {}


def wrong(case, done, there):
    """In words, what is not as the manifest expects."""
    came = [text for text in there if text != KNOWN]
    if KNOWN not in there:
        yield "another document is gone"
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        yield f"a fault: {done.exception!r}"
    if "Traceback" in done.output or (done.exit_code and done.stderr.strip().count("\n") > MOST_LINES):
        yield f"not a clear line: {done.output[:300]}"
    if done.exit_code and came:
        yield "refused, and something came in"
    if case["expect"] == "reject" and came:
        yield "accepted"
    # XML that is no TEI, well-formed or not, is none of our formats.
    if case["expect"] in ("accept_exact", "accept_inert") and case["format"] != "xml" and not came:
        yield f"refused: {done.output[:200]}"
    if case.get("allowed") and came:
        allowed = {(one["sha256"], one["length"]) for one in case["allowed"]}
        if not {(sha256(text.encode()).hexdigest(), len(text)) for text in came} <= allowed:
            yield "the text is none of those allowed"
    if any(words in text for words in case.get("must_not_contain", ()) for text in came):
        yield "it holds what it must not"


MOST_LINES = 3


def cases():
    manifest = json.loads((shared_folder("bad_inputs") / "manifest.json").read_text("utf-8"))
    return [one for one in manifest["entries"] if one["kind"] == "file"]


def prepare(store, slug):
    """A project with one document in it."""
    with store.write() as tx:
        projects.create(tx, accounts.OPERATOR, slug, slug)
        parsed = importing.parse([Upload("a.txt", KNOWN.encode())], "txt", None, now=tx.now, new_id=tx.new_id)
        importing.import_files(tx, accounts.OPERATOR, slug, parsed)


def texts(store, slug):
    with store.read() as tx:
        found = corpus.corpus(tx, accounts.OPERATOR, slug).documents
        return [reading.desk(tx, accounts.OPERATOR, one.id).reading.text for one in found]


@pytest.fixture
def typed(store, tmp_path, monkeypatch):
    """Imports a file as somebody at a terminal does."""
    monkeypatch.setenv("ANNOTATOR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ANNOTATOR_DATABASE_URL", store.url)

    def typed(command, slug, path, form):
        arguments = [command, slug, path, *(("--format", form) if form in READERS else ())]
        return CliRunner().invoke(main, arguments, prog_name="annotator")

    return typed
