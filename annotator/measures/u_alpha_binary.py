"""|u-alpha: how reliable it is where something is marked, whatever the label."""

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


def u_alpha_binary(continuum: Continuum) -> Disagreeing:
    """Krippendorff's |u-alpha of units against gaps.

    The observed coincidences of the gap with all units, over the expected ones, from 1; expected as for u-alpha:
    ``e_gk = n l_g l_k / (n^2 - S)``.
    """
    cells = coincidences(continuum.points)
    sums = marginals(cells)
    total, gaps = sum(sums.values()), sums.get(GAP, 0.0)
    if not total:
        raise NotComputable(NO_PAIR)
    if not 0 < gaps < total:
        raise NotComputable(ONE_VALUE)
    own = gaps + sum(square for value, square in continuum.squares.items() if value in sums)
    observed = sum(weight for (one, other), weight in cells.items() if one == GAP and other != GAP)
    return Disagreeing(observed, total * gaps * (total - gaps) / (total**2 - own), total)


def _whole(comparison: Comparison) -> float:
    return u_alpha_binary(one_label_each(comparison)).alpha


def _worked(comparison: Comparison) -> Worked:
    found = u_alpha_binary(one_label_each(comparison))
    # Each difference between a unit and a gap is met from both sides.
    return Disagreeing(2 * found.observed, 2 * found.expected, found.total).worked()


MEASURE = Measure(
    name="u_alpha_binary",
    title=say("|u-alpha"),
    question=say("Do we mark the same passages?"),
    source="Krippendorff, Mathet, Bouvry and Widlöcher 2016; Krippendorff 2019, 12.6",
    whole=_whole,
    worked=_worked,
    bands=True,
)
