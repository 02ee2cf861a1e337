"""Attributes: how far annotators say the same of what they marked alike."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from annotator.domain.attribute_rating import Said, in_ranks, rated
from annotator.domain.codebook import Attribute, AttributeType, Codebook
from annotator.domain.rating import Ratings
from annotator.measures._base import NotComputable
from annotator.measures.cohen_kappa import cohen_kappa
from annotator.measures.krippendorff_alpha import Level, krippendorff_alpha
from annotator.measures.percent_agreement import MEASURE as PERCENT_AGREEMENT
from annotator.services.figures import Figure, of_ratings

Compute = Callable[[Ratings], float]

_NO_PLACE = "there is no place that two annotators marked alike and spoke of"

_LEVELS: dict[AttributeType, Level] = {"choice": "ordinal", "number": "interval"}
"""Beside the nominal: how far values lie apart, where they have an order or a distance."""


@dataclass(frozen=True, slots=True)
class OfAttribute:
    """One attribute of a label: its type, the places that two or more rated, and its figures.

    ``krippendorff_alpha`` is nominal; choices have ``krippendorff_alpha_ordinal`` too, in the codebook's order,
    and numbers ``krippendorff_alpha_interval``.
    """

    type: AttributeType
    places: int
    figures: dict[str, Figure]


def of_label(
    book: Codebook, label: str, documents: Iterable[Said], wanted: Sequence[str] = ()
) -> dict[str, OfAttribute]:
    """The figures of each attribute that the codebook gives a label, where anybody rated the same place."""
    known = book.label(label).attributes if any(one.name == label for one in book.labels) else ()
    if not known:
        return {}
    all_said = list(documents)
    found = {}
    for attribute in known:
        key = label, attribute.name
        here = [said[key] for said in all_said if key in said]
        places = sum(map(rated, here))
        figures = dict(_figures(attribute, here, wanted))
        if places and figures:
            found[attribute.name] = OfAttribute(attribute.type, places, figures)
    return found


def _figures(
    attribute: Attribute, documents: Sequence[Ratings], wanted: Sequence[str]
) -> Iterator[tuple[str, Figure]]:
    for name, compute in (
        ("percent_agreement", PERCENT_AGREEMENT.ratings),
        ("cohen_kappa", cohen_kappa),
        ("krippendorff_alpha", krippendorff_alpha),
    ):
        if compute and (not wanted or name in wanted):
            yield name, of_ratings(documents, _where_rated(compute))
    level = _LEVELS.get(attribute.type)
    if level and (not wanted or "krippendorff_alpha" in wanted):
        ordered = [in_ranks(one, attribute) for one in documents] if level == "ordinal" else documents
        by_level = _where_rated(partial(krippendorff_alpha, level=level))
        yield f"krippendorff_alpha_{level}", of_ratings(ordered, by_level)


def _where_rated(compute: Compute) -> Compute:
    def computed(ratings: Ratings) -> float:
        if not rated(ratings):
            raise NotComputable(_NO_PLACE)
        return compute(ratings)

    return computed
