"""F1 overlap: of all spans that either marked, how many meet one of the other's under the same label."""

from annotator.domain.comparison import Comparison
from annotator.domain.match import Match
from annotator.domain.said import say
from annotator.measures._base import Measure, Worked, mean_over_pairs, mean_worked


def f1(match: Match) -> float | None:
    """The spans of each that overlap any of the other's, over all spans of both; None where there is none."""
    every = match.first + match.second
    return (match.first_met + match.second_met) / every if every else None


def _whole(comparison: Comparison) -> float:
    return mean_over_pairs(comparison, f1)


def _label(comparison: Comparison, label: str) -> float:
    return mean_over_pairs(comparison, f1, label)


def _worked(comparison: Comparison) -> Worked:
    every, part = (
        say("spans, over all pairs of annotators"),
        say("of these, meeting one of the other’s under the same label"),
    )
    return mean_worked(comparison, lambda match: match.first_met + match.second_met, every, part)


MEASURE = Measure(
    name="span_f1_overlap",
    title=say("F1, overlap"),
    question=say("Of all spans that either marked, how many did the other mark in part, under the same label?"),
    source="Hripcsak and Rothschild 2005, with overlap for identity",
    whole=_whole,
    label=_label,
    pairs=True,
    worked=_worked,
)
