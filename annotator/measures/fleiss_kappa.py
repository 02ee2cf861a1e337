"""Fleiss' kappa: agreement of several annotators who all rated everything, beyond chance."""

from collections import Counter

from annotator.domain.rating import Ratings, Value
from annotator.measures._base import NO_PAIR, ONE_VALUE, Measure, NotComputable


def fleiss_kappa(ratings: Ratings) -> float:
    """``(P - P_e) / (1 - P_e)``: the mean share of agreeing pairs, and the sum of the squared shares of values.

    Raises:
        NotComputable: not everything was rated by the same number of annotators.
    """
    given: Counter[Value] = Counter()
    agreeing, things, raters = 0, 0, 0
    for pattern, count in ratings.counts.items():
        said = Counter(value for value in pattern if value is not None)
        if said.total() != raters and raters:
            raise NotComputable("not every document was completed by the same number of annotators")
        raters = said.total()
        things += count
        agreeing += count * sum(times * (times - 1) for times in said.values())
        for value, times in said.items():
            given[value] += count * times
    if raters < 2:  # noqa: PLR2004 - it takes two
        raise NotComputable(NO_PAIR)
    if len(given) == 1:
        raise NotComputable(ONE_VALUE)
    observed = agreeing / (things * raters * (raters - 1))
    expected = sum(count**2 for count in given.values()) / (things * raters) ** 2
    return (observed - expected) / (1 - expected)


MEASURE = Measure(
    name="fleiss_kappa",
    title="Fleiss' kappa",
    question="How far do several annotators, who all rated everything, agree beyond chance?",
    source="Fleiss 1971",
    ratings=fleiss_kappa,
)
