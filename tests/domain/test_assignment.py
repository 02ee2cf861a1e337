"""Documents are given out evenly, each to as many people as the round asks for, and the same each time."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.assignment import EVERYBODY, assign
from annotator.domain.errors import Invalid


@st.composite
def rounds(draw):
    """Documents, people and an overlap that they can fill."""
    people = [f"person{number}" for number in range(draw(st.integers(1, 9)))]
    documents = [f"document{number}" for number in range(draw(st.integers(0, 30)))]
    return documents, people, draw(st.integers(1, len(people))), draw(st.integers(0, 10**9))


@given(rounds())
def test_every_document_gets_as_many_people_as_the_overlap_says(round_):
    documents, people, overlap, seed = round_
    given_ = assign(documents, people, overlap, seed)
    assert list(given_) == documents
    assert all(len(holders) == overlap and holders <= set(people) for holders in given_.values())


@given(rounds())
def test_nobody_has_more_than_one_document_more_than_anybody_else(round_):
    documents, people, *_ = round_
    load = loads(assign(*round_))
    assert max(load[one] for one in people) - min(load[one] for one in people) <= 1
    assert set(load) <= set(people) or not documents


@given(rounds(), st.randoms())
def test_the_same_seed_gives_the_same_whatever_order_people_are_named_in(round_, chance):
    documents, people, overlap, seed = round_
    shuffled = sorted(people, key=lambda _: chance.random())
    assert assign(documents, people, overlap, seed) == assign(documents, shuffled, overlap, seed)


def test_another_seed_gives_another_assignment():
    documents = [f"document{number}" for number in range(20)]
    assert len({str(assign(documents, "abcdef", 2, seed)) for seed in range(5)}) == 5


def test_it_is_the_same_on_every_machine():
    given_ = assign(["d1", "d2", "d3"], ["ana", "ben", "eva"], 2, 7)
    assert {document: sorted(holders) for document, holders in given_.items()} == RECORDED


RECORDED = {"d1": ["ana", "ben"], "d2": ["ben", "eva"], "d3": ["ana", "eva"]}


def test_every_pair_of_people_shares_about_as_many_documents():
    given_ = assign([f"document{number}" for number in range(60)], "abcd", 2, 1)
    shared = Counter(pair for holders in given_.values() for pair in combinations(sorted(holders), 2))
    assert len(shared) == 6
    assert max(shared.values()) - min(shared.values()) <= 2


def test_for_calibration_everybody_gets_every_document():
    assert assign(["d1", "d2"], "abc", EVERYBODY, 0) == {"d1": frozenset("abc"), "d2": frozenset("abc")}


@given(rounds(), st.data())
def test_when_somebody_leaves_the_others_keep_what_they_have_and_share_the_rest_evenly(round_, data):
    documents, people, overlap, seed = round_
    before = assign(documents, people, overlap, seed)
    gone = data.draw(st.sampled_from(people))
    staying = [one for one in people if one != gone]
    if len(staying) < overlap:
        return
    after = assign(documents, staying, overlap, seed, {one: before[one] - {gone} for one in documents})
    assert all(before[one] - {gone} <= after[one] and gone not in after[one] for one in documents)
    assert all(len(holders) == overlap for holders in after.values())


@given(rounds(), st.data())
def test_what_somebody_has_done_stays_theirs_after_they_left_and_counts(round_, data):
    documents, people, overlap, seed = round_
    done = data.draw(st.sets(st.sampled_from(documents))) if documents else set()
    after = assign(documents, people, overlap, seed, {document: {"gone"} for document in done})
    for document in documents:
        assert ("gone" in after[document]) == (document in done)
        assert len(after[document]) == overlap


def test_a_calibration_that_somebody_left_is_still_for_everybody_else():
    assert assign(["d1"], "ab", EVERYBODY, 0, {"d1": {"gone"}}) == {"d1": frozenset({"a", "b", "gone"})}


@pytest.mark.parametrize(("people", "overlap"), [("ab", 3), ("", 1), ("", EVERYBODY)])
def test_with_too_few_people_it_is_refused(people, overlap):
    with pytest.raises(Invalid, match="but there are only"):
        assign(["d1"], people, overlap, 0)


def loads(given_):
    return Counter(one for holders in given_.values() for one in holders)
