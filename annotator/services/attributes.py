"""Attributes: how far annotators agree on those of places that they gave the same label, and of documents."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from annotator.domain import rated
from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.rating import Pattern, Ratings, Value, pooled
from annotator.domain.span import Value as Attributed
from annotator.measures.krippendorff_alpha import krippendorff_alpha
from annotator.services import counting
from annotator.services.figures import Figure, all_measures, figure
from annotator.store import layers
from annotator.store.completed import Completed
from annotator.store.engine import Transaction

_BY_DEFAULT = ("percent_agreement", "krippendorff_alpha", "cohen_kappa")
LEVELS = ("krippendorff_alpha_ordinal", "krippendorff_alpha_interval")
"""What is computed of attributes alone: of choices by their order, of numbers by their distance."""


@dataclass(frozen=True, slots=True)
class OfAttribute:
    """An attribute: of how many places, or documents, two or more said anything, and the figures.

    Of so many places not all said the same; a place counts once, however many marked it.
    """

    places: int
    differing: int
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
            computed = _of(attribute, [one[key] for one in of_documents if key in one], wanted)
            if computed:
                found[label.name][attribute.name] = computed
    return found


@dataclass(frozen=True, slots=True)
class Differing:
    """A document about which annotators say different things: for each who says any, what."""

    document: Completed
    said: Mapping[str, Attributed]


@dataclass(frozen=True, slots=True)
class OfDocuments:
    """An attribute of documents as a whole: its figures, and the documents about which annotators differ."""

    figures: OfAttribute
    differing: Sequence[Differing]


def of_documents(
    tx: Transaction, documents: Sequence[Completed], book: Codebook, wanted: Sequence[str] = ()
) -> dict[str, OfDocuments]:
    """The attributes of documents as a whole, by name, where two said anything of any document."""
    ids = [head.id for one in documents for head in one.layers]
    told = layers.attributes_of(tx, ids) if book.document_attributes else {}
    found = {}
    for attribute in book.document_attributes:
        said = [(one, _said(one, told, attribute.name)) for one in documents]
        parts = [Ratings(tuple(by), {tuple(by.values()): 1}) for _, by in said if by]
        names = sorted({name for part in parts for name in part.annotators})
        computed = _of(attribute, [part.of(names) for part in parts], wanted)
        if computed:
            differing = [
                Differing(
                    one, {head.name: told[head.id][attribute.name] for head in one.layers if head.name in by}
                )
                for one, by in said
                if len(set(by.values())) > 1
            ]
            found[attribute.name] = OfDocuments(computed, differing)
    return found


def _said(document: Completed, told: Mapping[str, Mapping[str, Attributed]], name: str) -> dict[str, Value]:
    values = {head.name: rated.value_of(told[head.id], name) for head in document.layers}
    return {who: value for who, value in sorted(values.items()) if value is not None}


def _of(attribute: Attribute, parts: Sequence[Ratings], wanted: Sequence[str]) -> OfAttribute | None:
    """The figures of an attribute from the ratings in each document; None where no two said anything."""
    whole = pooled(parts)
    places = sum(count for raters, count in whole.raters.items() if raters > 1)
    if not places:
        return None
    left_out = [whole.without(part) for part in parts]
    differing = sum(count for said, count in whole.counts.items() if len(set(said) - {None}) > 1)
    return OfAttribute(
        places,
        differing,
        {
            name: figure(compute, whole, left_out)
            for name, compute in _computed(attribute).items()
            if not wanted or name in wanted
        },
    )


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
