"""Percent agreement: how often two annotators say the same, chance and all."""

from collections import Counter

from annotator.domain.rating import Ratings
from annotator.measures._base import NO_PAIR, Measure, NotComputable


def percent_agreement(ratings: Ratings) -> float:
    """The mean, over what at least two rated, of the share of pairs of annotators who said the same."""
    agreeing, things = 0.0, 0
    for pattern, count in ratings.counts.items():
        said = Counter(value for value in pattern if value is not None)
        raters = said.total()
        if raters > 1:
            things += count
            agreeing += count * sum(times * (times - 1) for times in said.values()) / (raters * (raters - 1))
    if not things:
        raise NotComputable(NO_PAIR)
    return agreeing / things


MEASURE = Measure(
    name="percent_agreement",
    title="Percent agreement",
    question="How often do two annotators say the same, chance and all?",
    source="Artstein and Poesio 2008, 2.1",
    ratings=percent_agreement,
)
