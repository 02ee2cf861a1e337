"""Krippendorff's alpha: agreement of any number of annotators beyond chance, with values missing or not."""

from collections.abc import Callable, Mapping
from typing import Literal

from annotator.domain.rating import Ratings, Value, coincidences, marginals
from annotator.domain.said import say
from annotator.measures._base import NO_PAIR, ONE_VALUE, Measure, NotComputable
from annotator.measures._numbers import in_numbers

Level = Literal["nominal", "ordinal", "interval", "ratio"]


def krippendorff_alpha(ratings: Ratings, level: Level = "nominal") -> float:
    """``1 - D_o / D_e`` with the coincidences ``o`` of ``n`` values.

    ``D_o`` is the sum of ``o_ck d_ck``, ``D_e`` the sum of ``n_c n_k d_ck / (n - 1)``. The difference ``d`` is 1
    for values that are not the same (nominal); of ordered values the square of how many values lie between two,
    the ends by half (ordinal), of how far they lie apart (interval), or of that over their sum (ratio).

    Raises:
        NotComputable: values that are no numbers have no order and no distance.
    """
    cells = coincidences(ratings if level == "nominal" else in_numbers(ratings))
    sums = marginals(cells)
    total = sum(sums.values())
    if not total:
        raise NotComputable(NO_PAIR)
    difference = _DIFFERENCES[level](sums)
    if level == "nominal":
        # The same at once, however many values there are.
        expected = (total**2 - sum(count**2 for count in sums.values())) / (total - 1)
    else:
        expected = sum(
            sums[one] * sums[other] * difference(one, other) for one in sums for other in sums if one != other
        ) / (total - 1)
    if not expected:
        raise NotComputable(ONE_VALUE)
    observed = sum(weight * difference(one, other) for (one, other), weight in cells.items() if one != other)
    return 1 - observed / expected


Difference = Callable[[Value, Value], float]


def _nominal(_: Mapping[Value, float]) -> Difference:
    return lambda one, other: float(one != other)


def _ordinal(sums: Mapping[Value, float]) -> Difference:
    up_to: dict[Value, float] = {}
    before = 0.0
    for value in sorted(sums):
        up_to[value] = before + sums[value] / 2
        before += sums[value]
    return lambda one, other: (up_to[one] - up_to[other]) ** 2


def _interval(_: Mapping[Value, float]) -> Difference:
    return lambda one, other: (float(one) - float(other)) ** 2


def _ratio(_: Mapping[Value, float]) -> Difference:
    return lambda one, other: ((float(one) - float(other)) / (float(one) + float(other) or 1)) ** 2


_DIFFERENCES: Mapping[Level, Callable[[Mapping[Value, float]], Difference]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}

MEASURE = Measure(
    name="krippendorff_alpha",
    title=say("Krippendorff's alpha"),
    question=say("How far do any number of annotators agree beyond chance?"),
    source="Krippendorff 2019, 12.3",
    ratings=krippendorff_alpha,
    bands=True,
)
