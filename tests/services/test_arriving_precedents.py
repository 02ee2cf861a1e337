"""Rules that were made of decisions leave a project with its gold, and come into another one."""

import json
import re

import pytest
from acting import SLUG, Desk, action, first_document
from adjudicators import Chair, complete
from databases import sqlite_copy
from sqlalchemy import text

from annotator.services import bulk, codebooks, exporting, importing, precedents, projects
from annotator.services.accounts import OPERATOR
from annotator.services.bulk import Wanted
from annotator.services.importing import Upload
from annotator.services.parsing import How
from annotator.services.transactions import Store

RULE = "A building is no actor:\n“the Kremlin” <&> 😀"

each_form = pytest.mark.parametrize("form", ["jsonl", "tei"])


@pytest.fixture
def ruled(store, team):
    """Two rules about the first article, the second and third of their labels, and one that was withdrawn."""
    desk = Desk(store, team["ana"], first_document(store, team["ana"]))
    desk.mark("Kremlin")
    desk.mark("adopted", "stance")
    complete(desk)
    chair = Chair(store, team["adjudicator"], desk.document)
    chair.decide("Kremlin", "none")
    chair.take("adopted", "ana")
    for words, label, rule in (
        ("Kremlin", "actor", "Withdrawn."),
        ("Kremlin", "actor", RULE),
        ("adopted", "stance", "A vote."),
    ):
        (decision,) = chair.case(words).decisions
        with store.write() as tx:
            precedents.keep(tx, chair.person, action(), desk.document, decision.id, label=label, rule=rule)
    with store.write() as tx:
        withdrawn = precedents.of_project(tx, chair.person, SLUG)["actor"][0].precedent
        precedents.withdraw(tx, chair.person, SLUG, withdrawn.id)
    return store


def test_a_line_has_the_rules_that_stand_with_their_numbers_and_places(ruled):
    first, second, *_ = map(json.loads, exported(ruled, "jsonl").splitlines())
    start = first["text"].index("Kremlin")
    actor, stance = first["precedents"]
    assert actor == {"label": "actor", "number": 2, "rule": RULE, "start": start, "end": start + 7}
    assert (stance["label"], stance["number"], stance["rule"]) == ("stance", 1, "A vote.")
    assert "precedents" not in second


@each_form
def test_they_come_back_to_an_empty_project_and_leave_it_as_the_same_bytes(ruled, elsewhere, form):
    before = exported(ruled, form)
    bring(elsewhere, before, form)
    assert exported(elsewhere, form) == before
    assert exported(elsewhere, form, "gold") == exported(ruled, form, "gold")
    with elsewhere.read() as tx:
        shown = precedents.of_project(tx, OPERATOR, SLUG)
    assert [(one.precedent.number, one.precedent.rule, one.passage.words) for one in shown["actor"]] == [
        (2, RULE, "Kremlin")
    ]


@each_form
def test_they_go_with_gold_and_with_no_other_layer(ruled, form):
    assert "no actor:" in exported(ruled, form, "gold").decode()
    assert "no actor:" not in exported(ruled, form, "ana").decode()


def test_a_number_that_is_taken_is_not_given_twice_and_the_plan_says_so(ruled):
    lines = exported(ruled, "jsonl").splitlines()
    first = json.loads(lines[0])
    again = json.dumps({**first, "id": "again", "spans": [], "relations": [], "statements": []}).encode()
    plan = bring(ruled, again, "jsonl", SLUG)
    assert [one for one in plan.items[0].findings if one.startswith("Rule")] == [
        "Rule 2 of “actor” becomes rule 3: the number is taken.",
        "Rule 1 of “stance” becomes rule 2: the number is taken.",
    ]
    with ruled.read() as tx:
        shown = precedents.of_project(tx, OPERATOR, SLUG)
    assert {label: [one.precedent.number for one in rules] for label, rules in shown.items()} == {
        "actor": [2, 3],
        "stance": [1, 2],
    }


