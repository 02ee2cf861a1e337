"""Observed agreement: what is counted before chance is asked about."""

from collections import Counter, defaultdict
from collections.abc import Callable

from annotator.domain.rating import Pattern, Ratings, Value
from annotator.measures._base import NO_PAIR, NotComputable

Weight = Callable[[Value, Value], float]
"""How far two values that are not the same agree in part, from 0 to 1."""


def item_agreement(pattern: Pattern, weight: Weight | None = None) -> float | None:
    """The share of the pairs of annotators who said the same of one thing; None where no two said anything."""
    said = Counter(value for value in pattern if value is not None)
    raters = said.total()
    if raters < 2:  # noqa: PLR2004 - it takes two
        return None
    same: float = sum(times * (times - 1) for times in said.values())
    if weight:
        same += sum(said[one] * said[other] * weight(one, other) for one in said for other in said if one != other)
    return same / (raters * (raters - 1))


def observed(ratings: Ratings, weight: Weight | None = None) -> float:
    """The mean agreement of pairs of annotators, over what at least two rated."""
    same, things = 0.0, 0.0
    for raters, table in ratings.meetings.items():
        ways = raters * (raters - 1)
        things += table.total() / ways
        for (one, other), count in table.items():
            same += count * (1.0 if one == other else weight(one, other) if weight else 0.0) / ways
    if not things:
        raise NotComputable(NO_PAIR)
    return same / things


def shares(ratings: Ratings) -> dict[Value, float]:
    """Each value's mean share in what was said of a thing, over all that anybody rated (Gwet 2014, 2.6)."""
    sums: defaultdict[Value, float] = defaultdict(float)
    things = 0
    for pattern, count in ratings.counts.items():
        said = [value for value in pattern if value is not None]
        things += count if said else 0
        for value in said:
            sums[value] += count / len(said)
    if not things:
        raise NotComputable(NO_PAIR)
    return {value: share / things for value, share in sums.items()}
