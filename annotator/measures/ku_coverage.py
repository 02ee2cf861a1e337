"""The coverage of (k)u-alpha: how much of a label it speaks about."""

from annotator.domain.comparison import Comparison
from annotator.domain.rating import GAP, coincidences
from annotator.domain.said import say
from annotator.measures._base import Measure, NotComputable, one_label_each


def _label(comparison: Comparison, label: str) -> float:
    """The share of the label's length where another annotator marked as well, under any label."""
    cells = coincidences(one_label_each(comparison).points)
    every = sum(weight for (one, _), weight in cells.items() if one == label)
    if not every:
        raise NotComputable(say("nobody used this label in what two annotators completed"))
    return sum(weight for (one, other), weight in cells.items() if one == label and other != GAP) / every


MEASURE = Measure(
    name="ku_coverage",
    title=say("Coverage of (k)u-alpha"),
    question=say("How much of what has this label did another annotator mark as well?"),
    source="Krippendorff 2019, 12.6",
    label=_label,
)
