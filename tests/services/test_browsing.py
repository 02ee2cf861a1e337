"""The corpus is counted and filtered the same on every database, and tells nobody of others' work."""

import pytest
from acting import SLUG, Desk, action
from adjudicators import Chair

from annotator.domain.document_filter import filter_from
from annotator.domain.errors import Forbidden, Invalid
from annotator.services import browsing, completing, corpus, documents, projects, rounds
from annotator.services.accounts import OPERATOR
from annotator.services.rounds import Plan

PAPERS = [
    ("The wheat question", "Wheat was dear. Bread was dearer.", {"publication": "Monitor", "date": "2005-02-04"}),
    ("Äpfel", "Apples, not wheat.", {"publication": "Monitor", "date": "2005-03-01", "collections": ["fruit"]}),
    ("zebra", "A zebra is no horse.", {"publication": "Zoo", "date": "2006", "tags": ["animal", "to read"]}),
    ("Horse", "A horse is no zebra, and bread is dear.", {"language": "en", "court": "Supreme"}),
]


def test_values_of_a_field_are_alternatives_and_fields_are_all_to_hold(look):
    assert titles(look("publication=Monitor")) == ["The wheat question", "Äpfel"]
    assert titles(look("publication=Monitor&publication=Zoo")) == ["The wheat question", "Äpfel", "zebra"]
    assert titles(look("publication=Monitor&publication=Zoo&year=2006")) == ["zebra"]
    assert titles(look("publication=")) == ["Horse"]
    assert titles(look("meta.court=Supreme")) == ["Horse"]
    assert titles(look("tag=animal&tag=to+read")) == ["zebra"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("wheat", ["The wheat question", "Äpfel"]),
        ("wheat -apples", ["The wheat question"]),
        ("bread dear*", ["The wheat question", "Horse"]),
        ('"is no zebra"', ["Horse"]),
        ('bread -"bread was"', ["Horse"]),
        ("date:2005", ["The wheat question", "Äpfel"]),
        ("title:zeb", ["zebra"]),
        ("wheat date:2005-03", ["Äpfel"]),
        ("nowhere", []),
    ],
)
def test_words_are_those_of_the_search(look, words, found):
    assert titles(look(f"words={words}")) == found


def test_a_value_counts_what_it_would_let_through_beside_the_other_fields(look):
    found = look("publication=Monitor&year=2005")
    assert facet(found, "publication") == {"Monitor": 2}
    assert facet(found, "year") == {"2005": 2}
    assert facet(found, "collection") == {"fruit": 1, "": 1}
    assert facet(look("year=2006"), "publication") == {"Zoo": 1}
    assert facet(look("publication=Zoo&publication=Monitor"), "year") == {"2005": 2, "2006": 1}
    assert (look("publication=Monitor").total, look("publication=Monitor").every) == (2, 4)


def test_a_chosen_value_that_nothing_has_stays_to_be_taken_away(look):
    assert facet(look("publication=Nobody&year=2005"), "publication") == {"Monitor": 2, "Nobody": 0}


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("position", ["The wheat question", "Äpfel", "zebra", "Horse"]),
        ("-position", ["Horse", "zebra", "Äpfel", "The wheat question"]),
        ("title", ["Horse", "The wheat question", "zebra", "Äpfel"]),
        ("date", ["The wheat question", "Äpfel", "zebra", "Horse"]),
        ("-date", ["zebra", "Äpfel", "The wheat question", "Horse"]),
        ("publication", ["The wheat question", "Äpfel", "zebra", "Horse"]),
        ("-length", ["Horse", "The wheat question", "zebra", "Äpfel"]),
    ],
)
def test_documents_are_sorted_the_same_everywhere_and_those_without_a_value_come_last(look, order, found):
    assert titles(look("", order=order)) == found


def test_times_are_years_and_within_few_of_them_months_none_left_out(look):
    assert (look("").time, look("").times) == ("month", (("2005-02", 1), ("2005-03", 1)))
    with_more = look("", more=[("Old", "Old.", {"date": "2002"})])
    assert (with_more.time, with_more.times) == (
        "year",
        (("2002", 1), ("2003", 0), ("2004", 0), ("2005", 2), ("2006", 1)),
    )
    assert look("year=2002&year=2006").time == "year"
    assert look("year=2005").times == (("2005-02", 1), ("2005-03", 1))


