"""Filters that a project keeps are sets for rounds, agreement and exports, and manifests say which one it was."""

import orjson
import pytest
from acting import SLUG, action

from annotator.domain.document_filter import filter_from
from annotator.domain.errors import Forbidden, Invalid, NotFound
from annotator.services import agreeing, completing, corpus, exporting, filters, rounds
from annotator.services.accounts import OPERATOR
from annotator.services.rounds import Plan

MONITOR = "publication=Eurasia+Daily+Monitor"


def test_a_filter_is_kept_written_over_and_removed_by_whoever_manages_the_corpus(store, team):
    save(store, team["ana"], "Monitor", MONITOR)
    save(store, team["ana"], "MONITOR", f"{MONITOR}&year=2005")
    (kept,) = listed(store, team["ben"])
    assert (kept.name, kept.query, kept.by) == ("MONITOR", f"{MONITOR}&year=2005", "ana")
    with store.write() as tx:
        filters.remove(tx, team["ana"], SLUG, "monitor")
    assert listed(store, team["ben"]) == []


@pytest.mark.parametrize("name", ["ben", "adjudicator"])
def test_nobody_else_keeps_or_removes_one(store, team, name):
    with pytest.raises(Forbidden):
        save(store, team[name], "Mine", MONITOR)
    save(store, team["ana"], "Monitor", MONITOR)
    with store.write() as tx, pytest.raises(Forbidden):
        filters.remove(tx, team[name], SLUG, "Monitor")


@pytest.mark.parametrize(
    ("name", "query"), [("a=b", MONITOR), (" ", MONITOR), ("Everything", ""), ("a\nb", MONITOR)]
)
def test_what_is_no_filter_or_no_name_is_not_kept(store, team, name, query):
    with pytest.raises(Invalid):
        save(store, team["ana"], name, query)


def test_a_round_is_made_of_what_a_filter_lets_through(store, team):
    save(store, team["ana"], "Monitor", MONITOR)
    with store.write() as tx:
        made = rounds.create(tx, team["ana"], SLUG, Plan(filter="Monitor", overlap=1))
        board = rounds.board(tx, team["ana"], SLUG, made.number)
    assert len(board.documents) == 2
    with store.write() as tx, pytest.raises(Invalid):
        rounds.create(tx, team["ana"], SLUG, Plan(filter="year=1999", overlap=1))
    with store.write() as tx, pytest.raises(NotFound):
        rounds.create(tx, team["ana"], SLUG, Plan(filter="Unknown", overlap=1))


def test_agreement_is_of_what_a_filter_lets_through(store, team):
    for document in ids(store, team["ana"]):
        for name in ("ana", "ben"):
            with store.write() as tx:
                completing.set_state(tx, team[name], action(), document, "complete")
    save(store, team["ana"], "Monitor", MONITOR)
    with store.read() as tx:
        assert agreeing.agreement(tx, team["ana"], SLUG).documents == 5
        assert agreeing.agreement(tx, team["ana"], SLUG, filter="Monitor").documents == 2
        assert agreeing.agreement(tx, team["ana"], SLUG, filter="year=2005").documents == 1


def test_an_export_holds_what_a_filter_lets_through_and_its_manifest_says_so(store, team):
    save(store, team["ana"], "Monitor", MONITOR)
    export = exporting.prepare(store, team["ana"], SLUG, "jsonl", "all", filter="Monitor")
    assert b"".join(export.chunks()).count(b"\n") == 2
    told = orjson.loads(export.manifest())
    assert (told["filter"], told["documents"]) == ({"name": "Monitor", "query": MONITOR}, 2)
    written = exporting.prepare(store, team["ana"], SLUG, "csv", "all", allow_loss=True, filter="year=2005")
    assert orjson.loads(written.manifest())["filter"] == {"name": None, "query": "year=2005"}
    assert orjson.loads(exporting.prepare(store, OPERATOR, SLUG, "jsonl", "all").manifest())["filter"] is None


def test_an_export_of_nothing_or_of_a_filter_that_is_not_there_is_refused(store, team):
    with pytest.raises(Invalid):
        exporting.prepare(store, team["ana"], SLUG, "jsonl", "all", filter="year=1999")
    with pytest.raises(NotFound):
        exporting.prepare(store, team["ana"], SLUG, "jsonl", "all", filter="Unknown")


def test_an_annotator_exports_their_own_layer_of_a_filter_in_their_own_eyes(store, team):
    first, *_ = ids(store, team["ana"])
    with store.write() as tx:
        completing.set_state(tx, team["ben"], action(), first, "complete")
    export = exporting.prepare(store, team["ben"], SLUG, "jsonl", "ben", filter="state=complete")
    assert b"".join(export.chunks()).count(b"\n") == 1
    with pytest.raises(Forbidden):
        exporting.prepare(store, team["ben"], SLUG, "jsonl", "ben", filter="readings=1")


def save(store, person, name, query):
    with store.write() as tx:
        return filters.save(tx, person, SLUG, name, filter_from(query))


def listed(store, person):
    with store.read() as tx:
        return filters.all_of(tx, person, SLUG)[1]


def ids(store, person):
    with store.read() as tx:
        return [one.id for one in corpus.corpus(tx, person, SLUG).documents]
