"""Fleiss' kappa as Gwet extends it to values that are missing."""

from annotator.domain.rating import Ratings
from annotator.domain.said import say
from annotator.measures._base import ONE_VALUE, Measure, NotComputable
from annotator.measures._observed import observed, shares


def fleiss_kappa_gwet_missing(ratings: Ratings) -> float:
    """``(p_a - p_e) / (1 - p_e)`` with the sum of the squared shares; what one alone rated counts in ``p_e``."""
    agreement = observed(ratings)
    found = shares(ratings).values()
    if len(found) == 1:
        raise NotComputable(ONE_VALUE)
    chance = sum(share**2 for share in found)
    return (agreement - chance) / (1 - chance)


MEASURE = Measure(
    name="fleiss_kappa_gwet_missing",
    title=say("Fleiss' kappa, with values missing"),
    question=say("How far do several annotators, not all of whom rated everything, agree beyond chance?"),
    source="Gwet 2014, 2.6",
    ratings=fleiss_kappa_gwet_missing,
    asked=True,
)
