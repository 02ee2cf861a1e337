"""A release is made once, says what is in it, and never changes afterwards."""

import hashlib
import io
import zipfile

import orjson
import pytest
from acting import SLUG, Desk, draft, ended, first_document
from adjudicators import complete
from sqlalchemy import text

from annotator.domain.document_filter import filter_from
from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.domain.regrouping import Change
from annotator.domain.release import Terms
from annotator.services import (
    checking,
    citing,
    comparing_releases,
    filters,
    jobs,
    opening_releases,
    regrouping,
    releasing,
    writing_releases,
)
from annotator.services.jobs import Jobs

DAY = "2026-11-28"


def test_a_release_stays_as_it_was_whatever_is_done_afterwards(store, team, release, ana):
    made = release(Terms("1.0", DAY))
    before = archive(store, made)
    complete(ana, "in_progress")
    ana.create(draft("Moscow", ana.text))
    assert archive(store, made) == before
    assert hashlib.sha256(before).hexdigest() == made.sha256
    assert archive(store, release(Terms("1.1", DAY))) != before


def test_the_same_corpus_on_the_same_day_gives_the_same_bytes(store, team, release, ana):
    one = files(store, release(Terms("1.0", DAY, formats=("tei", "csv"))))
    other = files(store, release(Terms("1.0-again", DAY, formats=("tei", "csv"))))
    differing = {name for name, data in one.items() if other[name] != data}
    # Only what says the name.
    assert differing <= {"README.md", "CITATION.cff", "release.json", "SHA256SUMS"}


def test_it_holds_what_one_needs_to_use_to_judge_and_to_cite_it(store, team, release, ana):
    inside = files(store, release(Terms("1.0", DAY, formats=("brat", "csv"), allow_loss=True)))
    assert inside.keys() == {
        "README.md",
        "CITATION.cff",
        "agreement.json",
        "agreement.md",
        "codebook.yaml",
        "network.svg",
        "release.json",
        "SHA256SUMS",
        "data/central-asia.jsonl",
        "data/central-asia.jsonl.manifest.json",
        "data/central-asia.brat.zip",
        "data/central-asia.csv",
        "data/central-asia.csv.manifest.json",
    }
    sums = dict(line.split("  ")[::-1] for line in inside.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in inside.items()}
    about = orjson.loads(inside["release.json"])
    assert (about["documents"], about["annotators"]) == (5, ["ana", "ben"])
    assert about["layers"]["ana"] == {"documents": 1, "complete": 1, "spans": 1, "relations": 0, "statements": 0}
    assert orjson.loads(inside["agreement.json"])["documents"] == 1
    assert b"| ana | 1 | 1 | 1 | 0 | 0 |" in inside["README.md"]


def test_formats_that_hold_one_layer_hold_gold_or_else_each(store, team, release, ana):
    inside = files(store, release(Terms("1.0", DAY, formats=("conll",), allow_loss=True)))
    assert {"data/central-asia-ana.conll", "data/central-asia-ben.conll"} <= inside.keys()


def test_one_layer_has_nothing_of_any_other(store, team, release, ana):
    inside = files(store, release(Terms("1.0", DAY, layers=("ana",))))
    lines = [orjson.loads(line) for line in inside["data/central-asia.jsonl"].splitlines()]
    assert {span["layer"] for line in lines for span in line["spans"]} == {"ana"}


def test_a_release_of_a_filter_holds_nothing_of_other_documents_and_says_which(store, team, release, ana, dated):
    inside = files(store, release(Terms("1.0", DAY, formats=("tei",), filter=dated)))
    lines = [orjson.loads(line) for line in inside["data/central-asia.jsonl"].splitlines()]
    about = orjson.loads(inside["release.json"])
    assert {line["meta"]["date"][:4] for line in lines} == {"2022"}
    assert about["documents"] == len(lines) < 5
    told = {"name": dated, "query": "year=2022"}
    assert about["wanted"]["filter"] == told
    for name in ("jsonl", "xml"):
        manifest = orjson.loads(inside[f"data/central-asia.{name}.manifest.json"])
        assert (manifest["filter"], manifest["documents"]) == (told, len(lines))
    assert f"Only a part of the project is in it: {dated}: `year=2022`.".encode() in inside["README.md"]
    # The article that was read twice is of another year.
    assert orjson.loads(inside["agreement.json"])["documents"] == 0


def test_what_is_no_date_is_not_among_the_dates_of_the_articles(store, team, release, ana):
    with store.write() as tx:
        regrouping.change_one(tx, team["ana"], ana.document, Change(values={"date": "not a date"}))
    inside = files(store, release(Terms("1.0", DAY)))
    about, agreement = (orjson.loads(inside[f"{name}.json"]) for name in ("release", "agreement"))
    assert about["dates"] == {"first": "2007-09-18", "last": "2023-08", "undated": 1}
    assert "published from 2007-09-18 to 2023-08 (one without a date)" in citing.text(about, agreement)


def test_two_releases_of_other_filters_say_so_when_they_are_compared(store, team, release, ana):
    for terms in (Terms("1.0", DAY), Terms("1.1", DAY, filter="year=2022")):
        release(terms)
    both = [opening_releases.kept(store, team["ana"], SLUG, name) for name in ("1.0", "1.1")]
    found = comparing_releases.compare(*both)
    assert found.filtered == "The documents were chosen otherwise: all documents before, year=2022 now."
    assert [one["filter"] for one in (comparing_releases.report(found)[key] for key in ("old", "new"))] == [
        None,
        "year=2022",
    ]


