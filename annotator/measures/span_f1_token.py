"""F1 token: of all tokens that either marked, how many both marked under the same label."""

from annotator.domain.comparison import Comparison
from annotator.domain.match import Match
from annotator.domain.said import say
from annotator.measures._base import Measure, mean_over_pairs


def f1(match: Match) -> float | None:
    """``2 |A and B| / (|A| + |B|)`` of two multisets of tokens with labels; None where both are empty."""
    every = match.first_tokens + match.second_tokens
    return 2 * match.tokens / every if every else None


def _whole(comparison: Comparison) -> float:
    return mean_over_pairs(comparison, f1)


def _label(comparison: Comparison, label: str) -> float:
    return mean_over_pairs(comparison, f1, label)


MEASURE = Measure(
    name="span_f1_token",
    title=say("F1, tokens"),
    question=say("Of all words that either marked, how many did both mark under the same label?"),
    source="Hripcsak and Rothschild 2005, over tokens",
    whole=_whole,
    label=_label,
    pairs=True,
)
