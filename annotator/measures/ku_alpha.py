"""(k)u-alpha: how reliable one label is, where two annotators both marked."""

from annotator.domain.comparison import Comparison
from annotator.domain.rating import GAP, coincidences, marginals
from annotator.domain.said import say
from annotator.measures._base import NEVER_BOTH, NO_PAIR, ONE_VALUE, Measure, NotComputable, one_label_each


def _label(comparison: Comparison, label: str) -> float:
    """Krippendorff's (k)u-alpha of one label among the others.

    ``1 - e_k (l_k - l_kk) / (l_k (e_k - e_kk))`` with the coincidences and expectations of cu-alpha.
    """
    continuum = one_label_each(comparison)
    every = coincidences(continuum.points)
    if not every:
        raise NotComputable(NO_PAIR)
    cells = {(one, other): weight for (one, other), weight in every.items() if GAP not in (one, other)}
    sums = marginals(cells)
    here = sums.get(label, 0.0)
    if not here:
        raise NotComputable(NEVER_BOTH)
    total = sum(sums.values())
    pairable = total - sum(continuum.shared.get(value, 0.0) for value in sums) / total
    own = continuum.shared.get(label, 0.0)
    with_others = here * (total - here)
    if not with_others or pairable <= 0:
        raise NotComputable(ONE_VALUE)
    # Both expectations are over the same denominator, which falls out of their ratio.
    expected = (here * total - own) / with_others
    return 1 - expected * (here - cells.get((label, label), 0.0)) / here


MEASURE = Measure(
    name="ku_alpha",
    title=say("(k)u-alpha"),
    question=say("Which label is the problem?"),
    source="Krippendorff, Mathet, Bouvry and Widlöcher 2016; Krippendorff 2019, 12.6",
    label=_label,
    bands=True,
)
