"""``annotator document``: a text is corrected from a file, and its editions are listed and exported."""

import json

import pytest
from acting import SLUG

pytestmark = pytest.mark.usefixtures("seeded")


def test_a_text_is_corrected_and_the_old_one_exported(run, tmp_path):
    first = json.loads(run("export", SLUG, "--format", "jsonl").stdout.splitlines()[0])
    file = tmp_path / "corrected.txt"
    file.write_text("A new line.\n\n" + first["text"], "utf-8")
    tried = run("document", "revise", SLUG, first["id"], str(file), "--dry-run")
    assert tried.stdout.startswith("Would be: 0 unchanged, ")
    done = run("document", "revise", SLUG, first["id"], str(file), "--reason", "It was missing")
    assert done.stdout.startswith("Edition 2, ")
    assert " 0 lost." in done.stdout
    listed = json.loads(run("document", "editions", SLUG, first["id"], "--json").stdout)
    assert [(one["number"], one["reason"]) for one in listed] == [(1, ""), (2, "It was missing")]
    out = tmp_path / "old.jsonl"
    run("document", "export", SLUG, first["id"], "--edition", "1", "--out", str(out))
    old = json.loads(out.read_text("utf-8"))
    assert (old["text"], len(old["spans"])) == (first["text"], len(first["spans"]))


def test_what_cannot_be_placed_is_refused_in_a_line(run, tmp_path):
    first = json.loads(run("export", SLUG, "--format", "jsonl").stdout.splitlines()[0])
    file = tmp_path / "corrected.txt"
    file.write_text(first["text"] + " More.", "utf-8")
    refused = run("document", "revise", SLUG, first["id"], str(file), "--place", "nobody=1-2", code=1)
    assert "No span of this document has the id nobody." in refused.stderr
    assert run("document", "revise", SLUG, first["id"], str(file), "--place", "x", code=2)
    assert "no document with the id" in run("document", "editions", SLUG, "nowhere", code=1).stderr
