"""Many files: one in memory at a time, all of them or nothing, until somebody cancels."""

import json
import tracemalloc
from dataclasses import replace

import pytest
from acting import SLUG, ended, new_id
from arriving import NOW
from sqlalchemy import text

from annotator.domain.errors import Conflict, Invalid
from annotator.services import bulk, checking, codebooks, corpus, import_job, jobs, searching
from annotator.services.bulk import Wanted
from annotator.services.import_job import Import
from annotator.services.jobs import Jobs
from annotator.services.parsing import How
from annotator.services.unpacking import Upload

TEXT = "The Kremlin said so.\n\n" + "It said so again and again, and then it went on. " * 400


def test_memory_does_not_grow_with_the_number_of_files(sqlite_store, small):
    bring(sqlite_store, small, articles(5))
    assert peak(sqlite_store, small, 120) < 2 * peak(sqlite_store, small, 30)


def test_one_bad_file_keeps_all_of_them_out_unless_the_good_ones_are_wanted(store, team):
    files = [Upload("a.txt", b"Words."), Upload("b.txt", b" ")]
    with pytest.raises(Invalid, match=r"^b\.txt: .* Nothing was imported\.$"):
        bring(store, team["ana"], files)
    assert count(store, team["ana"]) == 5
    outcome = bring(store, team["ana"], files, only_good=True)
    assert (outcome.documents, [one.where for one in outcome.problems]) == (1, ["b.txt"])
    assert count(store, team["ana"]) == 6


def test_what_is_odd_about_a_document_is_told_with_its_file_and_title(store, team):
    bring(store, team["ana"], [Upload("a.txt", b"The Kremlin.")])
    dated = {"text": "The Kremlin.", "title": "Again", "meta": {"date": "last year"}}
    outcome = bring(store, team["ana"], [Upload("b.jsonl", json.dumps(dated).encode())])
    assert [(one.where, one.what.split(",")[0]) for one in outcome.findings] == [
        ("b.jsonl, “Again”", "The same text is there already"),
        ("b.jsonl, “Again”", "Its date “last year” does not begin with a year"),
    ]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_database_knows_at_once_how_much_came_in(store, team):
    bring(store, team["ana"], articles(40))
    with store.read() as tx:
        known = tx.connection.execute(text("SELECT reltuples FROM pg_class WHERE relname = 'document'")).scalar()
        there = tx.connection.execute(text("SELECT count(*) FROM document")).scalar()
    assert known == there == 45


def test_a_job_that_is_cancelled_keeps_nothing_and_says_so(store, team, monkeypatch):
    ana = team["ana"]
    made = Jobs(store)
    started = []
    note = jobs.Running.note

    def cancelled(running, done):
        # While the first file is being read.
        with store.write() as tx:
            jobs.cancel(tx, ana, started[0])
        note(running, done)

    monkeypatch.setattr(jobs.Running, "note", cancelled)
    with store.write() as tx:
        wanted = Import(SLUG, (Upload("a.txt", b"Words."), Upload("b.txt", b"More.")))
        job_id, begin = import_job.start(made, tx, ana, wanted)
    started.append(job_id)
    begin()
    assert ended(store, ana, job_id).state == "cancelled"
    made.close()
    assert count(store, ana) == 5
    with store.read() as tx:
        assert tx.connection.execute(text("SELECT count(*) FROM upload")).scalar() == 0
    with store.write() as tx:
        assert not jobs.cancel(tx, ana, job_id)


def test_others_write_between_the_pieces_and_see_nothing_until_the_last(store, team):
    ana, seen = team["ana"], []

    def others_write(_number):
        with store.write() as tx:
            seen.append(len(corpus.corpus(tx, ana, SLUG).documents))

    files = [Upload(f"{number}.txt", f"Text number {number}.".encode()) for number in range(45)]
    bring(store, ana, files, read=others_write)
    # After each file, and after each of five pieces that were kept.
    assert seen == [5] * (45 + 5)
    assert count(store, ana) == 50


def test_a_piece_holds_no_more_text_than_is_written_in_a_moment_however_few_documents_that_are(store, team):
    ana, told = team["ana"], []
    files = [Upload(f"{number}.txt", f"Text number {number}. ".encode() * 4_000) for number in range(6)]
    bring(store, ana, files, read=told.append)
    # After each file; then of some 70,000 characters each, two to a piece.
    assert len(told) == 6 + 3
    assert count(store, ana) == 11


def test_what_is_given_up_half_way_is_nowhere_and_the_same_files_come_in_afterwards(store, team):
    ana, told = team["ana"], []

    def give_up(_number):
        told.append(1)
        if len(told) > len(files) + 1:
            raise RuntimeError

    files = [Upload(f"{number}.jsonl", line(f"doc-{number}")) for number in range(45)]
    with pytest.raises(RuntimeError):
        bring(store, ana, files, read=give_up)
    assert (count(store, ana), len(told)) == (5, 47)
    with store.read() as tx:
        assert not searching.search(tx, ana, SLUG, "unheard").hits
        assert checking.check(tx).faults == ()
    assert bring(store, ana, files).documents == 45
    assert count(store, ana) == 50


@pytest.mark.parametrize(
    ("meanwhile", "says"),
    [
        (lambda *who: bring(*who, [Upload("x.jsonl", line("doc-3"))]), "the id “doc-3” came in while"),
        (lambda *who: change_codebook(*who, name="Changed"), "The codebook was changed while"),
    ],
)
def test_what_others_change_meanwhile_keeps_all_of_it_out(store, team, meanwhile, says):
    ana, told = team["ana"], []

    def interfere(_number):
        told.append(1)
        if len(told) == len(files) + 1:
            meanwhile(store, ana)

    files = [Upload(f"{number}.jsonl", line(f"doc-{number}")) for number in range(25)]
    with pytest.raises(Conflict, match=says):
        bring(store, ana, files, read=interfere)
    assert count(store, ana) in (5, 6)


@pytest.fixture
def small(sqlite_store):
    from annotator.services import accounts, projects

    with sqlite_store.write() as tx:
        projects.create(tx, accounts.OPERATOR, SLUG, "Central Asia")
    return accounts.OPERATOR


def articles(number):
    return [Upload(f"{new_id()}.txt", f"{new_id()} {TEXT}".encode) for _ in range(number)]


def peak(store, person, number):
    files = articles(number)
    tracemalloc.start()
    bring(store, person, files)
    try:
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def bring(store, person, files, *, read=lambda _number: None, **more):
    how = How("auto", None, NOW, new_id, {})
    return bulk.import_all(store, person, Wanted(SLUG, how, **more), files, read=read)


def count(store, person):
    with store.read() as tx:
        return len(corpus.corpus(tx, person, SLUG).documents)


def line(key):
    return json.dumps({"id": key, "text": f"Words unheard before, of {key}."}).encode()


def change_codebook(store, person, **changed):
    with store.write() as tx:
        book = codebooks.current(tx, person, SLUG)
        codebooks.replace(tx, person, SLUG, replace(book, **changed))
