"""How two annotators' readings of the same passages differ, pair by pair."""

from collections import Counter
from dataclasses import replace

import pytest
from domain.test_alignment import layers, span
from hypothesis import given

from annotator.domain.disagreement import NOT_MARKED, Pattern, pair_off, pattern
from annotator.domain.match import Match, matches
from annotator.domain.token import Tokens, tokens

TEXT = "The State Duma said it; the  state duma did."


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        ([[(0, 5)]], [[(0, 5)]], ["same"]),
        ([[(0, 5)]], [], ["missed"]),
        ([], [[(0, 5)]], ["missed"]),
        ([[(0, 5)]], [[(5, 9)]], ["missed", "missed"]),
        ([[(0, 5)]], [[(0, 6)]], ["border"]),
        ([[(0, 4), (6, 9)]], [[(0, 9)]], ["border"]),
        ([[(0, 4), (6, 9)]], [[(0, 4), (6, 9)]], ["same"]),
        ([[(0, 2), (6, 9)]], [[(3, 5)]], ["missed", "missed"]),
        ([[(0, 9)]], [[(0, 4)], [(5, 9)]], ["split", "split"]),
        ([[(0, 4)], [(5, 9)]], [[(0, 9)]], ["split", "split"]),
        ([[(0, 9)]], [[(0, 3)], [(3, 6)], [(6, 9)]], ["split", "split", "split"]),
        ([[(0, 9)]], [[(0, 7)], [(8, 20)]], ["border", "missed"]),
        ([[(0, 5)], [(0, 5)]], [[(0, 5)]], ["same"]),
    ],
)
def test_what_is_marked_under_one_label_differs_in_place_alone(first, second, kinds):
    assert kinds_of(spans("a", first), spans("b", second)) == kinds


def test_the_same_place_under_another_label_differs_in_label():
    assert kinds_of([span([(0, 5)], "x", id="a")], [span([(0, 5)], "y", id="b")]) == ["label"]


def test_another_place_under_another_label_differs_in_both():
    assert kinds_of([span([(0, 5)], "x", id="a")], [span([(0, 6)], "y", id="b")]) == ["border_and_label"]


def test_the_same_place_and_label_may_differ_in_an_attribute():
    assert kinds_of([span([(0, 5)], id="a", kind="state")], [span([(0, 5)], id="b")]) == ["attribute"]


def test_parts_under_another_label_are_no_parts():
    whole, parts = [span([(0, 9)], "x", id="a")], [span([(0, 4)], "y", id="b"), span([(5, 9)], "y", id="c")]
    assert kinds_of(whole, parts) == ["border_and_label", "missed"]


def test_a_piece_that_goes_with_another_span_is_no_part():
    whole = [span([(0, 9)], id="a"), span([(5, 9)], id="b")]
    pieces = [span([(0, 4)], id="c"), span([(5, 9)], id="d")]
    assert kinds_of(whole, pieces) == ["border", "same"]


def test_a_pair_has_both_labels_and_none_where_there_is_no_span():
    (pair,) = pair_off([], [span([(0, 5)], "x")])
    assert pair.labels == (NOT_MARKED, "x")
    assert len(pair.spans) == 1


def test_a_pattern_is_the_same_whoever_marked_what_and_however_it_is_written():
    here, there = [(4, 14)], [(29, 39)]
    (one,) = pair_off([span(here, "actor", id="a")], [span(here, "law", id="b")])
    (other,) = pair_off([span(there, "law", id="a")], [span(there, "actor", id="b")])
    assert pattern(one, TEXT) == pattern(other, TEXT) == Pattern(("actor", "law"), ("state duma",))


@given(layers(12), layers(12))
def test_every_span_stands_in_just_one_pair_and_coincident_ones_once(first, second):
    pairs = pair_off(first, second)
    for own, marked in ((first, [pair.one for pair in pairs]), (second, [pair.other for pair in pairs])):
        there = Counter((one.fragments, one.label) for one in marked if one)
        assert there == Counter({(one.fragments, one.label) for one in own})


@given(layers(12), layers(12))
def test_the_annotators_exchanged_give_the_same_pairs_exchanged_and_the_same_kinds(first, second):
    there = {(pair.kind, pair.other, pair.one) for pair in exactly(pair_off(second, first))}
    assert {(pair.kind, pair.one, pair.other) for pair in exactly(pair_off(first, second))} == there


@given(layers(12), layers(12))
def test_an_annotator_agrees_with_whoever_did_the_same(first, second):
    twin = [replace(one, id=f"other-{one.id}") for one in first]
    assert {pair.kind for pair in pair_off(first, twin)} <= {"same"}


@given(layers(12), layers(12))
def test_the_pairs_add_up_to_the_counts_behind_f1_exact(first, second):
    pairs = pair_off(first, second)
    kinds = Counter(pair.kind for pair in pairs)
    match = match_of(first, second)
    assert kinds["same"] + kinds["attribute"] == match.exact
    differing = sum(len(pair.spans) for pair in pairs if pair.kind not in ("same", "attribute"))
    assert 2 * match.exact + differing == match.first + match.second


def spans(name, places):
    return [span(place, id=f"{name}{number}") for number, place in enumerate(places)]


def kinds_of(first, second):
    return [pair.kind for pair in pair_off(first, second)]


def exactly(pairs):
    """The pairs as values that can be held in a set."""
    return [replace(pair, one=_bare(pair.one), other=_bare(pair.other)) for pair in pairs]


def _bare(one):
    return one and one.id


def match_of(first, second):
    places = {name: [(one.fragments, one.label) for one in own] for name, own in (("ana", first), ("ben", second))}
    return sum(matches(places, Tokens(tokens("a b c d e"))).values(), Match())
