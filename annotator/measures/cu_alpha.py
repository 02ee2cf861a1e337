"""cu-alpha: where two annotators both marked, whether it is under the same label."""

from annotator.domain.comparison import Comparison
from annotator.domain.rating import GAP, coincidences, marginals
from annotator.domain.said import say
from annotator.measures._base import (
    NEVER_BOTH,
    NO_PAIR,
    ONE_VALUE,
    Disagreeing,
    Measure,
    NotComputable,
    Worked,
    one_label_each,
)


def cu_alpha(comparison: Comparison) -> Disagreeing:
    """Krippendorff's cu-alpha: as u-alpha, of the intersections of units alone.

    ``1 - (n - sum of l_cc) / (n - sum of e_cc)`` with ``e_cc = (l_c^2 - S_c) / (n - S / n)``. ``S_c`` is the sum,
    over the units labelled ``c``, of the squared mean length that the other annotators marked within the unit.
    """
    continuum = one_label_each(comparison)
    every = coincidences(continuum.points)
    if not every:
        raise NotComputable(NO_PAIR)
    cells = {(one, other): weight for (one, other), weight in every.items() if GAP not in (one, other)}
    sums = marginals(cells)
    total = sum(sums.values())
    if not total:
        raise NotComputable(NEVER_BOTH)
    own = {value: continuum.shared.get(value, 0.0) for value in sums}
    pairable = total - sum(own.values()) / total
    if len(sums) == 1 or pairable <= 0:
        raise NotComputable(ONE_VALUE)
    expected = total - sum(sums[one] ** 2 - own[one] for one in sums) / pairable
    if expected <= 0:
        raise NotComputable(ONE_VALUE)
    return Disagreeing(total - sum(cells.get((one, one), 0.0) for one in sums), expected, total)


def _whole(comparison: Comparison) -> float:
    return cu_alpha(comparison).alpha


def _worked(comparison: Comparison) -> Worked:
    return cu_alpha(comparison).worked(say("characters that two marked, once for each of them"))


MEASURE = Measure(
    name="cu_alpha",
    title=say("cu-alpha"),
    question=say("Where both marked, is it the same label?"),
    source="Krippendorff, Mathet, Bouvry and Widlöcher 2016; Krippendorff 2019, 12.6",
    whole=_whole,
    worked=_worked,
    bands=True,
)
