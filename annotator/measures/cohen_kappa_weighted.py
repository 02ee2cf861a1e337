"""Weighted kappa: Cohen's kappa of numbers, where the farther two values lie apart, the worse."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from annotator.domain.rating import Ratings, Value
from annotator.domain.said import say
from annotator.measures._base import NO_PAIR, ONE_VALUE, Measure, NotComputable
from annotator.measures._numbers import in_numbers

Weights = Literal["linear", "quadratic"]
_POWERS: Mapping[Weights, int] = {"linear": 1, "quadratic": 2}


def cohen_kappa_weighted(ratings: Ratings, weights: Weights = "linear") -> float:
    """``1 - sum of w_ij o_ij / sum of w_ij e_ij``, the weight being the distance or its square.

    Of more than two annotators the mean over their pairs; a pair that has no variation is left out.
    """
    tables = [table for _, table in in_numbers(ratings).pairs() if table]
    if not tables:
        raise NotComputable(NO_PAIR)
    found = [value for table in tables if (value := _kappa(table, _POWERS[weights])) is not None]
    if not found:
        raise NotComputable(ONE_VALUE)
    return sum(found) / len(found)


def _kappa(table: Counter[tuple[Value, Value]], power: int) -> float | None:
    first: Counter[Value] = Counter()
    second: Counter[Value] = Counter()
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    chance = sum(
        first[one] * second[other] * abs(float(one) - float(other)) ** power for one in first for other in second
    )
    if not chance:
        return None
    apart = sum(count * abs(float(one) - float(other)) ** power for (one, other), count in table.items())
    return 1 - apart * table.total() / chance


MEASURE = Measure(
    name="cohen_kappa_weighted",
    title=say("Weighted kappa"),
    question=say("How far do two annotators agree on numbers, where the farther apart the worse?"),
    source="Cohen 1968, with linear weights",
    ratings=cohen_kappa_weighted,
    pairs=True,
    asked=True,
)
