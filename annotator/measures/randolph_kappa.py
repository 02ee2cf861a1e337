"""Randolph's kappa: agreement of several annotators beyond throwing dice among the values."""

from annotator.domain.rating import Ratings
from annotator.domain.said import say
from annotator.measures._base import ONE_VALUE, Measure, NotComputable
from annotator.measures._observed import observed


def randolph_kappa(ratings: Ratings) -> float:
    """``(P - 1 / k) / (1 - 1 / k)`` with the ``k`` values that anybody used (free-marginal kappa)."""
    agreement = observed(ratings)
    values = {value for pattern in ratings.counts for value in pattern if value is not None}
    if len(values) == 1:
        raise NotComputable(ONE_VALUE)
    return (agreement - 1 / len(values)) / (1 - 1 / len(values))


MEASURE = Measure(
    name="randolph_kappa",
    title=say("Randolph's kappa"),
    question=say("How far do several annotators agree beyond throwing dice?"),
    source="Randolph 2005",
    ratings=randolph_kappa,
    asked=True,
)
