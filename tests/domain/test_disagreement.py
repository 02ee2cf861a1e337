"""What two annotators made of the same passages, and how they differ."""

from collections import Counter
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.disagreement import NOT_MARKED, pair_off, pattern
from annotator.domain.match import Match, matches
from annotator.domain.span import Span
from annotator.domain.token import Tokens, tokens

TEXT = "The Duma and the Kremlin adopted the law on conscription after a long debate in Moscow."


@st.composite
def layers(draw):
    """One annotator's spans in a short text, many of them on each other."""
    name = draw(st.uuids())
    found = []
    for number in range(draw(st.integers(0, 8))):
        count = draw(st.sampled_from([1, 1, 1, 2]))
        points = sorted(draw(st.sets(st.integers(0, 14), min_size=2 * count, max_size=2 * count)))
        fragments = tuple(zip(points[::2], points[1::2], strict=True))
        label, kind = draw(st.sampled_from("xy")), draw(st.integers(0, 1))
        found.append(span(fragments, label, f"{name}-{number}", kind=kind))
    return found


@pytest.mark.parametrize(
    ("kinds", "first", "second"),
    [
        (["same"], [("Kremlin", "actor")], [("Kremlin", "actor")]),
        (["attribute"], [("Kremlin", "actor", "state")], [("Kremlin", "actor", "person")]),
        (["missed"], [("Kremlin", "actor")], []),
        (["missed", "missed"], [("Kremlin", "actor")], [("Moscow", "actor")]),
        (["border"], [("the Kremlin", "actor")], [("Kremlin", "actor")]),
        (["label"], [("The Duma", "actor")], [("The Duma", "law")]),
        (["border_and_label"], [("The Duma", "actor")], [("Duma", "law")]),
        (
            ["split", "split"],
            [("The Duma and the Kremlin", "actor")],
            [("The Duma", "actor"), ("Kremlin", "actor")],
        ),
        (
            ["split", "split"],
            [("The Duma", "actor"), ("Kremlin", "actor")],
            [("The Duma and the Kremlin", "actor")],
        ),
        # A part under another label is no part of it.
        (
            ["border", "missed"],
            [("The Duma and the Kremlin", "actor")],
            [("The Duma", "actor"), ("Kremlin", "law")],
        ),
        # What the other marked as the same is not also a part.
        (
            ["border", "same"],
            [("law on conscription", "law"), ("conscription", "law")],
            [("the law on", "law"), ("conscription", "law")],
        ),
    ],
)
def test_a_difference_is_called_what_it_is(kinds, first, second):
    assert [one.kind for one in pair_off(marked("a", first), marked("b", second))] == kinds


def test_a_span_in_fragments_and_its_parts_are_told_apart():
    whole = span(((0, 3), (8, 12)), "actor", "a")
    parts = [span(((0, 3),), "actor", "b"), span(((8, 12),), "actor", "c")]
    assert [one.kind for one in pair_off([whole], parts)] == ["split", "split"]
    assert [one.kind for one in pair_off([whole], [span(((0, 3), (8, 12)), "actor", "b")])] == ["same"]


def test_spans_that_coincide_count_once():
    twice = [*marked("a", [("Kremlin", "actor")]), *marked("c", [("Kremlin", "actor")])]
    assert [one.kind for one in pair_off(twice, marked("b", [("Kremlin", "actor")]))] == ["same"]


def test_the_same_words_under_the_same_labels_are_one_pattern_whoever_marked_which():
    one, other = marked("a", [("The Duma", "actor")]), marked("b", [("The Duma", "law")])
    (first,), (second,) = pair_off(one, other), pair_off(other, one)
    assert pattern(first, TEXT) == pattern(second, TEXT)
    assert pattern(first, TEXT).words == ("the duma",)
    (missed,) = pair_off(one, [])
    assert pattern(missed, TEXT).labels == (NOT_MARKED, "actor")


@given(layers(), layers())
def test_every_span_stands_in_just_one_pair(first, second):
    pairs = pair_off(first, second)
    for side, spans in ((0, first), (1, second)):
        there = [(one, other)[side] for one, other in ((pair.one, pair.other) for pair in pairs)]
        places = Counter((one.fragments, one.label) for one in there if one)
        assert places == Counter({(one.fragments, one.label) for one in spans})


@given(layers(), layers())
def test_the_annotators_exchanged_differ_in_the_same_way(first, second):
    turned = {(place(one.other), place(one.one), one.kind) for one in pair_off(second, first)}
    assert {(place(one.one), place(one.other), one.kind) for one in pair_off(first, second)} == turned


@given(layers(), layers())
def test_the_pairs_add_up_to_the_counts_behind_f1(first, second):
    kinds = Counter(one.kind for one in pair_off(first, second))
    in_other_pairs = sum(
        (one.one is not None) + (one.other is not None)
        for one in pair_off(first, second)
        if one.kind not in ("same", "attribute")
    )
    sides = {name: [(one.fragments, one.label) for one in spans] for name, spans in (("a", first), ("b", second))}
    match = reduce(Match.plus, matches(sides, Tokens(tokens(TEXT))).values(), Match())
    agreeing = kinds["same"] + kinds["attribute"]
    assert agreeing == match.exact
    assert 2 * agreeing + in_other_pairs == match.first + match.second


@given(layers(), layers())
def test_what_differs_in_one_thing_alone_is_alike_in_the_others(first, second):
    for pair in pair_off(first, second):
        if pair.kind == "label":
            assert pair.one.fragments == pair.other.fragments
            assert pair.one.label != pair.other.label
        if pair.kind == "border":
            assert pair.one.label == pair.other.label
            assert pair.one.fragments != pair.other.fragments
        assert (pair.kind == "missed") <= (pair.one is None or pair.other is None)


def marked(who, places):
    """Spans on the first place where their words stand."""
    found = []
    for number, (words, label, *kind) in enumerate(places):
        start = TEXT.index(words)
        attributes = {"kind": kind[0]} if kind else {}
        found.append(span(((start, start + len(words)),), label, f"{who}{number}", **attributes))
    return found


def span(fragments, label, name, **attributes):
    return Span(name, "layer", "somebody", label, fragments, attributes, "", 1, 1, "", "")


def place(one):
    return one and (one.fragments, one.label, tuple(one.attributes.items()))
