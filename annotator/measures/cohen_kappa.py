"""Cohen's kappa: agreement of two annotators beyond chance, each with habits of their own."""

import math
from collections import Counter
from statistics import NormalDist

from annotator.domain.rating import Ratings, Value
from annotator.domain.said import say
from annotator.measures._base import NO_PAIR, ONE_VALUE, Measure, NotComputable


def cohen_kappa(ratings: Ratings) -> float:
    """``(p_o - p_e) / (1 - p_e)`` with ``p_e`` from the two annotators' own distributions.

    Of more than two annotators the mean over their pairs (Light 1971); a pair that has no variation is left out.
    """
    tables = [table for _, table in ratings.pairs() if table]
    if not tables:
        raise NotComputable(NO_PAIR)
    found = [value for value in map(_kappa, tables) if value is not None]
    if not found:
        raise NotComputable(ONE_VALUE)
    return sum(found) / len(found)


def _kappa(table: Counter[tuple[Value, Value]]) -> float | None:
    total = table.total()
    first, second = _habits(table)
    chance = sum(first[value] * second[value] for value in first)
    if chance == total**2:
        return None
    same = sum(count for (one, other), count in table.items() if one == other)
    return (same * total - chance) / (total**2 - chance)


def _habits(table: Counter[tuple[Value, Value]]) -> tuple[Counter[Value], Counter[Value]]:
    """How often each of the two said what."""
    first: Counter[Value] = Counter()
    second: Counter[Value] = Counter()
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    return first, second


def standard_error(ratings: Ratings) -> float:
    """Its standard error over things for two annotators (Fleiss, Cohen and Everitt 1969, the general case).

    It is for things that are independent of each other, such as documents; tokens of one text are not.
    """
    ((_, table),) = ratings.pairs()
    total = table.total()
    kappa = cohen_kappa(ratings)
    first, second = _habits(table)
    chance = sum(first[value] * second[value] for value in first) / total**2
    spread = sum(
        count / total * (1 - (first[one] + second[one]) / total * (1 - kappa)) ** 2
        if one == other
        else count / total * (1 - kappa) ** 2 * ((second[one] + first[other]) / total) ** 2
        for (one, other), count in table.items()
    )
    # Where they agree perfectly, rounding alone may leave less than nothing.
    variance = max(0.0, spread - (kappa - chance * (1 - kappa)) ** 2) / total
    return math.sqrt(variance) / (1 - chance)


def interval(ratings: Ratings) -> tuple[float, float]:
    """The 95 % interval of kappa from its standard error, as other programs give it."""
    half = NormalDist().inv_cdf(0.975) * standard_error(ratings)
    return cohen_kappa(ratings) - half, cohen_kappa(ratings) + half


MEASURE = Measure(
    name="cohen_kappa",
    title=say("Cohen's kappa"),
    question=say("How far do two annotators agree beyond what their own habits would bring about?"),
    source="Cohen 1960; over pairs Light 1971",
    ratings=cohen_kappa,
    pairs=True,
)
