"""What was marked under an outgrown version of the codebook leaves with it, and comes back as it was."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from acting import SLUG, Desk
from corpora import patient
from databases import sqlite_copy
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.errors import Refused
from annotator.domain.label_operation import Merge, Rename, Retire
from annotator.domain.rule_operation import ChangeChoices, Tighten
from annotator.services import (
    accounts,
    codebooks,
    corpus,
    exporting,
    importing,
    operating,
    projects,
    seeding,
    taking_back,
)
from annotator.services.accounts import OPERATOR
from annotator.services.importing import Upload
from annotator.services.transactions import Store

OPERATIONS = (
    Rename("actor", "agent"),
    Rename("stance", "position"),
    Retire("legal_instrument"),
    Merge(("actor",), "legal_instrument"),
    ChangeChoices("actor", "kind", ("state", "person"), {"group": "person"}),
    Tighten("holds", ("legal_instrument",), ("stance",)),
)
WORDS = ("Kremlin", "adopted", "Russians", "law that allows", "accused", "Moscow")


@pytest.fixture
def outgrown(store, team):
    """Spans and a relation under the first version; the second has neither their label nor the relation type."""
    with store.read() as tx:
        first, second, *_ = (one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents)
    desk = Desk(store, team["ana"], first)
    actor = desk.mark("Kremlin", attributes={"kind": "state"})
    desk.relate(actor, desk.mark("adopted", "stance"))
    drop(store, "actor")
    desk.mark("accused", "stance")
    other = Desk(store, team["ana"], second)
    other.mark(other.text.split()[3], "stance")
    return store


def test_a_line_brings_the_versions_that_the_current_one_has_outgrown_and_no_other_line_does(outgrown):
    first, second, *_ = map(json.loads, exported(outgrown, "jsonl").splitlines())
    assert first["codebook_version"] == 2
    assert {one["text"]: one.get("codebook_version") for one in first["spans"]} == {
        "Kremlin": 1,
        "adopted": 1,
        "accused": None,
    }
    assert [one["codebook_version"] for one in first["relations"]] == [1]
    assert [one["version"] for one in first["codebooks"]] == [1, 2]
    assert "codebooks" not in second


@pytest.mark.parametrize("form", ["jsonl", "tei"])
def test_it_comes_back_to_an_empty_project_and_leaves_as_the_same_bytes(outgrown, sqlite_template, tmp_path, form):
    comes_back(outgrown, sqlite_template, tmp_path, form)


def test_where_the_current_version_holds_it_all_a_span_says_its_version_and_brings_no_codebook(store, team):
    with store.read() as tx:
        document = corpus.corpus(tx, team["ana"], SLUG).documents[0].id
    desk = Desk(store, team["ana"], document)
    desk.mark("Kremlin")
    edit(store, lambda book: replace(book, name="Another name"))
    desk.mark("accused", "stance")
    line = json.loads(exported(store, "jsonl").splitlines()[0])
    assert {one["label"]: one.get("codebook_version") for one in line["spans"]} == {"actor": 1, "stance": None}
    assert "codebooks" not in line


def test_two_lines_that_bring_different_codebooks_under_one_version_are_refused(outgrown):
    line = json.loads(exported(outgrown, "jsonl").splitlines()[0])
    other = {**line, "id": "another", "codebooks": [{**line["codebooks"][0], "name": "Another"}]}
    data = b"\n".join(json.dumps(one).encode() for one in (line, other))
    (parsed,) = importing.parse([Upload("a.jsonl", data)], "jsonl", None, now="", new_id=str)
    assert parsed.problem == "codebooks: two that differ are version 1."


STEPS = st.one_of(
    st.tuples(st.just("mark"), st.sampled_from(WORDS), st.integers(0, 2)),
    st.tuples(st.just("join"), st.integers(0, 9), st.integers(0, 9)),
    st.tuples(st.just("drop"), st.sampled_from(("actor", "agent", "position", "legal_instrument"))),
    st.tuples(st.just("change"), st.sampled_from(OPERATIONS)),
    st.tuples(st.just("undo")),
)


@pytest.mark.slow
@settings(patient, max_examples=25)
@given(steps=st.lists(STEPS, min_size=3, max_size=12))
def test_whatever_is_marked_and_changed_comes_back_and_leaves_as_the_same_bytes(sqlite_template, steps):
    with tempfile.TemporaryDirectory() as folder, sqlite_copy(sqlite_template, Path(folder)) as url:
        store = Store(url)
        seeding.seed(store)
        with store.read() as tx:
            ana = accounts.named(tx, "ana")
            documents = [one.id for one in corpus.corpus(tx, ana, SLUG).documents[:2]]
        for step in steps:
            attempt(store, [Desk(store, ana, one) for one in documents], *step)
        for form in ("jsonl", "tei"):
            comes_back(store, sqlite_template, Path(folder), form)
        store.close()


def attempt(store, desks, what, *how):
    """Take one step, where it can be taken."""
    try:
        _TAKEN[what](store, desks, *how)
    except (Refused, ValueError, IndexError):
        return


def _mark(store, desks, words, which):
    with store.read() as tx:
        offered = codebooks.current(tx, OPERATOR, SLUG).offered
    label = offered[which % len(offered)]
    said = {one.name: one.choices[-1] for one in label.attributes if one.type == "choice"}
    desks[which % 2].mark(words, label.name, attributes=said)


def _join(_store, desks, one, other):
    if not (spans := desks[0].spans):
        return
    desks[0].relate(spans[one % len(spans)].id, spans[other % len(spans)].id)


def _change(store, _desks, operation):
    with store.write() as tx:
        operating.perform(tx, OPERATOR, SLUG, operation, "")


def _undo(store, _desks):
    with store.write() as tx:
        taking_back.undo(tx, OPERATOR, SLUG, operating.told(tx, OPERATOR, SLUG)[0].kept.id)


_TAKEN = {
    "mark": _mark,
    "join": _join,
    "drop": lambda store, _desks, name: drop(store, name),
    "change": _change,
    "undo": _undo,
}


def drop(store, name):
    """A version without a label and all that joins it, as a file that somebody wrote elsewhere may be."""

    def without(book):
        return replace(
            book,
            labels=tuple(replace(one, parent=None) for one in book.labels if one.name != name),
            relations=tuple(one for one in book.relations if name not in (*one.source, *one.target)),
            statements=None,
        )

    edit(store, without)


def edit(store, change):
    with store.write() as tx:
        codebooks.replace(tx, OPERATOR, SLUG, change(codebooks.current(tx, OPERATOR, SLUG)))


def comes_back(store, sqlite_template, folder, form):
    """Into an empty project of a database that knows nobody, and out of it."""
    before = exported(store, form)
    with tempfile.TemporaryDirectory(dir=folder) as other, sqlite_copy(sqlite_template, Path(other)) as url:
        elsewhere = Store(url)
        with elsewhere.write() as tx:
            projects.create(tx, OPERATOR, SLUG, "Central Asia and the draft")
        parsed = importing.parse(
            [Upload("export", before)], form, None, now=elsewhere.moment(), new_id=elsewhere.new_id
        )
        with elsewhere.write() as tx:
            importing.import_files(tx, OPERATOR, SLUG, parsed)
        after = exported(elsewhere, form)
        elsewhere.close()
    assert after == before


def exported(store, form):
    return b"".join(exporting.prepare(store, OPERATOR, SLUG, form, "all").chunks())
