"""Measures from the spans themselves: what is true of all of them, and that the best alignment is the best."""

from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measures.drawn import LENGTH, TOKENS, layers
from measures.published import MEASURES

from annotator.domain.marked import mark
from annotator.domain.token import Tokens
from annotator.measures import alpha_u_1995
from annotator.measures._base import NO_PAIR, NotComputable
from annotator.measures.boundary_similarity import edits
from annotator.measures.gamma import best_alignment_disorder

BY_NAME = [name for name, one in MEASURES.items() if one.texts]
pairs = st.lists(layers(("ana", "ben")), min_size=1, max_size=3)
"""Texts that the same two have completed: what gamma can tell of."""

every_measure = pytest.mark.parametrize("name", BY_NAME)


@every_measure
@given(corpus=pairs)
def test_it_is_a_number_up_to_1_or_a_reason(name, corpus):
    found = figure(name, corpus)
    assert isinstance(found, str) or found <= 1 + 1e-9


@every_measure
@given(corpus=pairs)
def test_who_says_the_same_agrees_perfectly(name, corpus):
    found = figure(name, [dict.fromkeys(layer, layer["ana"]) for layer in corpus])
    assert isinstance(found, str) or found == pytest.approx(1)


@every_measure
@given(corpus=pairs, chance=st.randoms(use_true_random=False))
def test_neither_order_nor_names_matter(name, corpus, chance):
    before = figure(name, corpus)
    others = {"ana": "zoe", "ben": "abe"}
    labels = {"actor": "z", "stance": "a", "law": "m"}
    renamed = [
        {others[who]: [(place, labels[label]) for place, label in own] for who, own in reversed(layer.items())}
        for layer in chance.sample(corpus, len(corpus))
    ]
    after = figure(name, renamed)
    assert before == (after if isinstance(after, str) else pytest.approx(after))


@every_measure
def test_without_two_annotators_there_is_a_reason(name):
    assert figure(name, []) == NO_PAIR


@every_measure
def test_where_nobody_marked_anything_there_is_a_reason(name):
    assert figure(name, [{"ana": [], "ben": []}]).startswith("nobody ")


def test_gamma_of_three_at_once_says_that_it_is_for_two():
    assert "two annotators at a time" in figure("gamma", [{"ana": [], "ben": [], "cem": []}])


def test_alpha_u_needs_the_same_annotators_everywhere():
    place = [(((0, 5),), "actor")]
    corpus = [{"ana": place, "ben": place}, {"ana": place, "cem": place}]
    assert figure("alpha_u_1995", corpus) == "not every document was completed by the same annotators"


small = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 8), st.sampled_from("ab")), max_size=4, unique=True
).map(lambda found: [(((start, start + length),), label) for start, length, label in found])


@given(small, small.filter(bool))
def test_no_alignment_costs_less_than_the_best(mine, theirs):
    text = mark({"ana": mine, "ben": theirs}, 40, Tokens(()))
    one, other = text.units.values()
    # Every way to join some units of the one to as many of the other.
    least = min(
        sum(map(apart, some, turned)) + len(one) + len(other) - 2 * size
        for size in range(min(len(one), len(other)) + 1)
        for some in combinations(one, size)
        for turned in permutations(other, size)
    )
    assert best_alignment_disorder([text]) == pytest.approx(2 * least / (len(one) + len(other)))


def apart(one, other):
    """The dissimilarity of two units, as Mathet, Widlöcher and Métivier (2015) give it."""
    length = one[1] - one[0] + other[1] - other[0]
    return ((abs(one[0] - other[0]) + abs(one[1] - other[1])) / length) ** 2 + (one[2] != other[2])


@given(small, small.filter(bool))
def test_alpha_u_compares_all_sections_of_two_with_each_other(mine, theirs):
    text = mark({"ana": mine, "ben": theirs}, 40, Tokens(())).only("a")
    (units, gaps), (others, their_gaps) = (cut_up(own, 40) for own in text.units.values())
    apart = sum((a - c) ** 2 + (b - d) ** 2 for a, b in units for c, d in others if a < d and c < b)
    for some, around in ((units, their_gaps), (others, gaps)):
        apart += sum((b - a) ** 2 for a, b in some for c, d in around if c <= a and b <= d)
    assert alpha_u_1995.observed([text]) == pytest.approx(2 * apart / (2 * 1 * 40**2))
    lengths = [b - a for a, b in units + others]
    rooms = [b - a for a, b in gaps + their_gaps]
    chance = sum(
        (len(lengths) - 1) / 3 * (2 * own**3 - 3 * own**2 + own)
        + own**2 * sum(room - own + 1 for room in rooms if room >= own)
        for own in lengths
    )
    every = 80 * 79 - sum(own * (own - 1) for own in lengths)
    assert alpha_u_1995.expected([text]) == pytest.approx(2 / 40 * chance / every)


def cut_up(units, length):
    """Units, those that overlap taken together, and the gaps between them, found place by place."""
    joined = {at for start, end, _ in units for at in range(start, end - 1)}
    marked = {at for start, end, _ in units for at in range(start, end)}
    cuts = [0, *(at + 1 for at in range(length - 1) if at not in joined and changes(at, marked, units)), length]
    stretches = list(pairwise(cuts))
    return [one for one in stretches if one[0] in marked], [one for one in stretches if one[0] not in marked]


def changes(at, marked, units):
    return (at in marked) != (at + 1 in marked) or any(end == at + 1 for _, end, _ in units)


borders = st.frozensets(st.integers(1, 12))


@given(borders, borders, st.integers(1, 4))
def test_edits_of_borders_are_the_same_both_ways_round_and_a_near_one_costs_less_than_two(one, other, reach):
    cost, count = edits(one, other, reach)
    assert (cost, count) == edits(other, one, reach)
    assert max(len(one), len(other)) <= count <= len(one | other)
    assert 0 <= cost <= len(one ^ other)
    if reach == 1:
        assert (cost, count) == (len(one ^ other), len(one | other))


def test_the_same_word_marked_to_another_letter_has_the_same_borders():
    assert figure("boundary_similarity", [{"ana": [(((5, 8),), "actor")], "ben": [(((6, 9),), "law")]}]) == 1


def test_a_border_that_is_a_word_off_is_half_right():
    corpus = [{"ana": [(((5, 19),), "actor")], "ben": [(((5, 24),), "actor")]}]
    assert figure("boundary_similarity", corpus) == 0.75


def test_where_the_text_itself_begins_and_ends_is_no_border():
    corpus = [{"ana": [(((0, 19),), "actor")], "ben": [(((0, 24),), "actor")]}]
    assert figure("boundary_similarity", corpus) == 0.5
    corpus = [{"ana": [(((0, LENGTH),), "actor")], "ben": [(((0, LENGTH),), "actor")]}]
    assert figure("boundary_similarity", corpus) == "nobody set a border within a text"


def test_a_span_over_no_word_sets_no_border_between_words():
    corpus = [{"ana": [(((5, 19),), "actor"), (((24, 25),), "law")], "ben": [(((5, 19),), "actor")]}]
    assert figure("boundary_similarity", corpus) == 1


def figure(name, corpus):
    try:
        return MEASURES[name].texts([mark(layer, LENGTH, TOKENS) for layer in corpus])
    except NotComputable as none:
        return none.why
