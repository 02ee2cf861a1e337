"""Entries come with the documents that are linked to them: what is lacking is made, contradictions are refused."""

import json

import pytest
from acting import SLUG, Desk, first_document
from registering import Clerk

from annotator.domain.errors import Invalid
from annotator.services import exporting, importing, projects
from annotator.services.accounts import OPERATOR
from annotator.services.importing import Upload

KAZAKHSTAN = {"key": "kazakhstan", "sort": "actor", "name": "Kazakhstan", "kind": "state"}

each_form = pytest.mark.parametrize("form", ["jsonl", "tei"])


@pytest.fixture
def ana(store, team, no_entries):
    return Clerk(store, team["ana"])


def test_an_entry_that_the_registry_lacks_is_made(store, ana):
    plan = bring(store, line(KAZAKHSTAN))
    assert [(one.where, one.what) for one in plan.findings] == [("registry", "new entries: Kazakhstan")]
    one = ana.entry("kazakhstan")
    assert (one.entity.kind, one.accepted) == ("state", True)
    assert ana.counts == {"kazakhstan": 1}


def test_an_entry_that_is_there_already_is_that_one(store, ana):
    bring(store, line(KAZAKHSTAN))
    assert bring(store, line(KAZAKHSTAN)).entities == ()
    assert (ana.names, ana.counts) == (["Kazakhstan"], {"kazakhstan": 2})


def test_a_span_may_be_linked_to_an_entry_that_the_registry_has(store, ana):
    key = ana.add("Kazakhstan")
    bring(store, line())
    assert ana.counts == {key: 1}


def test_an_entry_that_contradicts_the_registry_is_refused_and_nothing_comes_in(store, ana):
    ana.add("Kazakhstan", kind="organisation")
    with pytest.raises(Invalid, match="entry “kazakhstan” says something else: kind is “organisation” there"):
        bring(store, line(KAZAKHSTAN))
    assert ana.counts == {}


def test_files_that_contradict_each_other_are_refused(store, ana):
    other = {**KAZAKHSTAN, "kind": "organisation"}
    with pytest.raises(Invalid, match=r"b\.jsonl: .*“kazakhstan” says something else"):
        bring(store, line(KAZAKHSTAN), line(other))
    assert ana.names == []


def test_a_link_to_nothing_is_refused(store, ana):
    with pytest.raises(Invalid, match="span 0-5: is is linked to “kazakhstan”, which no registry has"):
        bring(store, line())


def test_an_entry_that_was_taken_away_is_brought_back(store, ana):
    key = ana.add("Kazakhstan", kind="state")
    ana.remove(key)
    bring(store, line(KAZAKHSTAN))
    assert ana.names == ["Kazakhstan"]


@each_form
def test_what_is_linked_comes_back_to_a_project_that_knows_nothing(store, team, ana, form):
    linked(store, team, ana)
    exported = export(store, SLUG, form)
    with store.write() as tx:
        projects.create(tx, OPERATOR, "second", "Central Asia and the draft")
    bring(store, exported, slug="second")
    again = export(store, "second", "jsonl").splitlines()
    for one, other in zip(
        map(json.loads, again), map(json.loads, export(store, SLUG, "jsonl").splitlines()), strict=True
    ):
        assert one.get("entities") == other.get("entities")
        assert [span.get("links") for span in one["spans"]] == [span.get("links") for span in other["spans"]]


@each_form
def test_links_leave_as_what_they_mean_since_a_merge(store, team, ana, form):
    kept = linked(store, team, ana)
    gone = ana.add("Kremlin")
    Desk(store, team["ana"], first_document(store, team["ana"])).mark("Kremlin", links={"is": gone})
    ana.merge(gone, kept)
    exported = export(store, SLUG, form)
    assert gone.encode() not in exported.replace(b"Kremlin", b"")
    ana.unmerge(gone)
    assert export(store, SLUG, form) != exported


def linked(store, team, ana) -> str:
    """Two entries with everything, and spans that mention one and have the other for a slot."""
    law = ana.add(
        "Law on naturalization",
        "instrument",
        kind="law",
        date="2003-11",
        jurisdiction="Russia",
        ids={"eli": "/eli/x/y"},
        note="two\nlines",
    )
    key = ana.add(
        "Kazakhstan", kind="state", aliases=[{"text": "Қазақстан", "language": "kk"}], ids={"wikidata": "Q232"}
    )
    person = ana.add("Fedor Miroglov", kind="person")
    desk = Desk(store, team["ana"], first_document(store, team["ana"]))
    desk.mark("Kazakhstan", links={"is": key})
    desk.mark("adopted", "stance", links={"instrument": law, "reporter": person, "actor": key})
    return key


def line(*entities: dict) -> bytes:
    span = {"start": 0, "end": 5, "label": "actor", "annotator": "ana", "links": {"is": "kazakhstan"}}
    text = f"Words about nothing in particular, {len(entities)}."
    return json.dumps(
        {"text": text, "codebook_version": 1, "spans": [span], "entities": entities}, separators=(",", ":")
    ).encode()


def bring(store, *files: bytes, slug: str = SLUG):
    uploads = [
        Upload(f"{name}.{'xml' if data[:1] == b'<' else 'jsonl'}", data)
        for name, data in zip("ab", files, strict=False)
    ]
    parsed = importing.parse(uploads, "auto", None, now=store.moment(), new_id=store.new_id)
    with store.write() as tx:
        return importing.import_files(tx, OPERATOR, slug, parsed)


def export(store, slug, form):
    return b"".join(exporting.prepare(store, OPERATOR, slug, form, "all").chunks())
