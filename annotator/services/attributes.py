"""Attributes: how far annotators who gave one place the same label also agree on its attributes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.rating import Pattern, Ratings, pooled
from annotator.measures.krippendorff_alpha import krippendorff_alpha
from annotator.services import counting
from annotator.services.figures import Figure, all_measures, figure
from annotator.store.completed import Completed
from annotator.store.engine import Transaction

_BY_DEFAULT = ("percent_agreement", "krippendorff_alpha", "cohen_kappa")


@dataclass(frozen=True, slots=True)
class OfAttribute:
    """An attribute of a label: of how many places two or more said anything, and the figures."""

    places: int
    figures: dict[str, Figure]


def figures(
    tx: Transaction, documents: Sequence[Completed], book: Codebook, wanted: Sequence[str] = ()
) -> dict[str, dict[str, OfAttribute]]:
    """For each label the figures of its attributes, where any place can be compared."""
    of_documents = [counting.counted(tx, one).rated for one in documents]
    found: defaultdict[str, dict[str, OfAttribute]] = defaultdict(dict)
    for label in book.labels:
        for attribute in label.attributes:
            key = (label.name, attribute.name)
            parts = [one[key] for one in of_documents if key in one]
            whole = pooled(parts)
            places = sum(count for raters, count in whole.raters.items() if raters > 1)
            if places:
                left_out = [whole.without(part) for part in parts]
                found[label.name][attribute.name] = OfAttribute(
                    places,
                    {
                        name: figure(compute, whole, left_out)
                        for name, compute in _computed(attribute).items()
                        if not wanted or name in wanted
                    },
                )
    return found


def _computed(attribute: Attribute) -> dict[str, Callable[[Ratings], float]]:
    """The measures of an attribute by name; where its values have an order or a distance, also by these."""
    measures = all_measures()
    found = {name: compute for name in _BY_DEFAULT if (compute := measures[name].ratings)}
    if attribute.type == "choice":
        found["krippendorff_alpha_ordinal"] = partial(_ordinal, attribute.choices)
    if attribute.type == "number":
        found["krippendorff_alpha_interval"] = partial(krippendorff_alpha, level="interval")
    return found


def _ordinal(choices: Sequence[str], ratings: Ratings) -> float:
    """By the order in which the codebook has the choices; one that it has no more comes after them."""
    said = set(chain.from_iterable(ratings.counts)) - {None}
    others = sorted(str(value) for value in said if value not in choices)
    ranks = {value: rank for rank, value in enumerate([*choices, *others])}
    counts: Counter[Pattern] = Counter()
    for pattern, count in ratings.counts.items():
        counts[tuple(None if value is None else ranks[str(value)] for value in pattern)] += count
    return krippendorff_alpha(Ratings(ratings.annotators, counts), "ordinal")
