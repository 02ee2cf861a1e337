"""Two annotators' spans, paired: the best way there is, whoever comes first."""

from dataclasses import replace
from functools import cache

from domain import whole_document
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.alignment import align, exact, overlap
from annotator.domain.span import Span


@st.composite
def layers(draw, most=5):
    """One annotator's spans in a short text, many of them on each other, in any order."""
    name = draw(st.uuids())
    places = draw(st.lists(st.tuples(fragments(), st.sampled_from("xy"), st.integers(0, 1)), max_size=most))
    return [span(place, label, f"{name}-{n}", kind=kind) for n, (place, label, kind) in enumerate(places)]


@st.composite
def fragments(draw):
    count = draw(st.sampled_from([1, 1, 1, 2]))
    points = sorted(draw(st.sets(st.integers(0, 9), min_size=2 * count, max_size=2 * count)))
    return tuple(zip(points[::2], points[1::2], strict=True))


@given(layers(), layers())
def test_no_other_pairing_is_better(first, second):
    assert worth(align(first, second)) == best(tuple(first), tuple(second))


@given(layers(12), layers(12))
def test_every_span_stands_in_just_one_pair_and_pairs_have_words_in_common(first, second):
    pairs = align(first, second)
    assert sorted(one.id for one, _ in pairs if one) == sorted(span.id for span in first)
    assert sorted(other.id for _, other in pairs if other) == sorted(span.id for span in second)
    assert all(overlap(one, other) for one, other in pairs if one and other)


@given(layers(20), layers(20))
def test_it_is_what_the_whole_document_at_once_would_give(first, second):
    assert align(first, second) == whole_document.align(first, second)


@given(layers(12), layers(12))
def test_the_annotators_exchanged_give_the_same_pairs_exchanged(first, second):
    assert [(other, one) for one, other in align(second, first)] == align(first, second)


@given(layers(12), layers(12), st.randoms(use_true_random=False))
def test_the_order_in_which_the_spans_come_does_not_matter(first, second, random):
    again = [random.sample(spans, len(spans)) for spans in (first, second)]
    assert align(*again) == align(first, second)


@given(layers(12))
def test_a_layer_agrees_with_itself_span_by_span(spans):
    twin = [replace(one, id=f"other-{one.id}") for one in spans]
    pairs = align(spans, twin)
    assert len(pairs) == len(spans)
    assert all(exact(one, other) and one.attributes == other.attributes for one, other in pairs)


@given(fragments(), fragments())
def test_the_overlap_is_the_number_of_characters_in_both(one, other):
    letters = [{at for start, end in place for at in range(start, end)} for place in (one, other)]
    assert overlap(span(one), span(other)) == len(letters[0] & letters[1])


def test_identical_spans_on_each_other_pair_off_and_one_too_many_is_left():
    first = [span([(0, 5)], id=f"a{n}") for n in range(2)]
    second = [span([(0, 5)], id=f"b{n}") for n in range(3)]
    pairs = align(first, second)
    assert [(one and one.id, other.id) for one, other in pairs] == [("a0", "b0"), ("a1", "b1"), (None, "b2")]


def test_of_identical_places_those_with_the_same_attributes_pair_off():
    first = [span([(0, 5)], id="a0", kind=1), span([(0, 5)], id="a1", kind=2)]
    second = [span([(0, 5)], id="b0", kind=2), span([(0, 5)], id="b1", kind=1)]
    assert {(one.id, other.id) for one, other in align(first, second)} == {("a0", "b1"), ("a1", "b0")}


def test_exact_agreement_is_not_given_up_for_more_characters():
    short, long = span([(0, 2)], id="a-short"), span([(1, 9)], id="a-long")
    same, wide = span([(0, 2)], id="b-same"), span([(0, 9)], "y", id="b-wide")
    assert (short, same) in align([short, long], [same, wide])
    assert (long, wide) in align([short, long], [same, wide])


def test_where_the_characters_are_the_same_the_label_decides():
    one = span([(0, 10)], "y", id="a")
    left, right = span([(0, 5)], "x", id="b-left"), span([(5, 10)], "y", id="b-right")
    assert (one, right) in align([one], [left, right])


def span(place, label="x", id="s", **attributes):  # noqa: A002 - what it is called on a span
    return Span(id, "", "", label, tuple(place), attributes, "", 1, 1, "", "")


def worth(pairs):
    both = [(one, other) for one, other in pairs if one and other]
    return (
        sum(exact(one, other) for one, other in both),
        sum(overlap(one, other) for one, other in both),
        sum(one.label == other.label for one, other in both),
    )


def best(first, second):
    """What the best of all pairings is worth, by trying all of them."""

    @cache
    def rest(index, taken):
        if index == len(first):
            return (0, 0, 0)
        ways = [rest(index + 1, taken)]
        for at, other in enumerate(second):
            if at not in taken and overlap(first[index], other):
                here = worth([(first[index], other)])
                ways.append(tuple(map(sum, zip(here, rest(index + 1, taken | {at}), strict=True))))
        return max(ways)

    return rest(0, frozenset())
