"""Varying: agreement by document, condition, what is said of a span, and place in the text."""

from dataclasses import replace

import pytest
from acting import SLUG
from adjudicators import complete

from annotator.domain.comparison import compare_each
from annotator.domain.regrouping import change_of
from annotator.services import (
    agreement_overview,
    codebooks,
    counting,
    disagreeing,
    documents,
    projects,
    regrouping,
    rounds,
    varying,
)
from annotator.services.accounts import OPERATOR
from annotator.services.disagreeing import Wanted
from annotator.services.regrouping import Which
from annotator.services.rounds import Plan
from annotator.services.selecting import Selection, keys_of
from annotator.store import spans
from annotator.store.spans import in_layers

F1 = "span_f1_exact"


def test_the_shares_of_the_documents_add_up_and_the_worst_comes_first(completed, store):
    found = by_document(store)
    assert [(one.differing, one.same) for one in found] == [(3, 0), (1, 1), (0, 1), (0, 1), (0, 1)]
    assert sum(one.share for one in found) == pytest.approx(1)
    assert found[0].document.document_id == completed[0].document


def test_where_nobody_differs_no_document_has_a_share(desks, store):
    for desk in (own[0] for own in desks("ana", "ben")):
        desk.mark("the")
        complete(desk)
    assert [one.share for one in by_document(store)] == [0.0]


def test_conditions_are_what_divides_the_documents_and_does_not_tell_each_apart(completed, store):
    found = ask(varying.by_condition, store)
    assert {group.value: group.documents for group in found["publication"]} == {
        "Al Jazeera": 1,
        "Diplomatic Courier": 1,
        "Eurasia Daily Monitor": 2,
        "Nikkei Asia": 1,
    }
    assert not found.keys() & {"date", "url", "language"}
    by_name = {group.value: group.figures[F1].value for group in found["publication"]}
    assert (by_name["Eurasia Daily Monitor"], by_name["Al Jazeera"]) == (pytest.approx(2 / 5), 1)


def test_years_are_a_condition_where_one_comes_twice(completed, store, team):
    assert varying_years(store) is None
    with store.write() as tx:
        meta = {"date": "2005-11-30"}
        added = documents.read("the Kremlin", "Another", meta, document_id=tx.new_id(), now=tx.now)
        documents.add(tx, team["ana"], SLUG, added)
    for name in ("ana", "ben"):
        complete(replace(completed[0], person=team[name], document=added.id))
    assert varying_years(store) == {"2005": 2, "2007": 1, "2011": 1, "2022": 1, "2023": 1}


def test_a_document_in_two_collections_counts_in_both_and_each_has_its_list(completed, store, team):
    inside = {"law": [0, 1], "draft": [1, 2]}
    with store.write() as tx:
        for name, places in inside.items():
            wanted = change_of(into={"collection": [name]}, out_of={}, values={})
            regrouping.change(tx, team["ana"], SLUG, Which([completed[at].document for at in places]), wanted)
    groups = {group.value: group for group in ask(varying.by_condition, store)["collections"]}
    assert {name: group.documents for name, group in groups.items()} == {"": 2, "draft": 2, "law": 2}
    assert {name: group.differing for name, group in groups.items()} == {"": 0, "draft": 1, "law": 4}
    with store.read() as tx:
        for name, group in groups.items():
            by_collection = Selection(key="collections", value=name)
            found = disagreeing.disagreements(tx, OPERATOR, SLUG, by_collection, Wanted())
            assert found.total == group.differing


def test_a_year_that_stands_under_its_own_name_is_a_condition_too(completed, store):
    with store.read() as tx:
        chosen = Selection().documents(tx, projects.find(tx, OPERATOR, SLUG))
    dated = [replace(one, meta={"year": year}) for one, year in zip(chosen, "11222", strict=True)]
    assert keys_of(dated) == ["year"]


def test_what_a_document_calls_its_round_is_not_taken_for_a_round(completed, store):
    with store.read() as tx:
        chosen = Selection().documents(tx, projects.find(tx, OPERATOR, SLUG))
    assert keys_of([replace(one, meta={"round": word}) for one, word in zip(chosen, "11222", strict=True)]) == []


@pytest.mark.parametrize(
    ("selection", "count"),
    [
        (Selection(key="publication", value="Eurasia Daily Monitor"), 2),
        (Selection(key="year", value="2005"), 1),
        (Selection(key="publication", value="nobody"), 0),
        (Selection(key="round", value="1"), 2),
        (Selection(key="round", value="9"), 0),
        (Selection(), 5),
    ],
)
def test_some_documents_are_selected_by_what_they_have_in_common(completed, store, team, selection, count):
    make_round(store, team["ana"], completed[:2])
    with store.read() as tx:
        assert len(selection.documents(tx, projects.find(tx, OPERATOR, SLUG))) == count


