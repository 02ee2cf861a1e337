"""What leaves a project comes back to another one, on any database, and leaves it as the same bytes."""

import json

import pytest
from acting import Desk, action, draft, first_document, new_id
from adjudicators import Chair, complete, relate
from databases import sqlite_copy

from annotator.services import accounts, codebooks, completing, corpus, exporting, importing, projects
from annotator.services.accounts import OPERATOR
from annotator.services.annotating import Draft
from annotator.services.importing import Upload
from annotator.services.transactions import Store

SLUG = "central-asia"
EMOJI = "😀 Қазақстан “мобилизация” 👩‍👩‍👧 \u202eabc\u202c\n\nThe Kremlin\u2028said: &<]]> e\u0301\ufeff 𝒜.\n"

RELATED = ("ethnic Russians from CIS countries", "recruiting ethnic Russians")

each_form = pytest.mark.parametrize("form", ["jsonl", "tei"])


@each_form
def test_an_export_comes_back_to_another_project_of_the_same_database(annotated, form):
    exported = export(annotated, SLUG, form)
    empty_project(annotated, "second", codebook_of(annotated))
    bring(annotated, "second", form, exported)
    assert relabelled(export(annotated, "second", form)) == relabelled(exported)


@each_form
def test_an_export_comes_back_to_a_database_that_knows_nobody(annotated, elsewhere, form):
    exported = export(annotated, SLUG, form)
    empty_project(elsewhere, SLUG, codebook_of(annotated))
    bring(elsewhere, SLUG, form, exported)
    assert export(elsewhere, SLUG, form) == exported


@each_form
def test_one_layer_comes_back_alone(annotated, elsewhere, form):
    exported = export(annotated, SLUG, form, layer="ben")
    empty_project(elsewhere, SLUG, codebook_of(annotated))
    bring(elsewhere, SLUG, form, exported)
    assert export(elsewhere, SLUG, form, layer="ben") == export(elsewhere, SLUG, form) == exported


@each_form
def test_what_came_back_can_be_worked_on_and_comes_back_again(annotated, elsewhere, form):
    empty_project(elsewhere, SLUG, codebook_of(annotated))
    bring(elsewhere, SLUG, form, export(annotated, SLUG, form))
    with elsewhere.write() as tx:
        person = accounts.add_user(tx, OPERATOR, "somebody", admin=True, password_hash=None)
        documents = [one.id for one in corpus.corpus(tx, person, SLUG).documents]
    desk = Desk(elsewhere, person, documents[-1])
    desk.mark("Kremlin")
    exported = export(elsewhere, SLUG, form)
    empty_project(elsewhere, "third", codebook_of(annotated))
    bring(elsewhere, "third", form, exported)
    assert relabelled(export(elsewhere, "third", form)) == relabelled(exported)


def test_jsonl_comes_back_to_a_project_that_has_no_codebook_and_draws_one(annotated, elsewhere):
    exported = export(annotated, SLUG, "jsonl")
    empty_project(elsewhere, SLUG)
    bring(elsewhere, SLUG, "jsonl", exported)
    assert export(elsewhere, SLUG, "jsonl") == exported
    with elsewhere.read() as tx:
        book = codebooks.current(tx, OPERATOR, SLUG)
    assert sorted(label.name for label in book.labels) == ["actor", "legal_instrument", "stance"]
    assert [one.type for one in book.label("stance").attributes] == ["choice", "choice"]


def test_tei_brings_its_codebooks_to_a_project_that_has_none(annotated, elsewhere):
    exported = export(annotated, SLUG, "tei")
    empty_project(elsewhere, SLUG)
    bring(elsewhere, SLUG, "tei", exported)
    assert export(elsewhere, SLUG, "tei") == exported
    with elsewhere.read() as tx:
        assert [label.name for label in codebooks.current(tx, OPERATOR, SLUG).labels] == [
            "actor",
            "stance",
            "legal_instrument",
        ]


def test_tei_gives_the_same_jsonl(annotated, elsewhere):
    empty_project(elsewhere, SLUG)
    bring(elsewhere, SLUG, "tei", export(annotated, SLUG, "tei"))
    assert export(elsewhere, SLUG, "jsonl") == export(annotated, SLUG, "jsonl")


@pytest.mark.slow
@each_form
def test_sqlite_and_postgresql_export_the_same_bytes(annotated, sqlite_template, postgres, tmp_path, form):
    exported = export(annotated, SLUG, form)
    with sqlite_copy(sqlite_template, folder(tmp_path, "other")) as sqlite, postgres.copy() as postgresql:
        for url in (sqlite, postgresql):
            store = Store(url)
            empty_project(store, SLUG, codebook_of(annotated))
            bring(store, SLUG, form, exported)
            assert export(store, SLUG, form) == exported
            store.close()


def test_everything_that_was_done_is_in_the_export(annotated):
    documents = [json.loads(line) for line in export(annotated, SLUG, "jsonl").splitlines()]
    assert [len(one["spans"]) for one in documents] == [8, 1, 0, 0, 0, 3]
    assert [one["layers"] for one in documents] == [
        [{"annotator": "ana", "state": "complete"}, {"annotator": "ben", "state": "in_progress"}],
        [{"annotator": "ben", "state": "in_progress"}],
        [],
        [{"annotator": "ben", "state": "complete"}],
        [],
        [{"annotator": "ana", "state": "in_progress"}, {"annotator": "ben", "state": "in_progress"}],
    ]
    for document in documents:
        for span in document["spans"]:
            assert document["text"][span["start"] : span["end"]] == span["text"]
    assert [len(span["fragments"]) for span in documents[0]["spans"] if "fragments" in span] == [3]
    assert [span["text"] for span in documents[5]["spans"]] == ["😀", "Kremlin\u2028said", "𝒜"]


