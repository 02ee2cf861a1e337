"""A release without its texts is put onto one's own copy of the articles, and says what has no place there."""

from itertools import count

import pytest
from acting import SLUG, Desk, first_document

from annotator.domain.errors import Forbidden, Invalid
from annotator.domain.release import Terms
from annotator.services import (
    accounts,
    attaching,
    codebooks,
    corpus,
    exporting,
    importing,
    opening_releases,
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
