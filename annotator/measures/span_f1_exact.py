"""F1 exact: of all spans that either marked, how many both marked with the same borders and label."""

from annotator.domain.comparison import Comparison
from annotator.domain.match import Match
from annotator.domain.said import say
from annotator.measures._base import Measure, Worked, mean_over_pairs, mean_worked


def f1(match: Match) -> float | None:
    """``2 |A and B| / (|A| + |B|)`` of two sets of spans; None where both are empty."""
    every = match.first + match.second
    return 2 * match.exact / every if every else None


def _whole(comparison: Comparison) -> float:
    return mean_over_pairs(comparison, f1)


def _label(comparison: Comparison, label: str) -> float:
    return mean_over_pairs(comparison, f1, label)


def _worked(comparison: Comparison) -> Worked:
    every = say("spans, over all pairs of annotators")
    part = say("of these, in both, with the same borders and label")
    return mean_worked(comparison, lambda match: 2 * match.exact, every, part)


MEASURE = Measure(
    name="span_f1_exact",
    title=say("F1, exact"),
    question=say("Of all spans that either marked, how many are the same in borders and label?"),
    source="Hripcsak and Rothschild 2005",
    whole=_whole,
    label=_label,
    pairs=True,
    worked=_worked,
)
