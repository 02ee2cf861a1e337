"""The measures and other people's programs say the same of the same random data.

Where there is no variation these programs say 1, or nothing, or warn, each in its own way; here it is a reason.
"""

import math
import warnings
from itertools import combinations

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from measures.drawn import LENGTH, WORDS, compared, corpora, ratings, tables, uneven, written_out
from measures.published import MEASURES
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import interval_distance
from sklearn.metrics import cohen_kappa_score, f1_score
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss_kappa

from annotator.domain.comparison import together
from annotator.measures._base import NO_PAIR, ONE_VALUE, NotComputable
from annotator.measures.cohen_kappa import cohen_kappa, interval, standard_error
from annotator.measures.cohen_kappa_weighted import cohen_kappa_weighted
from annotator.measures.fleiss_kappa import fleiss_kappa
from annotator.measures.krippendorff_alpha import krippendorff_alpha
from annotator.measures.randolph_kappa import randolph_kappa
from annotator.measures.scott_pi import scott_pi

whole_numbers = st.integers(0, 4)
labels = st.sampled_from(["actor", "law", "stance"])
CHARACTERS = [(at, at + 1) for at in range(LENGTH)]


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
@given(table=tables(whole_numbers))
def test_krippendorffs_alpha_is_that_of_the_krippendorff_package(level, table):
    columns = np.array([[math.nan if said is None else said for said in one] for one in zip(*table, strict=True)])
    ours = figure(krippendorff_alpha, ratings(table), level)
    if varied(table):
        assert ours == pytest.approx(krippendorff.alpha(columns, level_of_measurement=level))
    else:
        assert ours in (ONE_VALUE, NO_PAIR)


@given(tables(whole_numbers))
def test_krippendorffs_alpha_is_that_of_nltk(table):
    assume(varied(table))
    task = AnnotationTask(triples(table))
    assert krippendorff_alpha(ratings(table)) == pytest.approx(task.alpha())
    task.distance = interval_distance
    assert krippendorff_alpha(ratings(table), "interval") == pytest.approx(task.alpha())


@pytest.mark.parametrize(("continuum", "places"), [("points", CHARACTERS), ("tokens", WORDS)])
@given(corpus=uneven)
def test_alpha_of_texts_is_that_of_the_texts_written_out_place_by_place(continuum, places, corpus):
    table = list(zip(*written_out(corpus, places).values(), strict=True))
    comparison = together(map(compared, corpus))
    ours = figure(krippendorff_alpha, getattr(comparison.whole, continuum))
    if varied(table):
        assert ours == pytest.approx(AnnotationTask(triples(table)).alpha())
    else:
        assert ours in (ONE_VALUE, NO_PAIR)


@given(tables(labels, (2, 2), missing=False))
def test_cohens_kappa_is_that_of_scikit_learn_and_nltk(table):
    ours = figure(cohen_kappa, ratings(table))
    if len({said for one in table for said in one}) > 1:
        assert ours == pytest.approx(cohen_kappa_score(*zip(*table, strict=True)))
        assert ours == pytest.approx(AnnotationTask(triples(table)).kappa())
    else:
        assert ours == ONE_VALUE
        with warnings.catch_warnings(action="ignore"):
            assert math.isnan(cohen_kappa_score(*zip(*table, strict=True)))


@given(tables(labels, (2, 2), missing=False))
def test_the_standard_error_of_cohens_kappa_is_that_of_statsmodels(table):
    names = sorted({said for one in table for said in one})
    assume(len(names) > 1)
    counts = np.array([[table.count((one, other)) for other in names] for one in names])
    with np.errstate(all="ignore"):
        theirs = cohens_kappa(counts)
    error = standard_error(ratings(table))
    assert error**2 == pytest.approx(theirs.var_kappa, abs=1e-12)
    assert interval(ratings(table)) == pytest.approx(
        (theirs.kappa - 1.96 * error, theirs.kappa + 1.96 * error), abs=1e-4
    )


@pytest.mark.parametrize("weights", ["linear", "quadratic"])
@given(table=tables(whole_numbers, (2, 2), missing=False))
def test_weighted_kappa_is_that_of_scikit_learn(weights, table):
    ours = figure(cohen_kappa_weighted, ratings(table), weights)
    if len({said for one in table for said in one}) > 1:
        theirs = cohen_kappa_score(*zip(*table, strict=True), weights=weights, labels=range(5))
        assert ours == pytest.approx(theirs)
    else:
        assert ours == ONE_VALUE


@given(tables(labels, (2, 2), missing=False))
def test_scotts_pi_is_that_of_nltk(table):
    if len({said for one in table for said in one}) > 1:
        assert scott_pi(ratings(table)) == pytest.approx(AnnotationTask(triples(table)).pi())
    else:
        assert figure(scott_pi, ratings(table)) == ONE_VALUE
        assert AnnotationTask(triples(table)).pi() == 1


@pytest.mark.parametrize(("ours", "method"), [(fleiss_kappa, "fleiss"), (randolph_kappa, "randolph")])
@given(table=tables(labels, (2, 5), missing=False))
def test_kappa_of_several_annotators_is_that_of_statsmodels(ours, method, table):
    counts, _ = aggregate_raters(np.array(table))
    if counts.shape[1] > 1:
        theirs = statsmodels_fleiss_kappa(counts, method=method)
        assert ours(ratings(table)) == pytest.approx(theirs)
    else:
        assert figure(ours, ratings(table)) == ONE_VALUE


@given(corpora)
def test_f1_of_exact_spans_is_that_of_plain_sets(corpus):
    names = sorted(corpus[0])
    found = {name: {(at, *span) for at, layer in enumerate(corpus) for span in layer[name]} for name in names}
    pairs = [pair for pair in combinations(names, 2) if found[pair[0]] | found[pair[1]]]
    ours = figure(MEASURES["span_f1_exact"].whole, together(map(compared, corpus)))
    if not pairs:
        assert isinstance(ours, str)
        return
    f1 = [2 * len(found[a] & found[b]) / (len(found[a]) + len(found[b])) for a, b in pairs]
    assert ours == pytest.approx(sum(f1) / len(f1))
    # The same by scikit-learn: which of all the spans that are somewhere in the corpus has each of the two?
    every = sorted(set.union(*found.values()))
    has = {name: [span in found[name] for span in every] for name in names}
    assert f1 == pytest.approx([f1_score(has[a], has[b]) for a, b in pairs])


def said(pattern):
    return [value for value in pattern if value is not None]


def varied(table):
    """Whether values that can be compared are not all the same."""
    return len({value for one in table if len(said(one)) > 1 for value in said(one)}) > 1


def triples(table):
    """Ratings as NLTK reads them: who said what of which thing."""
    return [
        (who, str(thing), value)
        for thing, one in enumerate(table)
        for who, value in enumerate(one)
        if value is not None
    ]


def figure(compute, *of):
    try:
        return compute(*of)
    except NotComputable as none:
        return none.why
