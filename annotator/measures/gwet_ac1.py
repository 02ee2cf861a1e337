"""Gwet's AC1: agreement beyond what random rating of a share of the things would bring about.

Where nearly everything has one and the same value, as the gap in annotated texts, it comes out high even if
annotators agree on nothing else. It is therefore not shown unless it is asked for.
"""

import math

from annotator.domain.rating import Ratings
from annotator.domain.said import say
from annotator.measures._base import ONE_VALUE, Measure, NotComputable
from annotator.measures._observed import item_agreement, observed, shares


def gwet_ac1(ratings: Ratings) -> float:
    """``(p_a - p_e) / (1 - p_e)``."""
    agreement, chance = observed(ratings), expected(ratings)
    return (agreement - chance) / (1 - chance)


def expected(ratings: Ratings) -> float:
    """``p_e = sum of pi_k (1 - pi_k) / (q - 1)`` with the shares ``pi`` of the ``q`` values."""
    found = shares(ratings).values()
    if len(found) == 1:
        raise NotComputable(ONE_VALUE)
    return sum(share * (1 - share) for share in found) / (len(found) - 1)


def standard_error(ratings: Ratings) -> float:
    """Its standard error over things, as if these were a random sample (Gwet 2008, with values missing 2014, 2.6).

    It is for things that are independent of each other, such as documents; tokens of one text are not.
    """
    value, chance, share = gwet_ac1(ratings), expected(ratings), shares(ratings)
    rated = {
        pattern: count for pattern, count in ratings.counts.items() if any(one is not None for one in pattern)
    }
    things = sum(rated.values())
    if things == 1:
        raise NotComputable(say("one thing alone has no standard error"))
    twice = sum(count for pattern, count in rated.items() if item_agreement(pattern) is not None)
    squares = 0.0
    for pattern, count in rated.items():
        same = item_agreement(pattern)
        own = 0.0 if same is None else things / twice * (same - chance) / (1 - chance)
        said = [one for one in pattern if one is not None]
        here = sum(1 - share[one] for one in said) / len(said) / (len(share) - 1)
        squares += count * (own - 2 * (1 - value) * (here - chance) / (1 - chance) - value) ** 2
    return math.sqrt(squares / (things * (things - 1)))


MEASURE = Measure(
    name="gwet_ac1",
    title=say("Gwet's AC1"),
    question=say("How far do annotators agree beyond random rating? High wherever little is marked."),
    source="Gwet 2008; with values missing Gwet 2014, 2.6",
    ratings=gwet_ac1,
    asked=True,
)
