"""Confidence intervals: the delete-one jackknife over documents, with Student's t.

Documents are what varies: tokens of one article are not independent of each other, so that standard errors over
tokens are far too small. (Efron and Stein 1981; the interval with t and D - 1 degrees of freedom.)
"""

import math
from collections.abc import Sequence
from functools import cache

FEWEST = 3
"""With fewer documents there is no interval."""

_LEVEL = 0.975


def jackknife(value: float, left_out: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval around ``value``; ``left_out`` has the value without each of the documents."""
    count = len(left_out)
    mean = math.fsum(left_out) / count
    variance = (count - 1) / count * math.fsum((one - mean) ** 2 for one in left_out)
    half = student_t(count - 1) * math.sqrt(variance)
    return value - half, value + half


@cache
def student_t(freedom: int) -> float:
    """The 97.5 % point of Student's t with ``freedom`` degrees of freedom."""
    low, high = 0.0, 13.0  # 12.7 with one degree of freedom; less with more
    while high - low > 1e-12:  # noqa: PLR2004 - far below what is ever shown
        middle = (low + high) / 2
        if _within(middle, freedom) < 2 * _LEVEL - 1:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _within(t: float, freedom: int) -> float:
    """The probability of a value between -t and t (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4)."""
    angle = math.atan(t / math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    term = cosine if freedom % 2 else 1.0
    total = 0.0
    for power in range(1 if freedom % 2 else 0, freedom - 1, 2):
        total += term
        term *= cosine * cosine * (power + 1) / (power + 2)
    return 2 / math.pi * (angle + sine * total) if freedom % 2 else sine * total
