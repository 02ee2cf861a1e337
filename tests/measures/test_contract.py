"""What is true of every whatever it measures."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measures.drawn import LENGTH, compared, corpora, layers
from measures.published import MEASURES

from annotator.domain.comparison import Comparison, compare, together, without
from annotator.domain.rating import pooled
from annotator.domain.token import Tokens
from annotator.measures._base import NotComputable


@given(corpora)
def test_a_figure_is_a_number_or_a_reason(corpus):
    for figure in figures(together(map(compared, corpus))).values():
        assert isinstance(figure, str) or json.loads(json.dumps(figure, allow_nan=False)) <= 1 + 1e-9


@given(corpora)
def test_who_says_the_same_agrees_perfectly(corpus):
    same = [compared(dict.fromkeys(layer, layer["ana"])) for layer in corpus]
    for (name, _), figure in figures(together(same)).items():
        assert isinstance(figure, str) or "coverage" in name or figure == pytest.approx(1), name


@given(corpora, st.randoms(use_true_random=False))
def test_neither_the_order_of_annotators_nor_that_of_documents_matters(corpus, chance):
    shuffled = [dict(chance.sample(list(layer.items()), len(layer))) for layer in corpus]
    chance.shuffle(shuffled)
    assert figures(together(map(compared, shuffled))) == close(figures(together(map(compared, corpus))))


@given(corpora)
def test_the_names_of_annotators_and_labels_do_not_matter(corpus):
    other = {"actor": "z", "stance": "a", "law": "m"}
    renamed = [
        {name[::-1]: [(place, other[label]) for place, label in own] for name, own in layer.items()}
        for layer in corpus
    ]
    before = figures(together(map(compared, corpus)))
    after = figures(together(map(compared, renamed)))
    assert {(name, other.get(label, label)): figure for (name, label), figure in before.items()} == close(after)


@given(layers())
def test_where_in_the_text_something_stands_does_not_matter(layer):
    moved = {
        name: [(tuple((start + 10, end + 10) for start, end in place), label) for place, label in own]
        for name, own in layer.items()
    }
    tokens = Tokens([(at, at + 4) for at in range(0, LENGTH + 15, 5)])
    # The same words before as after, so that the texts are of one length.
    longer = compare(layer, LENGTH + 15, tokens)
    assert figures(compare(moved, LENGTH + 15, tokens)) == close(figures(longer))


@given(corpora, corpora)
def test_two_parts_of_a_corpus_put_together_are_the_corpus(one, other):
    parts = together([together(map(compared, one)), together(map(compared, other))])
    assert figures(parts) == close(figures(together(map(compared, [*one, *other]))))


@given(corpora, layers(apart=True))
def test_a_document_that_is_left_out_leaves_what_the_others_give(corpus, layer):
    one = compared(layer)
    assert one.whole is not None
    rest = together(map(compared, corpus))
    left, expected = figures(without(together([rest, one]), one)), figures(rest)
    assert {key: figure for key, figure in left.items() if key in expected} == close(expected)


@given(layers(names=("ana",)))
def test_one_annotator_alone_gets_a_reason(layer):
    assert all(isinstance(figure, str) for figure in figures(together([compared(layer)])).values())


def test_annotators_who_share_no_document_get_a_reason():
    place = [(((0, 5),), "actor")]
    apart = together([compared({"ana": place}), compared({"ben": place})])
    assert all(isinstance(figure, str) for figure in figures(apart).values())


def test_layers_that_are_empty_get_a_reason():
    empty = together([compared({"ana": [], "ben": []})] * 3)
    numbers = {name: figure for (name, _), figure in figures(empty).items() if not isinstance(figure, str)}
    assert numbers == {"percent_agreement": 1, "cu_coverage": 0}


@given(corpora, layers(names=("dee",)))
def test_a_document_that_one_annotator_alone_completed_changes_nothing(corpus, alone):
    before = together(map(compared, corpus))
    after = together([*map(compared, corpus), compared(alone)])
    assert figures(after) == close(figures(before))


def figures(comparison: Comparison) -> dict[tuple[str, str], float | str]:
    """All that the measures say of a comparison: numbers, or the reasons why there is none."""
    found = {}
    tokens = comparison.whole.tokens if comparison.whole else pooled([])
    for name, measure in MEASURES.items():
        if measure.whole:
            found[name, ""] = figure(measure.whole, comparison)
        if measure.ratings:
            found[name, ""] = figure(measure.ratings, tokens)
        for label, one in comparison.labels.items():
            if measure.label:
                found[name, label] = figure(measure.label, comparison, label)
            if measure.ratings:
                found[name, label] = figure(measure.ratings, one.points)
    return found


def figure(compute, *of) -> float | str:
    try:
        return compute(*of)
    except NotComputable as none:
        return none.why


def close(found):
    return {key: one if isinstance(one, str) else pytest.approx(one) for key, one in found.items()}
