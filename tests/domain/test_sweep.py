"""What one walk over all borders counts, held against what one would count by looking at every character."""

from collections import Counter
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st
from measures.drawn import LENGTH, TOKENS, compared, layers

from annotator.domain.comparison import compare, compare_each
from annotator.domain.match import matches
from annotator.domain.rating import GAP
from annotator.domain.sweep import Sweep, rated

NAMES = ("ana", "ben", "cem", "dee")


@st.composite
def apart(draw):
    """The units of each of four annotators, in their order; nobody's overlap."""
    drawn = draw(layers(NAMES, apart=True))
    return [sorted({(*fragment, label) for (fragment,), label in drawn[name]}) for name in NAMES]


@given(apart())
def test_every_character_is_counted_by_what_everybody_has_marked_it_as(units):
    said = [[label_at(own, at) for at in range(LENGTH)] for own in units]
    assert Sweep(NAMES, units, LENGTH).ratings.counts == Counter(zip(*said, strict=True))


@given(apart())
def test_units_are_squared_as_they_are_and_as_others_marked_within_them(units):
    found = Sweep(NAMES, units, LENGTH)
    squares, shared, common = Counter(), Counter(), Counter()
    for name, own in zip(NAMES, units, strict=True):
        for unit in own:
            squares[name, unit[2]] += (unit[1] - unit[0]) ** 2
            within = [0 if other == name else marked_within(unit, theirs) for other, theirs in zip_names(units)]
            shared[unit[2]] += sum(within) ** 2 / 9  # a mean over three others, squared
            for other, length in zip(NAMES, within, strict=True):
                common[name, other, unit[2]] += length**2
    assert found.squares == squares
    assert {label: round(one, 6) for label, one in found.shared.items()} == {
        label: round(one, 6) for label, one in shared.items() if one
    }
    assert found.common == +common


@given(apart())
def test_a_token_is_counted_by_the_unit_that_begins_first(units):
    said = []
    for own in units:
        under = [[label for start, end, label in own if start < at + 4 and at < end] for at in range(0, LENGTH, 5)]
        said.append([labels[0] if labels else GAP for labels in under])
    assert rated(NAMES, units, TOKENS).counts == Counter(zip(*said, strict=True))
    places = {name: [(((start, end),), label) for start, end, label in own] for name, own in zip_names(units)}
    assert compare(places, LENGTH, TOKENS).whole.tokens.counts == Counter(zip(*said, strict=True))


@given(layers(NAMES))
def test_matches_are_what_one_finds_by_holding_every_span_against_every_other(drawn):
    found = matches(drawn, TOKENS)
    for one, other in permutations(NAMES, 2):
        for label in {label for name in (one, other) for _, label in drawn[name]}:
            mine, theirs = ({place for place, its in drawn[name] if its == label} for name in (one, other))
            if one < other:
                match = found[one, other, label]
                first, met, tokens = match.first, match.first_met, match.first_tokens
                assert match.exact == len(mine & theirs)
                assert match.tokens == (words(mine) & words(theirs)).total()
            else:
                match = found[other, one, label]
                first, met, tokens = match.second, match.second_met, match.second_tokens
            assert (first, tokens) == (len(mine), words(mine).total())
            assert met == sum(any(meet(place, its) for its in theirs) for place in mine)


@given(layers(NAMES))
def test_the_pairs_of_several_are_what_each_pair_alone_would_be(drawn):
    _, pairs = compare_each(drawn, LENGTH, TOKENS)
    for pair, found in pairs.items():
        alone = compared({name: drawn[name] for name in pair})
        assert (found.matches, found.spans) == (alone.matches, alone.spans)
        assert (found.whole is None) <= (alone.whole is None)
        if found.whole and alone.whole:
            assert found.whole.points.tables == alone.whole.points.tables
            assert found.whole.tokens.tables == alone.whole.tokens.tables
            assert (found.whole.squares, found.whole.shared) == (alone.whole.squares, alone.whole.shared)


def zip_names(units):
    return zip(NAMES, units, strict=True)


def label_at(own, place):
    return next((label for start, end, label in own if start <= place < end), GAP)


def marked_within(unit, theirs):
    return sum(max(0, min(unit[1], end) - max(unit[0], start)) for start, end, _ in theirs)


def words(places):
    """The tokens under spans, once for each span."""
    return Counter(number for (fragment,) in places for number in range(*TOKENS.under(*fragment)))


def meet(one, other):
    return any(start < until and begin < end for start, end in one for begin, until in other)