@each_form
def test_what_was_decided_comes_out_as_gold_and_all_of_it_comes_back(adjudicated, elsewhere, form):
    exported = export(adjudicated, SLUG, form)
    empty_project(elsewhere, SLUG, codebook_of(adjudicated))
    bring(elsewhere, SLUG, form, exported)
    assert export(elsewhere, SLUG, form) == exported
    gold = export(adjudicated, SLUG, form, layer="gold")
    assert export(elsewhere, SLUG, form, layer="gold") == gold
    for words in ("ethnic Russians from CIS countries", "growing casualties"):
        assert gold.decode().count(words) >= 1


def test_gold_has_the_spans_and_relations_that_were_decided_and_nothing_else(adjudicated):
    gold = [json.loads(line) for line in export(adjudicated, SLUG, "jsonl", layer="gold").splitlines()]
    first = gold[0]
    assert first["layers"] == [{"annotator": "adjudicator", "layer": "gold", "state": "complete"}]
    assert sorted((one["label"], one["text"], one["annotator"]) for one in first["spans"]) == [
        ("actor", "ethnic Russians from CIS countries", "adjudicator"),
        ("legal_instrument", "growing casualties", "ana"),
        ("stance", "recruiting ethnic Russians", "adjudicator"),
    ]
    words = {one["id"]: one["text"] for one in first["spans"]}
    assert [(one["type"], words[one["source"]], words[one["target"]]) for one in first["relations"]] == [
        ("holds", *RELATED)
    ]
    assert [one["spans"] for one in gold[1:]] == [[]] * 5


def work(store, people, documents):
    """Overlaps, nesting, twins, fragments, attributes, notes, an undo, states; hostile text."""
    ana, ben = (Desk(store, people[name], documents[0]) for name in ("ana", "ben"))
    ana.mark("ethnic Russians from CIS countries", attributes={"kind": "group"}, note="two\nlines, “quoted” 😀")
    ana.mark("recruiting ethnic Russians", "stance", attributes={"polarity": "supports", "voice": "narrator"})
    ana.mark("ethnic Russians")
    ana.mark("ethnic Russians", "legal_instrument")
    ana.mark("ethnic Russians")
    start = ana.text.index("growing casualties")
    ana.create(
        Draft(
            new_id(), [(start, start + 7), (start + 8, start + 18), (start + 24, start + 26)], "stance", note="<&>"
        )
    )
    gone = ana.mark("Kremlin")
    ana.delete(gone)
    ana.mark("Miroglov")
    ana.undo()
    ben.mark("ethnic Russians", attributes={"kind": "group"})
    end = ben.text.index("In fact, Miroglov") + 7
    ben.create(Draft(new_id(), [(ben.text.index("(KTK TV"), end)], "actor"))
    Desk(store, people["ben"], documents[1]).mark("Moscow", attributes={"kind": "state"})
    for name, document in (("ana", documents[0]), ("ben", documents[3])):
        with store.write() as tx:
            completing.set_state(tx, people[name], action(), document, "complete")
    ana, ben = (Desk(store, people[name], documents[5]) for name in ("ana", "ben"))
    ana.mark("😀", note="\u200b\u202e")
    ana.mark("𝒜", "stance")
    ben.mark("Kremlin\u2028said", "legal_instrument", note="  blanks around  \n")


def export(store, slug, form, layer="all"):
    return b"".join(exporting.prepare(store, OPERATOR, slug, form, layer).chunks())


def bring(store, slug, form, data):
    parsed = importing.parse([Upload("export", data)], form, None, now=store.moment(), new_id=store.new_id)
    with store.write() as tx:
        importing.import_files(tx, OPERATOR, slug, parsed)


def empty_project(store, slug, book=None):
    with store.write() as tx:
        projects.create(tx, OPERATOR, slug, "Central Asia and the draft")
        if book:
            codebooks.replace(tx, OPERATOR, slug, book)


def codebook_of(store):
    with store.read() as tx:
        return codebooks.current(tx, OPERATOR, SLUG)


def relabelled(exported):
    """An export under one slug, whatever its project's."""
    return exported.replace(b"second", SLUG.encode()).replace(b"third", SLUG.encode())


def folder(parent, name):
    made = parent / name
    made.mkdir()
    return made


@pytest.fixture
def annotated(store, team):
    """The demo's project, worked on by ana and ben, with an article of hostile text."""
    bring(store, SLUG, "txt", EMOJI.encode())
    with store.read() as tx:
        documents = [one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents]
    work(store, team, documents)
    return store


@pytest.fixture
def adjudicated(annotated, team):
    """The same, with the first article decided about by two adjudicators, and gold declared complete."""
    ana = Desk(annotated, team["ana"], first_document(annotated, team["ana"]))
    ends = [next(span.id for span in ana.spans if span.quote(ana.text) == one) for one in RELATED]
    complete(ana, "in_progress")
    relate(ana, "holds", *ends)
    complete(ana)
    chair = Chair(annotated, team["adjudicator"], ana.document)
    for words in RELATED:
        chair.take(words, "ana", reason="as the rules say")
    other = Chair(annotated, team["ana"], ana.document)
    in_fragments = next(case for case in other.docket().cases if len(case.unit.readings[0].fragments) > 1)
    made = draft("growing casualties", ana.text, "legal_instrument", note="new")
    other.rule(other.seen(in_fragments), "new", draft=made)
    other.declare("complete")
    return annotated


@pytest.fixture
def elsewhere(sqlite_template, tmp_path):
    """A database that has nothing of the other one."""
    with sqlite_copy(sqlite_template, folder(tmp_path, "elsewhere")) as url:
        opened = Store(url)
        yield opened
        opened.close()
