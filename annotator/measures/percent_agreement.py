"""Percent agreement: how often two annotators say the same, chance and all."""

from annotator.measures._base import Measure
from annotator.measures._observed import observed

MEASURE = Measure(
    name="percent_agreement",
    title="Percent agreement",
    question="How often do two annotators say the same, chance and all?",
    source="Artstein and Poesio 2008, 2.1",
    ratings=observed,
)