def test_each_third_of_the_texts_has_its_figures_and_what_lies_across_is_cut(desks, store):
    ana, ben = desks("ana", "ben")
    text = ana[0].text
    first, second = len(text) // 3, len(text) * 2 // 3
    for own in (ana[0], ben[0]):
        own.mark(text[first - 3 : first + 3])
    ana[0].mark(text[second + 3 : second + 9])
    for own in (ana[0], ben[0]):
        complete(own)
    found = ask(varying.by_position, store)
    assert [(one.value, one.figures[F1].value, one.differing) for one in found] == [
        ("beginning", 1, 0),
        ("middle", 1, 0),
        ("end", 0, 1),
    ]


def test_what_is_said_of_a_span_is_a_condition_too(desks, store):
    ana, ben = desks("ana", "ben")
    for number in range(3):
        ana[number].mark("the", "stance", attributes={"voice": "narrator"})
        ben[number].mark("the", "stance", attributes={"voice": "narrator"})
        ana[number].mark("Russia", "stance", attributes={"voice": "reported"})
        if number:
            ben[number].mark("Russia", "stance", attributes={"voice": "direct_quote"})
        complete(ana[number])
        complete(ben[number])
    with store.read() as tx:
        project = projects.find(tx, OPERATOR, SLUG)
        chosen = Selection().documents(tx, project)
        found = varying.by_said(tx, chosen, codebooks.current(tx, OPERATOR, SLUG))
    told = {one.value: (one.documents, one.figures[F1].value, one.differing) for one in found["stance", "voice"]}
    # Reported by ana three times: ben marked two of these as well, both in another voice.
    assert told == {"narrator": (3, 1, 0), "reported": (3, pytest.approx(4 / 5), 3), "direct_quote": (2, 1, 2)}


def test_every_condition_counts_the_disagreements_that_its_list_has(completed, store):
    def listed(selection, **wanted):
        with store.read() as tx:
            return disagreeing.disagreements(tx, OPERATOR, SLUG, selection, Wanted(**wanted)).total

    for key, groups in ask(varying.by_condition, store).items():
        for one in groups:
            assert one.differing == listed(Selection(key=key, value=one.value))
    for third, one in enumerate(ask(varying.by_position, store)):
        assert one.differing == listed(Selection(), third=third)


def test_nothing_kept_of_a_third_is_stale(desks, store):
    ana, ben = desks("ana", "ben")
    for own in (ana[0], ben[0]):
        complete(own)
    assert ask(varying.by_position, store)[0].figures[F1].value is None
    complete(ana[0], "in_progress")
    ana[0].mark(ana[0].text[:5])
    complete(ana[0])
    assert ask(varying.by_position, store)[0].figures[F1].value == 0


def test_a_page_reads_each_document_once_and_after_a_change_of_one_layer_only_that_one(
    completed, store, monkeypatch
):
    recounted, read = [], []

    def reading_it(tx, layer_ids):
        read.append(layer_ids)
        return in_layers(tx, layer_ids)

    def counting_it(places, length, words):
        recounted.append(length)
        return compare_each(places, length, words)

    def page():
        recounted.clear()
        read.clear()
        with store.read() as tx:
            found = agreement_overview.overview(tx, OPERATOR, SLUG, Selection(), F1)
        return found.agreement.figures[F1].value, list(recounted)

    monkeypatch.setattr(counting, "compare_each", counting_it)
    monkeypatch.setattr(spans, "in_layers", reading_it)
    before, counted = page()
    assert len(counted) == len(read) == 5
    assert page() == (before, [])
    complete(completed[0], "in_progress")
    completed[0].delete(completed[0].spans[0].id)
    complete(completed[0])
    after, counted = page()
    assert (counted, len(read)) == ([len(completed[0].text)], 1)
    assert after > before  # what nobody else had marked is gone


@pytest.fixture
def completed(desks):
    """Ana's desks; she and Ben completed all five and differ on the first two."""
    ana, ben = desks("ana", "ben")
    for one, other in zip(ana[1:], ben[1:], strict=True):
        one.mark("the")
        other.mark("the")
    ana[0].mark("Kazakhstan")
    ana[0].mark("Moscow")
    ben[0].mark("Chechen")
    ana[1].mark("Moscow")
    ben[1].mark("Moscow", "legal_instrument")
    for desk in (*ana, *ben):
        complete(desk)
    return ana


def ask(by, store):
    with store.read() as tx:
        project = projects.find(tx, OPERATOR, SLUG)
        chosen = Selection().documents(tx, project)
        return by(tx, chosen, [F1])


def by_document(store):
    with store.read() as tx:
        return varying.by_document(tx, Selection().documents(tx, projects.find(tx, OPERATOR, SLUG)))


def varying_years(store):
    found = ask(varying.by_condition, store).get("year")
    return found and {group.value: group.documents for group in found}


def make_round(store, person, desks):
    with store.write() as tx:
        rounds.create(tx, person, SLUG, Plan(documents=[desk.document for desk in desks], by_hand=True))
