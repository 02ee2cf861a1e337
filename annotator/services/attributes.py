"""Attributes: how far annotators who gave one place the same label also agree on its attributes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from annotator.domain.adjudication import units
from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.rating import Pattern, Ratings, Value, pooled
from annotator.domain.span import Span
from annotator.measures.krippendorff_alpha import krippendorff_alpha
from annotator.services import counting
from annotator.services.figures import Figure, all_measures, figure
from annotator.store.completed import Completed
from annotator.store.engine import Transaction

Rated = Mapping[tuple[str, str], Ratings]
"""By label and attribute: what was said of the places that two or more gave this label."""

_RATED = 4_000
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
    of_documents = [rated(tx, one, book) for one in documents]
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


def rated(tx: Transaction, document: Completed, book: Codebook) -> Rated:
    """What the annotators of one document said of the attributes of what they marked alike."""

    def load() -> tuple[Rated, int]:
        layers = counting.spans_by_layer(tx, document)
        names = sorted(layers)
        found: defaultdict[tuple[str, str], Counter[Pattern]] = defaultdict(Counter)
        for unit in units(layers, ()):
            for label, alike in _by_label(unit.readings).items():
                for attribute in _attributes(book, label):
                    said = {span.layer: _value(span, attribute.name) for span in alike}
                    found[label, attribute.name][tuple(said.get(name) for name in names)] += 1
        return {key: Ratings(names, counts) for key, counts in found.items()}, _RATED

    return tx.keep(("rated", document.document_id, document.layers, book.version), load)


def _by_label(spans: Sequence[Span]) -> dict[str, list[Span]]:
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        found[span.label].append(span)
    return {label: alike for label, alike in found.items() if len(alike) > 1}


def _attributes(book: Codebook, label: str) -> Sequence[Attribute]:
    return next((one.attributes for one in book.labels if one.name == label), ())


def _value(span: Span, name: str) -> Value | None:
    value = span.attributes.get(name)
    if value is None or value in ("", []):
        return None
    if isinstance(value, list):
        return " + ".join(sorted(value))
    return str(value) if isinstance(value, bool) else value


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
