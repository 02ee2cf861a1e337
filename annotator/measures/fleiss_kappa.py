"""Fleiss' kappa: agreement of several annotators who all rated everything, beyond chance."""

from annotator.domain.rating import Ratings, coincidences, marginals
from annotator.domain.said import say
from annotator.measures._base import NO_PAIR, ONE_VALUE, Measure, NotComputable


def fleiss_kappa(ratings: Ratings) -> float:
    """``(P - P_e) / (1 - P_e)``: the mean share of agreeing pairs, and the sum of the squared shares of values.

    Raises:
        NotComputable: not everything was rated by the same number of annotators.
    """
    numbers = [raters for raters in ratings.raters if raters]
    if len(numbers) > 1:
        raise NotComputable(say("not every document was completed by the same number of annotators"))
    cells = coincidences(ratings)
    given = marginals(cells)
    if not given:
        raise NotComputable(NO_PAIR)
    if len(given) == 1:
        raise NotComputable(ONE_VALUE)
    # Where all things have as many values, the coincidences of equal values are the agreeing pairs.
    ratings_given = sum(given.values())
    observed = sum(cells.get((value, value), 0.0) for value in given) / ratings_given
    expected = sum(count**2 for count in given.values()) / ratings_given**2
    return (observed - expected) / (1 - expected)


MEASURE = Measure(
    name="fleiss_kappa",
    title=say("Fleiss' kappa"),
    question=say("How far do several annotators, who all rated everything, agree beyond chance?"),
    source="Fleiss 1971",
    ratings=fleiss_kappa,
)