def test_pages_are_cut_and_a_page_beyond_the_last_is_the_last(look, monkeypatch):
    monkeypatch.setattr(browsing, "ON_A_PAGE", 3)
    assert titles(look("", page=2)) == titles(look("", page=9)) == ["Horse"]
    assert look("").pages == 2


def test_gold_is_not_counted_among_the_readers(store, team, desks):
    desk = desks("ana")[0][0]
    desk.mark("the")
    complete(store, team["ana"], desk.document)
    chair = Chair(store, team["adjudicator"], desk.document)
    chair.rule(chair.seen(chair.docket(unfinished=True).cases[0], unfinished=True), "all")
    with store.read() as tx:
        first = browsing.browse(tx, team["ana"], SLUG, filter_from("")).documents[0]
    assert (first.states, first.gold) == ({"complete": 1}, "in_progress")


def test_an_annotators_facets_are_of_their_own_work_alone(store, team):
    first, second, *_ = ids(store, team["ana"])
    before = at(store, team["ben"])
    complete(store, team["ana"], first)
    Desk(store, team["adjudicator"], second).mark("the")
    with store.write() as tx:
        rounds.create(tx, OPERATOR, SLUG, Plan(documents=[second], people=["adjudicator"], overlap=1))
    after = at(store, team["ben"])
    assert (after.facets, after.documents, after.rounds) == (before.facets, before.documents, before.rounds)
    assert facet(before, "state") == {"new": 5}
    complete(store, team["ben"], second)
    assert facet(at(store, team["ben"]), "state") == {"new": 4, "complete": 1}


def test_rounds_are_told_to_whoever_watches_them_and_to_others_as_far_as_they_are_in_them(store, team):
    first, second, *_ = ids(store, team["ana"])
    with store.write() as tx:
        rounds.create(tx, OPERATOR, SLUG, Plan("One", documents=[first], people=["ben"], overlap=1))
        rounds.create(tx, OPERATOR, SLUG, Plan("Two", documents=[first, second], people=["ana"], overlap=1))
    assert facet(at(store, team["ana"]), "round") == {"1": 1, "2": 2, "": 3}
    assert facet(at(store, team["ben"]), "round") == {"1": 1, "": 4}
    assert at(store, team["ben"], "round=2").total == 0
    assert at(store, team["ana"], "round=1&round=2").total == 2


def test_managers_count_readings_and_nobody_else_may(store, team):
    first, *_ = ids(store, team["ana"])
    complete(store, team["ana"], first)
    complete(store, team["ben"], first)
    assert facet(at(store, team["ana"]), "readings") == {"2": 1, "0": 4}
    assert at(store, team["ana"], "readings=2").total == 1
    with pytest.raises(Forbidden):
        at(store, team["ben"], "readings=2")


def test_whoever_has_no_layer_of_their_own_is_told_so(store, team):
    with pytest.raises(Forbidden) as refused:
        at(store, OPERATOR, "state=complete")
    assert "state" in refused.value.message


def test_there_is_no_order_but_those_there_are(store, team):
    with store.read() as tx, pytest.raises(Invalid):
        browsing.browse(tx, team["ana"], SLUG, filter_from(""), order="sideways")


def titles(found):
    return [one.title for one in found.documents]


def facet(found, name):
    return dict(next(one.values for one in found.facets if one.name == name))


def at(store, person, query=""):
    with store.read() as tx:
        return browsing.browse(tx, person, SLUG, filter_from(query))


def ids(store, person):
    with store.read() as tx:
        return [one.id for one in corpus.corpus(tx, person, SLUG).documents]


def complete(store, person, document):
    with store.write() as tx:
        completing.set_state(tx, person, action(), document, "complete")


@pytest.fixture
def look(store):
    """Browse a corpus of four papers, with some more of them."""
    with store.write() as tx:
        projects.create(tx, OPERATOR, "papers", "")
    _add(store, PAPERS)

    def looked(query, more=(), **how):
        _add(store, more)
        with store.read() as tx:
            return browsing.browse(tx, OPERATOR, "papers", filter_from(query), **how)

    return looked


def _add(store, papers):
    for title, text, meta in papers:
        with store.write() as tx:
            made = documents.read(text, title, meta, document_id=store.new_id(), now=tx.now)
            documents.add(tx, OPERATOR, "papers", made)
