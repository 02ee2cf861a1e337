"""The demo starts with its team's work: all that it shows is what the seeds' files say."""

import json
from collections import Counter

import pytest

from annotator.domain.errors import Invalid
from annotator.services import (
    accounts,
    adjudicating,
    agreeing,
    codebooks,
    corpus,
    demonstrating,
    exporting,
    precedents,
    projects,
    queues,
    seeded_decisions,
    seeding,
)

SLUG = "central-asia"


@pytest.fixture
def demo(store):
    """A store with the demo in it."""
    assert demonstrating.demonstrate(store) == "you"
    return store


def test_both_layers_are_there_whole_and_gold_beside_them(demo, tmp_path):
    marked = Counter(span["layer"] for line in _exported(demo, tmp_path) for span in line["spans"])
    assert {name: marked[name] for name in ("ana", "ben")} == {"ana": _spans_of("ana"), "ben": _spans_of("ben")}
    assert marked["gold"] == 441


def test_agreement_is_what_the_two_layers_give(demo):
    with demo.read() as tx:
        found = agreeing.agreement(tx, accounts.OPERATOR, SLUG, wanted=["span_f1_exact", "u_alpha"])
    assert (found.documents, found.annotators) == (5, ("ana", "ben"))
    assert found.figures["span_f1_exact"].value == pytest.approx(0.758, abs=0.0005)
    assert found.labels["actor"].figures["u_alpha"].value == pytest.approx(0.817, abs=0.0005)


def test_every_place_is_decided_and_those_that_differ_have_the_files_reason(demo):
    with demo.read() as tx:
        person = accounts.named(tx, "adjudicator")
        dockets = [adjudicating.docket(tx, person, one) for one in _documents(tx)]
    cases = [case for docket in dockets for case in docket.cases]
    assert all(case.settled for case in cases)
    assert {docket.desk.state for docket in dockets} == {"complete"}
    choices = Counter(decision.choice for case in cases for decision in case.decisions)
    assert choices["agreed"] == len(cases) - 237
    assert sum(bool(decision.reason) for case in cases for decision in case.decisions) == 175


def test_every_stance_in_gold_has_its_holder(demo, tmp_path):
    for line in _exported(demo, tmp_path, "gold"):
        held = {one["target"] for one in line["relations"] if one["type"] == "holds"}
        assert [one["text"] for one in line["spans"] if one["label"] == "stance" and one["id"] not in held] == []


def test_what_was_learned_stands_under_the_labels_and_in_later_codebooks(demo):
    with demo.read() as tx:
        person = accounts.named(tx, "you")
        kept = {label: len(found) for label, found in precedents.of_project(tx, person, SLUG).items()}
        versions = [one.number for one in codebooks.versions(tx, person, SLUG)]
    assert sum(kept.values()) == 18
    assert kept.keys() == {"actor", "stance", "legal_instrument"}
    assert sorted(versions) == [1, 2, 3]


def test_mentions_are_linked_to_the_one_entry_that_is_called_so(demo, tmp_path):
    linked = [
        (span["text"], span["links"]["is"])
        for line in _exported(demo, tmp_path)
        for span in line["spans"]
        if "links" in span
    ]
    assert ("Astana", "kazakhstan") in linked
    assert len(linked) > 400
    assert len({entry for words, entry in linked if words == "Moscow"}) == 1


def test_the_newcomer_has_all_articles_waiting_and_the_two_have_none(demo):
    with demo.read() as tx:
        waiting = {}
        for name in ("you", "ana", "ben"):
            person = accounts.named(tx, name)
            items = queues.queue(tx, person, projects.find(tx, person, SLUG)).items
            waiting[name] = Counter(state for _, state in items)
    assert waiting == {"you": {"new": 5}, "ana": {"complete": 5}, "ben": {"complete": 5}}


def test_a_second_time_changes_nothing(demo, tmp_path):
    before = _exported(demo, tmp_path)
    assert demonstrating.demonstrate(demo) == "you"
    assert _exported(demo, tmp_path) == before


def test_a_demo_from_before_there_was_any_work_keeps_its_manager(store):
    seeding.seed(store)
    assert demonstrating.demonstrate(store) == "ana"


def test_decisions_that_leave_a_place_open_are_refused_and_say_which(demo, tmp_path):
    few = tmp_path / "few.toml"
    few.write_text('[[decision]]\ndocument = "one"\nat = [0, 1]\nwords = "x"\nchoice = "none"\n', "utf-8")
    with demo.write() as tx, pytest.raises(Invalid, match=r"the decisions and the places differ at \(0, 1\)"):
        seeded_decisions.decide(tx, accounts.named(tx, "adjudicator"), few, {"one": _documents(tx)[0]})


def _documents(tx):
    return [one.id for one in corpus.corpus(tx, accounts.OPERATOR, SLUG).documents]


def _exported(store, folder, layer="all"):
    path = exporting.prepare(store, accounts.OPERATOR, SLUG, "jsonl", layer).save(folder)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _spans_of(name):
    path = seeding.seeds_folder() / "layers" / f"{name}.jsonl"
    return sum(len(json.loads(line)["spans"]) for line in path.read_text("utf-8").splitlines())
