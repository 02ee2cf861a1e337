"""Gwet's AC2: AC1 of numbers, where values that lie near each other agree in part."""

from collections.abc import Callable, Collection, Mapping
from itertools import combinations
from typing import Literal

from annotator.domain.rating import Ratings, Value
from annotator.domain.said import say
from annotator.measures._base import ONE_VALUE, Measure, NotComputable
from annotator.measures._numbers import in_numbers
from annotator.measures._observed import Weight, observed, shares

Weights = Literal["quadratic", "bipolar"]


def gwet_ac2(ratings: Ratings, weights: Weights = "quadratic") -> float:
    """``(p_a - p_e) / (1 - p_e)`` with ``p_e = W sum of pi_k (1 - pi_k) / (q (q - 1))``.

    ``W`` is the sum of all weights between the ``q`` values. These are 1 less the squared distance, over that of
    the ends (quadratic), or over what it could be at most at that place of the scale (bipolar).
    """
    numbers = in_numbers(ratings)
    share = shares(numbers)
    values = len(share)
    if values == 1:
        raise NotComputable(ONE_VALUE)
    weight = _WEIGHTS[weights](share)
    agreement = observed(numbers, weight)
    every = values + 2 * sum(weight(one, other) for one, other in combinations(share, 2))
    chance = every * sum(one * (1 - one) for one in share.values()) / (values * (values - 1))
    return (agreement - chance) / (1 - chance)


def _quadratic(values: Collection[Value]) -> Weight:
    numbers = [float(value) for value in values]
    widest = max(numbers) - min(numbers)
    return lambda one, other: 1 - ((float(one) - float(other)) / widest) ** 2


def _bipolar(values: Collection[Value]) -> Weight:
    numbers = [float(value) for value in values]
    low, high = min(numbers), max(numbers)

    def weight(one: Value, other: Value) -> float:
        mine, theirs = float(one), float(other)
        return 1 - (mine - theirs) ** 2 / ((mine + theirs - 2 * low) * (2 * high - mine - theirs))

    return weight


_WEIGHTS: Mapping[Weights, Callable[[Collection[Value]], Weight]] = {"quadratic": _quadratic, "bipolar": _bipolar}

MEASURE = Measure(
    name="gwet_ac2",
    title=say("Gwet's AC2"),
    question=say("How far do annotators agree beyond random rating, where numbers near each other agree in part?"),
    source="Gwet 2014, 3.5",
    ratings=gwet_ac2,
    asked=True,
)
