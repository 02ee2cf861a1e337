"""u-alpha: how reliable marking and coding are as a whole, beyond chance."""

from annotator.domain.comparison import Comparison, Continuum
from annotator.domain.rating import GAP, coincidences, marginals
from annotator.domain.said import say
from annotator.measures._base import (
    NO_PAIR,
    ONE_VALUE,
    Disagreeing,
    Measure,
    NotComputable,
    Worked,
    one_label_each,
)


def u_alpha(continuum: Continuum) -> Disagreeing:
    """Krippendorff's u-alpha of units and gaps.

    ``1 - (n - sum of l_cc) / (n - sum of e_cc)`` with the coincidences ``l``, their sum ``n``, and the expected
    ``e_cc = n (l_c^2 - S_c) / (n^2 - S)``. ``S_c`` is the sum of the squared lengths of the units labelled ``c``,
    for the gap its length; ``S`` is the sum of them all.
    """
    cells = coincidences(continuum.points)
    sums = marginals(cells)
    total = sum(sums.values())
    if not total:
        raise NotComputable(NO_PAIR)
    squares = {**continuum.squares, GAP: sums.get(GAP, 0.0)}
    own = {value: squares.get(value, 0.0) for value in sums}
    expected = total - total * sum(sums[one] ** 2 - own[one] for one in sums) / (total**2 - sum(own.values()))
    if len(sums) == 1 or expected <= 0:
        raise NotComputable(ONE_VALUE)
    return Disagreeing(total - sum(cells.get((one, one), 0.0) for one in sums), expected, total)


def _whole(comparison: Comparison) -> float:
    return u_alpha(one_label_each(comparison)).alpha


def _label(comparison: Comparison, label: str) -> float:
    return u_alpha(comparison.label(label)).alpha


def _worked(comparison: Comparison) -> Worked:
    return u_alpha(one_label_each(comparison)).worked()


def _worked_label(comparison: Comparison, label: str) -> Worked:
    return u_alpha(comparison.label(label)).worked()


MEASURE = Measure(
    name="u_alpha",
    title=say("u-alpha"),
    question=say("How reliable is marking and coding as a whole, beyond chance?"),
    source="Krippendorff, Mathet, Bouvry and Widlöcher 2016; Krippendorff 2019, 12.6",
    whole=_whole,
    label=_label,
    worked=_worked,
    worked_label=_worked_label,
    bands=True,
)
