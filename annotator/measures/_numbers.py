"""Values as numbers, for measures of how far values lie apart."""

import math
from collections import Counter

from annotator.domain.rating import Pattern, Ratings, Value
from annotator.domain.said import say
from annotator.measures._base import NotComputable

NO_NUMBERS = say("not every value is a number, so that there is no order and no distance to go by")

_LARGEST = 1e100
"""Of anything beyond it, the square of a square could not be written."""


def in_numbers(ratings: Ratings) -> Ratings:
    """The ratings with each value as a number, text such as “2.5” as well; what is the same number becomes one.

    Raises:
        NotComputable: a value is no number.
    """
    counts: Counter[Pattern] = Counter()
    for pattern, count in ratings.counts.items():
        counts[tuple(None if value is None else _number(value) for value in pattern)] += count
    return Ratings(ratings.annotators, counts)


def _number(value: Value) -> float:
    try:
        found = float(value)
    except (ValueError, OverflowError):
        found = math.nan
    if not abs(found) < _LARGEST:
        raise NotComputable(NO_NUMBERS)
    return found
