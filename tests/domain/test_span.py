"""Spans: where they may stand, and in which order they are read."""

from dataclasses import replace

import pytest
from corpora import places
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import Invalid
from annotator.domain.span import (
    MOST_FRAGMENTS,
    Span,
    checked_fragments,
    is_offset,
    reading_order,
    refuse_other_words,
)


@given(st.integers(1, 50).flatmap(lambda length: st.tuples(st.just(length), places(length))))
def test_sorted_disjoint_fragments_within_the_text_are_kept(drawn):
    length, fragments = drawn
    assert checked_fragments([list(one) for one in fragments], length) == fragments


@pytest.mark.parametrize(
    ("fragments", "code"),
    [
        ([], "no-fragment"),
        ([(3, 3)], "empty-span"),
        ([(4, 3)], "empty-span"),
        ([(-1, 3)], "span-outside-text"),
        ([(0, 11)], "span-outside-text"),
        ([(0, 10**30)], "span-outside-text"),
        ([(0, 3), (2, 5)], "fragments-overlap"),
        ([(4, 5), (0, 3)], "fragments-overlap"),
        ([(False, 3)], "not-an-offset"),
        ([(0, 3.0)], "not-an-offset"),
        ([(0, "3")], "not-an-offset"),
        ([(0, None)], "not-an-offset"),
        ([(0, 1)] * (MOST_FRAGMENTS + 1), "too-many-fragments"),
    ],
)
def test_a_place_that_makes_no_sense_is_refused(fragments, code):
    with pytest.raises(Invalid) as refusal:
        checked_fragments(fragments, 10)
    assert refusal.value.code == code


def test_a_span_reaches_from_its_first_fragment_to_its_last():
    span = a_span(fragments=((0, 2), (5, 7)))
    assert (span.start, span.end, span.quote("Мы их не звали")) == (0, 7, "Мы их н")


def test_the_words_that_the_sender_saw_are_those_at_the_offsets():
    refuse_other_words("👩‍👩‍👧 Astana", ((6, 12),), "Astana")


def test_other_words_are_refused_and_both_are_shown_in_short():
    with pytest.raises(Invalid, match="At 0-6 the text is “Astana”, not “Almaty"):
        refuse_other_words("Astana objects.", ((0, 6),), "Almaty" * 20)


@pytest.mark.parametrize(("value", "is_one"), [(0, True), (-3, True), (True, False), (1.0, False), ("1", False)])
def test_an_offset_is_a_whole_number(value, is_one):
    assert is_offset(value) is is_one


def test_spans_are_read_by_place_then_the_longer_then_by_label_layer_and_id():
    first = a_span(fragments=((0, 9),))
    in_order = [
        first,
        replace(first, fragments=((0, 2), (4, 5))),
        replace(first, fragments=((0, 5),), label="b"),
        replace(first, fragments=((0, 5),), label="b", layer="ben"),
        replace(first, fragments=((0, 5),), label="b", layer="ben", id="2"),
        replace(first, fragments=((1, 9),)),
    ]
    shuffled = in_order[3:] + in_order[:3]
    assert sorted(shuffled, key=reading_order) == in_order


def a_span(fragments: tuple[tuple[int, int], ...]) -> Span:
    return Span("1", "ana", "ana", "a", fragments, {}, "", 1, 1, "", "")
