"""F1 overlap: of all spans that either marked, how many meet one of the other's under the same label."""

from collections.abc import Sequence

from annotator.domain.comparison import Comparison
from annotator.domain.match import Match
from annotator.measures._base import Measure, by_pair, mean_over_pairs


def f1(match: Match) -> float | None:
    """The spans of each that overlap any of the other's, over all spans of both; None where there is none."""
    every = match.first + match.second
    return (match.first_met + match.second_met) / every if every else None


def _whole(comparison: Comparison) -> float:
    return mean_over_pairs(comparison, f1)


def _label(comparison: Comparison, label: str) -> float:
    return mean_over_pairs(comparison, f1, label)


def _worked(comparison: Comparison) -> Sequence[tuple[str, float]]:
    pairs = by_pair(comparison).values()
    return (
        ("spans, over all pairs of annotators", sum(match.first + match.second for match in pairs)),
        (
            "of these, meeting one of the other's under the same label",
            sum(match.first_met + match.second_met for match in pairs),
        ),
    )


MEASURE = Measure(
    name="span_f1_overlap",
    title="F1, overlap",
    question="Of all spans that either marked, how many did the other mark in part, under the same label?",
    source="Hripcsak and Rothschild 2005, with overlap for identity",
    whole=_whole,
    label=_label,
    pairs=True,
    worked=_worked,
)
