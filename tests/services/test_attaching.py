"""A release without its texts is put onto one's own copy of the articles, and says what has no place there."""

from itertools import count

import pytest
from acting import SLUG, Desk, first_document

from annotator.domain.errors import Conflict, Forbidden, Invalid
from annotator.domain.release import Terms
from annotator.services import (
    accounts,
    attaching,
    codebooks,
    corpus,
    exporting,
    importing,
    opening_releases,
    piecing,
    projects,
    reading,
    releasing,
)
from annotator.services.accounts import OPERATOR
from annotator.services.importing import Upload

OWN = "own-copy"


def test_on_the_same_texts_every_span_stands_where_it_stood(store, team, release, copy):
    copy(lambda text: text)
    report = attaching.attach(store, OPERATOR, OWN, release)
    assert {one.found for one in report.documents} == {"the same text"}
    assert report.unplaced == ()
    assert exported(store, OWN) == exported(store, SLUG)


def test_on_another_copy_spans_are_found_by_their_words_and_the_rest_is_told(store, team, release, copy):
    copy(lambda text: "From the archive.\n\n" + text.replace("Kremlin", "court"))
    report = attaching.attach(store, OPERATOR, OWN, release)
    first = report.documents[0]
    assert (first.found, first.kept, first.moved, first.relations, first.relations_lost) == (
        "another copy",
        0,
        2,
        0,
        1,
    )
    assert [(one.layer, one.words) for one in report.unplaced] == [("ana", "Kremlin")]
    assert exported(store, OWN) == [("ana", "actor", "Moscow"), ("ben", "actor", "Moscow")]


def test_what_is_there_is_not_touched_and_nothing_comes_twice(store, team, release, copy):
    copy(lambda text: text)
    attaching.attach(store, OPERATOR, OWN, release)
    before = exported(store, OWN)
    again = attaching.attach(store, OPERATOR, OWN, release)
    assert again.documents[0].there == ("ana", "ben")
    assert exported(store, OWN) == before


def test_trying_it_out_says_the_same_and_keeps_nothing(store, team, release, copy):
    copy(lambda text: text)
    tried = attaching.attach(store, OPERATOR, OWN, release, dry_run=True)
    assert exported(store, OWN) == []
    done = attaching.attach(store, OPERATOR, OWN, release)
    assert [(one.title, one.kept) for one in tried.documents] == [(one.title, one.kept) for one in done.documents]


def test_articles_that_one_does_not_have_are_told(store, team, release, copy):
    copy(lambda text: text, only=slice(1, None))
    report = attaching.attach(store, OPERATOR, OWN, release)
    assert [one.found for one in report.documents] == ["not here"] + ["the same text"] * 4
    assert len(report.unplaced) == 3


def test_a_codebook_that_lacks_a_label_gets_it_only_where_that_is_wanted(store, team, release, copy):
    copy(lambda text: text)
    with store.write() as tx:
        book = codebooks.read_codebook(b"labels: [{name: person}]", "book.yaml")
        codebooks.replace(tx, OPERATOR, OWN, book)
    with pytest.raises(Invalid, match="lacks"):
        attaching.attach(store, OPERATOR, OWN, release)
    assert exported(store, OWN) == []
    attaching.attach(store, OPERATOR, OWN, release, all_added=True)
    with store.read() as tx:
        names = [label.name for label in codebooks.current(tx, OPERATOR, OWN).labels]
    assert names[0] == "person" and "actor" in names


def test_it_is_kept_in_pieces_and_others_mark_meanwhile(store, team, everywhere, copy, monkeypatch):
    copy(lambda text: text)
    monkeypatch.setattr(piecing, "_MOST_DOCUMENTS", 2)
    with store.read() as tx:
        last = corpus.corpus(tx, OPERATOR, OWN).documents[-1].id
    marking = []

    def mark(_hundredths, kept):
        if kept == 2:
            marking.append(Desk(store, member(store, "ben"), last).mark("the"))

    attaching.attach(store, OPERATOR, OWN, everywhere, passed=mark)
    assert len(marking) == 1
    assert sorted(exported(store, OWN)) == sorted([*exported(store, SLUG), ("ben", "actor", "the")])


def test_what_ends_it_in_the_middle_leaves_whole_documents_and_the_rest_comes_the_next_time(
    store, team, everywhere, copy, monkeypatch
):
    copy(lambda text: text)
    monkeypatch.setattr(piecing, "_MOST_DOCUMENTS", 2)

    def stop(_tx, _hundredths, kept):
        if kept == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        attaching.attach(store, OPERATOR, OWN, everywhere, keeps=stop)
    assert len(exported(store, OWN)) == 2
    report = attaching.attach(store, OPERATOR, OWN, everywhere)
    assert [(one.kept, one.there) for one in report.documents] == [(0, ("ana",))] * 2 + [(1, ())] * 3
    assert exported(store, OWN) == exported(store, SLUG)


