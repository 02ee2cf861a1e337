"""Attributes as ratings: what annotators say of a place that they marked alike.

A place is rated where two or more marked just the same fragments under the same label. Where borders or labels
differ there is not one thing to speak of; how often that is, the other figures tell.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from annotator.domain.codebook import Attribute
from annotator.domain.disagreement import once
from annotator.domain.rating import Pattern, Ratings
from annotator.domain.rating import Value as Rating
from annotator.domain.span import Fragments, Span, Value

Said = Mapping[tuple[str, str], Ratings]
"""By label and attribute. Who has no span there, or left the attribute open, has given no answer."""


def said(layers: Mapping[str, Sequence[Span]]) -> Said:
    """What was said of each attribute in one document; ``layers`` are the spans of everybody who completed it."""
    names = tuple(sorted(layers))
    counts: defaultdict[tuple[str, str], Counter[Pattern]] = defaultdict(Counter)
    for (_, label), spans in _places(layers).items():
        values = {name: {key: _rating(one) for key, one in spans[name].attributes.items()} for name in spans}
        for attribute in {key for own in values.values() for key in own}:
            pattern = tuple(values.get(name, {}).get(attribute) for name in names)
            if len(names) - pattern.count(None) > 1:
                counts[label, attribute][pattern] += 1
    return {key: Ratings(names, found) for key, found in counts.items()}


def _places(layers: Mapping[str, Sequence[Span]]) -> dict[tuple[Fragments, str], dict[str, Span]]:
    found: defaultdict[tuple[Fragments, str], dict[str, Span]] = defaultdict(dict)
    for name, spans in layers.items():
        for span in once(spans):
            found[span.fragments, span.label][name] = span
    return {place: spans for place, spans in found.items() if len(spans) > 1}


def _rating(value: Value) -> Rating | None:
    if isinstance(value, bool):
        # Not as a number: True would be the same as 1.
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(sorted(value)) or None
    return None if value == "" else value


def in_ranks(ratings: Ratings, attribute: Attribute) -> Ratings:
    """Choices by their rank in the codebook's order; what is no choice any more is no answer."""
    ranks: dict[Rating | None, int] = {choice: rank for rank, choice in enumerate(attribute.choices, start=1)}
    counts: Counter[Pattern] = Counter()
    for pattern, count in ratings.counts.items():
        counts[tuple(ranks.get(value) for value in pattern)] += count
    return Ratings(ratings.annotators, counts)


def rated(ratings: Ratings) -> int:
    """How many places two or more have rated."""
    return sum(count for raters, count in ratings.raters.items() if raters > 1)