def test_without_the_texts_no_file_holds_more_than_short_quotes(store, team, release, ana):
    inside = files(store, release(Terms("1.0", DAY, formats=("qdc", "graphml"), text=False, allow_loss=True)))
    long = [ana.text[at : at + 60].encode() for at in range(0, len(ana.text) - 60, 60)]
    # The codebook explains its labels by examples, which are quotations.
    book = {"codebook.yaml", "data/central-asia.qdc", "data/central-asia.qdc.manifest.json"}
    assert not {name for name, data in inside.items() if any(words in data for words in long)} - book
    with pytest.raises(Invalid, match="tei holds the texts"):
        release(Terms("1.1", DAY, formats=("tei",), text=False))


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms("", DAY), "bad-release-name"),
        (Terms("../1", DAY), "bad-release-name"),
        (Terms("1.0", "yesterday"), "bad-date"),
        (Terms("1.0", DAY, layers=("all", "ana")), "bad-layers"),
        (Terms("1.0", DAY, layers=("nobody",)), "no-layer"),
        (Terms("1.0", DAY, formats=("word",)), "unknown-format"),
        (Terms("1.0", DAY, authors=("A\nB",)), "bad-author"),
        (Terms("1.0", DAY, licence="as you like"), "bad-licence"),
        (Terms("1.0", DAY, filter="nowhere"), "no-filter"),
        (Terms("1.0", DAY, filter="colour=red"), "unknown-field"),
        (Terms("1.0", DAY, filter="year=1066"), "nothing-matches"),
    ],
)
def test_what_no_release_can_be_is_refused_and_nothing_is_kept(store, team, release, terms, code):
    with pytest.raises((Invalid, NotFound)) as refused:
        release(terms)
    assert refused.value.code == code
    with store.read() as tx:
        assert releasing.all_of(tx, team["ana"], SLUG)[1] == []


def test_a_name_is_given_once(release, team):
    release(Terms("1.0-Beta", DAY))
    with pytest.raises(Conflict, match=r"1\.0-Beta"):
        release(Terms("1.0-beta", DAY))


def test_what_a_format_has_no_place_for_is_refused_unless_it_may_be_lost(release, ana):
    complete(ana, "in_progress")
    ana.create(draft("Kazakhstan", ana.text, nth=1), draft("Kazakhstan", ana.text, "stance"))
    with pytest.raises(Invalid, match="cannot hold"):
        release(Terms("1.0", DAY, formats=("conll",)))


def test_whoever_does_not_manage_the_project_neither_makes_nor_gets_one(store, people, release):
    made = release(Terms("1.0", DAY))
    for name, refusal in (
        ("ben", Forbidden),
        ("viewer", Forbidden),
        ("adjudicator", Forbidden),
        ("stranger", NotFound),
    ):
        with pytest.raises(refusal):
            releasing.create(store, people[name], SLUG, Terms("2.0", DAY))
        with pytest.raises(refusal), store.read() as tx:
            releasing.find(tx, people[name], SLUG, made.name)


def test_a_job_makes_it_and_says_which_it_is(store, team, ana):
    running = Jobs(store)
    with store.write() as tx:
        job_id, begin = releasing.start(running, tx, team["ana"], SLUG, Terms("1.0", DAY))
    begin()
    job = ended(store, team["ana"], job_id)
    running.close()
    assert (job.state, job.result) == ("done", {"documents": 5, "release": "1.0"})


def test_a_job_that_is_cancelled_keeps_nothing(store, team):
    running = Jobs(store)
    with store.write() as tx:
        job_id, begin = releasing.start(running, tx, team["ana"], SLUG, Terms("1.0", DAY))
    with store.write() as tx:
        assert jobs.cancel(tx, team["ana"], job_id)
    begin()
    running.close()
    with store.read() as tx:
        assert releasing.all_of(tx, team["ana"], SLUG)[1] == []


def test_bytes_that_are_not_those_that_were_given_out_are_found(store, team, release):
    release(Terms("1.0", DAY))
    with store.write() as tx:
        tx.connection.execute(text("UPDATE release_piece SET data = :data"), {"data": b"other"})
    with store.read() as tx:
        assert [fault.where for fault in checking.check(tx).faults] == ["release 1.0"]


def test_it_is_written_as_an_archive_or_as_a_folder_and_over_nothing(store, team, release, tmp_path):
    made = release(Terms("1.0", DAY))
    for name in ("a.zip", "a"):
        writing_releases.write(releasing.chunks(store, made), writing_releases.target(str(tmp_path / name)))
        with pytest.raises(Invalid, match="there already"):
            writing_releases.target(str(tmp_path / name))
    assert (tmp_path / "a.zip").read_bytes() == archive(store, made)
    assert (tmp_path / "a" / "release.json").read_bytes() == files(store, made)["release.json"]


@pytest.fixture
def release(store, team):
    return lambda terms: releasing.create(store, team["ana"], SLUG, terms)


@pytest.fixture
def ana(store, team):
    """Ana and ben completed the first article, with a span each."""
    document = first_document(store, team["ana"])
    for name in ("ana", "ben"):
        desk = Desk(store, team[name], document)
        desk.create(draft("Kazakhstan", desk.text))
        complete(desk)
    return Desk(store, team["ana"], document)


@pytest.fixture
def dated(store, team):
    """A filter that the project keeps: the name of it."""
    with store.write() as tx:
        return filters.save(tx, team["ana"], SLUG, "of the war", filter_from("year=2022")).name


def archive(store, made):
    return b"".join(releasing.chunks(store, made))


def files(store, made):
    found = zipfile.ZipFile(io.BytesIO(archive(store, made)))
    return {name.partition("/")[2]: found.read(name) for name in found.namelist()}
