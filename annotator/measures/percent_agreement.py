"""Percent agreement: how often two annotators say the same, chance and all."""

from annotator.domain.said import say
from annotator.measures._base import Measure
from annotator.measures._observed import observed

MEASURE = Measure(
    name="percent_agreement",
    title=say("Percent agreement"),
    question=say("How often do two annotators say the same, chance and all?"),
    source="Artstein and Poesio 2008, 2.1",
    ratings=observed,
)
