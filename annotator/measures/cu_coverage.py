"""The coverage of cu-alpha: how much of the texts it speaks about."""

from annotator.domain.comparison import Comparison
from annotator.domain.rating import GAP, coincidences
from annotator.domain.said import say
from annotator.measures._base import NO_PAIR, Measure, NotComputable, one_label_each


def _whole(comparison: Comparison) -> float:
    """The share of the coincidences that are of two units, neither of them a gap."""
    cells = coincidences(one_label_each(comparison).points)
    total = sum(cells.values())
    if not total:
        raise NotComputable(NO_PAIR)
    return sum(weight for (one, other), weight in cells.items() if GAP not in (one, other)) / total


MEASURE = Measure(
    name="cu_coverage",
    title=say("Coverage of cu-alpha"),
    question=say("How much of the texts did two annotators both mark?"),
    source="Krippendorff 2019, 12.6",
    whole=_whole,
)