def test_an_import_that_is_given_up_takes_no_number_and_shows_no_rule(ruled, elsewhere):
    exported_once = exported(ruled, "jsonl")
    told = []

    def give_up(_number):
        told.append(1)
        if len(told) > 1:
            raise RuntimeError

    how = How("jsonl", None, elsewhere.moment(), elsewhere.new_id)
    files = [Upload("export.jsonl", exported_once)]
    with pytest.raises(RuntimeError):
        bulk.import_all(elsewhere, OPERATOR, Wanted(SLUG, how), files, read=give_up)
    with elsewhere.read() as tx:
        assert precedents.of_project(tx, OPERATOR, SLUG) == {}
    bulk.import_all(elsewhere, OPERATOR, Wanted(SLUG, how), files)
    assert exported(elsewhere, "jsonl") == exported_once


def test_a_rule_about_a_label_that_the_codebook_lacks_is_kept_and_found(ruled):
    first = json.loads(exported(ruled, "jsonl").splitlines()[0])
    first |= {"id": "again", "spans": [], "relations": [], "statements": []}
    first["precedents"][0]["label"] = "verdict"
    plan = bring(ruled, json.dumps(first).encode(), "jsonl", SLUG)
    assert "Rule 2 is about “verdict”, which the codebook lacks: nobody sees it." in plan.items[0].findings
    assert exported(ruled, "jsonl").count(b'"label":"verdict"') == 1


def test_the_log_tells_that_a_rule_came_with_a_file(ruled, elsewhere):
    bring(elsewhere, exported(ruled, "tei"), "tei")
    with elsewhere.read() as tx:
        told = (
            tx.connection.execute(text("SELECT after FROM event WHERE kind = 'precedent.import'")).scalars().all()
        )
    assert len(told) == 2


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"number": 0}, r"precedents\[0\]: 0 is not the number of a rule"),
        ({"number": None}, r"precedents\[0\].number: missing"),
        ({"rule": " "}, r"precedents\[0\]: a rule has words"),
        ({"rule": "a\x00"}, r"precedents\[0\] has the control character"),
        ({"label": "no label"}, r"precedents\[0\]: 'no label' is not a machine name"),
        ({"end": 10**9}, r"precedents\[0\]: .* is not in a text of"),
        ({"start": 5, "end": 5}, r"precedents\[0\]: 5-5 is not in a text"),
        ({"label": "stance", "number": 1}, "two rules 1 of “stance”"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_by_its_place(ruled, keys, says):
    first = json.loads(exported(ruled, "jsonl").splitlines()[0])
    first["precedents"][0] |= keys
    (parsed,) = importing.parse([Upload("a.jsonl", json.dumps(first).encode())], "jsonl", None, now="", new_id=str)
    assert parsed.problem.startswith("Line 1: ")
    assert re.search(says, parsed.problem)


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        (' n="2" motivation', ' n="0" motivation', "0 is not the number of a rule"),
        (' n="2" motivation', ' n="two" motivation', "a rule has one label, one text and a number"),
        ('subtype="precedent">A vote.', 'subtype="precedent"> ', "a rule has words"),
    ],
)
def test_an_assessment_that_is_no_rule_is_refused_by_its_name(ruled, right, wrong, says):
    data = exported(ruled, "tei").decode()
    assert right in data
    broken = data.replace(right, wrong).encode()
    (parsed,) = importing.parse([Upload("a.xml", broken)], "tei", None, now="", new_id=str)
    assert says in parsed.problem
    assert "annotation “p." in parsed.problem


def exported(store, form, layer="all"):
    return b"".join(exporting.prepare(store, OPERATOR, SLUG, form, layer).chunks())


def bring(store, data, form, slug=SLUG):
    parsed = importing.parse([Upload("export", data)], form, None, now=store.moment(), new_id=store.new_id)
    with store.write() as tx:
        return importing.import_files(tx, OPERATOR, slug, parsed)


@pytest.fixture
def elsewhere(ruled, sqlite_template, tmp_path):
    """An empty project with the same codebook in a database that knows nobody."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with ruled.read() as tx:
        book = codebooks.current(tx, OPERATOR, SLUG)
    with sqlite_copy(sqlite_template, folder) as url:
        opened = Store(url)
        with opened.write() as tx:
            projects.create(tx, OPERATOR, SLUG, "Central Asia and the draft")
            codebooks.replace(tx, OPERATOR, SLUG, book)
        yield opened
        opened.close()
