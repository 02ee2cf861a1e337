"""Releases at the terminal: made, listed, saved, compared, cited, and attached to another copy."""

import json
import zipfile
from pathlib import Path

from acting import SLUG

DAY = "2026-11-28"


def test_a_release_is_made_once_and_written_where_one_wants_it(run, seeded):
    done = run("release", "create", SLUG, "1.0", "--date", DAY, "--format", "tei", "--out", "one.zip")
    assert done.stdout.startswith(f"Released {SLUG}/1.0: ") and "written to one.zip" in done.stdout
    assert f"{SLUG}-1.0/data/{SLUG}.xml" in zipfile.ZipFile("one.zip").namelist()
    refused = run("release", "create", SLUG, "1.0", code=1)
    assert (
        refused.stderr == "annotator: There is a release 1.0 already, and it stays as it is: take another name.\n"
    )
    run("release", "save", SLUG, "1.0", "--out", "again.zip")
    assert Path("one.zip").read_bytes() == Path("again.zip").read_bytes()
    assert "there already" in run("release", "save", SLUG, "1.0", "--out", "one.zip", code=1).stderr


def test_releases_are_listed_for_people_and_for_scripts(run, seeded):
    assert run("release", "list", SLUG).stdout == ""
    run("release", "create", SLUG, "1.0", "--date", DAY, "--without-text")
    assert run("release", "list", SLUG).stdout.startswith(f"1.0\t{DAY}\t5 documents\t")
    (listed,) = json.loads(run("release", "list", SLUG, "--json").stdout)
    assert (listed["name"], listed["about"]["documents"], listed["about"]["text"]) == ("1.0", 5, False)


def test_two_releases_are_compared(run, seeded):
    run("release", "create", SLUG, "1.0", "--date", DAY, "--out", "one")
    assert "nothing changed" in run("release", "compare", "one", f"{SLUG}/1.0").stdout
    Path("more.txt").write_text("One more article.")
    run("import", SLUG, "more.txt")
    run("release", "create", SLUG, "1.1", "--date", DAY)
    assert "documents: 1 added" in run("release", "compare", "one", f"{SLUG}/1.1").stdout
    tree = json.loads(run("release", "compare", "one", f"{SLUG}/1.1", "--json").stdout)
    assert [(one["what"], one["how"]) for one in tree["changes"]] == [("document", "added")]


def test_it_is_cited_from_its_own_figures(run, seeded):
    run("release", "create", SLUG, "1.0", "--date", DAY, "--author", "Doe, Jane", "--license", "CC-BY-4.0")
    said = run("release", "cite", f"{SLUG}/1.0").stdout
    assert "(release 1.0, 2026-11-28) holds five articles from four publications" in said
    assert "author = {Doe, Jane}" in run("release", "cite", f"{SLUG}/1.0", "--format", "bibtex").stdout
    cff = run("release", "cite", f"{SLUG}/1.0", "--format", "cff").stdout
    assert "family-names: Doe" in cff and "license: CC-BY-4.0" in cff
    assert "no such file" in run("release", "cite", "nowhere", code=1).stderr


def test_one_without_texts_is_attached_to_ones_own_copy(run, seeded):
    run("release", "create", SLUG, "1.0", "--without-text", "--out", "open.zip")
    tried = run("attach", "open.zip", "--to", SLUG, "--dry-run")
    assert tried.stdout.endswith(f"Would attach 0 spans to {SLUG}; 0 could not be placed.\n")
    tree = json.loads(run("attach", "open.zip", "--to", SLUG, "--json").stdout)
    assert [one["found"] for one in tree["documents"]] == ["the same text"] * 5
    assert tree["unplaced"] == []


def test_of_an_article_that_is_not_here_one_line_tells_and_not_each_of_its_spans(run, seeded):
    run("release", "create", SLUG, "1.0", "--without-text", "--out", "open.zip")
    kept = {"id": "own", "title": "Something else altogether", "text": "Other words.", "meta": {}}
    Path("own.jsonl").write_text(json.dumps(kept))
    run("project", "create", "own")
    run("import", "own", "own.jsonl")
    said = run("attach", "open.zip", "--to", "own").stdout.splitlines()
    tree = json.loads(run("attach", "open.zip", "--to", "own", "--json").stdout)
    for line, one in zip(said, tree["documents"], strict=False):
        spans = sum(span["document"] == one["id"] for span in tree["unplaced"])
        assert f": not here; none of its {spans} spans placed" in line
    assert said[5:] == [f"Attached 0 spans to own; {len(tree['unplaced'])} could not be placed."]
