"""Beside each other: what of a span another annotator marked as well, which is what figures are made of.

Alphas speak about characters, F1 about spans. These counts say of each passage how much it adds to which, so that
the passages behind a figure can be listed, and add up to it.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotator.domain.span import Span
from annotator.domain.sweep import covered


class Beside(NamedTuple):
    """Of one span, or of several together.

    Attributes:
        alone: so many characters the other left unmarked.
        otherwise: so many the other marked, but only under other labels.
        unmet: so many of the spans meet none of the other's under their label.
    """

    alone: int = 0
    otherwise: int = 0
    unmet: int = 0

    def plus(self, other: "Beside") -> "Beside":
        """Both together."""
        return Beside(self.alone + other.alone, self.otherwise + other.otherwise, self.unmet + other.unmet)


class Marks:
    """What one annotator marked in a text, to hold another's spans beside it."""

    def __init__(self, spans: Iterable[Span]) -> None:
        by_label: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for span in spans:
            by_label[span.label] += [(start, end, "") for start, end in span.fragments]
        self._of_label = {label: _Stretches(own) for label, own in by_label.items()}
        self._all = _Stretches([unit for own in by_label.values() for unit in own])

    def beside(self, span: Span) -> Beside:
        """What of another's span stands here."""
        long = sum(end - start for start, end in span.fragments)
        here = self._all.common(span.fragments)
        own = self._of_label.get(span.label)
        alike = own.common(span.fragments) if own else 0
        return Beside(long - here, here - alike, int(not alike))


class _Stretches:
    """What units cover together."""

    def __init__(self, units: Iterable[tuple[int, int, str]]) -> None:
        found = covered(sorted(units))
        self._starts = [start for start, _, _ in found]
        self._ends = [end for _, end, _ in found]

    def common(self, fragments: Sequence[tuple[int, int]]) -> int:
        """How many characters of some fragments these cover."""
        starts, ends = self._starts, self._ends
        return sum(
            min(end, ends[at]) - max(start, starts[at])
            for start, end in fragments
            for at in range(bisect_right(ends, start), bisect_left(starts, end))
        )
