"""F1 exact: of all spans that either marked, how many both marked with the same borders and label."""

from collections.abc import Sequence

from annotator.domain.comparison import Comparison
from annotator.domain.match import Match
from annotator.measures._base import Measure, by_pair, mean_over_pairs


def f1(match: Match) -> float | None:
    """``2 |A and B| / (|A| + |B|)`` of two sets of spans; None where both are empty."""
    every = match.first + match.second
    return 2 * match.exact / every if every else None


def _whole(comparison: Comparison) -> float:
    return mean_over_pairs(comparison, f1)


def _label(comparison: Comparison, label: str) -> float:
    return mean_over_pairs(comparison, f1, label)


def _worked(comparison: Comparison) -> Sequence[tuple[str, float]]:
    pairs = by_pair(comparison).values()
    return (
        ("spans, over all pairs of annotators", sum(match.first + match.second for match in pairs)),
        ("of these, in both, with the same borders and label", sum(match.exact * 2 for match in pairs)),
    )


MEASURE = Measure(
    name="span_f1_exact",
    title="F1, exact",
    question="Of all spans that either marked, how many are the same in borders and label?",
    source="Hripcsak and Rothschild 2005",
    whole=_whole,
    label=_label,
    pairs=True,
    worked=_worked,
)