def test_a_document_where_somebody_began_the_same_layer_meanwhile_is_left_and_told(store, team, everywhere, copy):
    copy(lambda text: text)
    with store.write() as tx:
        codebooks.replace(tx, OPERATOR, OWN, everywhere.book)
    with store.read() as tx:
        third = corpus.corpus(tx, OPERATOR, OWN).documents[2].id
    began = []

    def begin(_hundredths, _kept):
        if not began:
            began.append(Desk(store, member(store, "ana"), third).mark("the"))

    report = attaching.attach(store, OPERATOR, OWN, everywhere, passed=begin)
    assert [one.found for one in report.documents].index("changed meanwhile") == 2
    assert report.documents[2].kept == 0
    assert len(exported(store, OWN)) == 5


def test_a_codebook_that_is_changed_meanwhile_ends_it_and_what_is_kept_stays(
    store, team, everywhere, copy, monkeypatch
):
    copy(lambda text: text)
    monkeypatch.setattr(piecing, "_MOST_DOCUMENTS", 2)

    def change(_hundredths, kept):
        if kept == 2:
            with store.write() as tx:
                book = codebooks.read_codebook(b"labels: [{name: person}]", "book.yaml")
                codebooks.replace(tx, OPERATOR, OWN, book)

    with pytest.raises(Conflict, match="takes the rest"):
        attaching.attach(store, OPERATOR, OWN, everywhere, passed=change)
    assert len(exported(store, OWN)) == 2


def test_trying_it_out_lets_others_save(store, team, everywhere, copy):
    copy(lambda text: text)
    with store.write() as tx:
        codebooks.replace(tx, OPERATOR, OWN, everywhere.book)
    with store.read() as tx:
        first = corpus.corpus(tx, OPERATOR, OWN).documents[0].id
    desk = Desk(store, member(store, "ben"), first)
    attaching.attach(store, OPERATOR, OWN, everywhere, dry_run=True, passed=lambda *_: desk.mark("the"))
    assert {layer for layer, _, _ in exported(store, OWN)} == {"ben"}


def test_only_a_manager_attaches(store, team, release):
    with pytest.raises(Forbidden):
        attaching.attach(store, team["ben"], SLUG, release)


@pytest.fixture
def release(store, team):
    """Without texts: ana's reading of the first article with a relation, and ben's."""
    document = first_document(store, team["ana"])
    ana = Desk(store, team["ana"], document)
    holder, stance = ana.mark("Moscow"), ana.mark("Kremlin", "stance")
    ana.relate(holder, stance)
    Desk(store, team["ben"], document).mark("Moscow")
    releasing.create(store, team["ana"], SLUG, Terms("1.0", "2026-11-28", text=False))
    return opening_releases.kept(store, team["ana"], SLUG, "1.0")


@pytest.fixture
def everywhere(store, team):
    """Without texts: ana marked a word in each of the five articles."""
    with store.read() as tx:
        ids = [one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents]
    for one in ids:
        Desk(store, team["ana"], one).mark("the")
    releasing.create(store, team["ana"], SLUG, Terms("1.0", "2026-11-28", text=False))
    return opening_releases.kept(store, team["ana"], SLUG, "1.0")


def member(store, name):
    """Somebody who annotates one's own copy."""
    with store.write() as tx:
        projects.set_member(tx, OPERATOR, OWN, name, "annotator")
        return accounts.named(tx, name)


@pytest.fixture
def copy(store, team):
    """A project with one's own copy of the articles, under other ids."""

    def made(changed, only=slice(None)):
        with store.read() as tx:
            listed = corpus.corpus(tx, team["ana"], SLUG).documents[only]
            texts = [(one.title, reading.desk(tx, team["ana"], one.id).reading.text) for one in listed]
        numbers = count(1)
        with store.write() as tx:
            projects.create(tx, OPERATOR, OWN, "Our own copy")
            lines = [Upload(f"{title}.txt", changed(text).encode()) for title, text in texts]
            parsed = importing.parse(lines, "txt", None, now=tx.now, new_id=lambda: f"copy-{next(numbers)}")
            named = [
                importing.Parsed(one.name, one.data, one.format, titled(one.arrival, title))
                for one, (title, _) in zip(parsed, texts, strict=True)
            ]
            importing.import_files(tx, accounts.OPERATOR, OWN, named)

    return made


def titled(arrival, title):
    from dataclasses import replace

    return replace(arrival, documents=tuple(replace(one, title=title) for one in arrival.documents))


def exported(store, slug):
    """Layer, label and words of every span, in order."""
    import orjson

    data = b"".join(exporting.prepare(store, OPERATOR, slug, "jsonl", "all").chunks())
    spans = [span for line in data.splitlines() for span in orjson.loads(line)["spans"]]
    return sorted((one["layer"], one["label"], one["text"]) for one in spans)
