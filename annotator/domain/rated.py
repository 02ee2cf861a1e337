"""Attributes, rated: what annotators who gave one place the same label said of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from annotator.domain.adjudication import readings
from annotator.domain.rating import Pattern, Ratings, Value
from annotator.domain.span import Span
from annotator.domain.span import Value as Attributed


def attribute_ratings(
    layers: Mapping[str, Sequence[Span]], paired: Iterable[tuple[Span, Span]]
) -> dict[tuple[str, str], Ratings]:
    """By label and attribute, the ratings of all places that two or more gave this label.

    ``paired`` are the spans that each two annotators have in one place. An attribute that somebody left open is
    missing there; one with several choices is one value.
    """
    names = sorted(layers)
    found: defaultdict[tuple[str, str], Counter[Pattern]] = defaultdict(Counter)
    for place in readings(layers, paired):
        for label, alike in _by_label(place).items():
            for attribute in {name for span in alike for name in span.attributes}:
                said = {span.layer: value_of(span.attributes, attribute) for span in alike}
                found[label, attribute][tuple(said.get(name) for name in names)] += 1
    return {key: Ratings(names, counts) for key, counts in found.items()}


def _by_label(spans: Sequence[Span]) -> dict[str, list[Span]]:
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        found[span.label].append(span)
    return {label: alike for label, alike in found.items() if len(alike) > 1}


def value_of(attributes: Mapping[str, Attributed], name: str) -> Value | None:
    """What is said of an attribute, as one value to be compared; None where it was left open."""
    value = attributes.get(name)
    if value is None or value in ("", []):
        return None
    if isinstance(value, list):
        return " + ".join(sorted(value))
    return str(value) if isinstance(value, bool) else value
