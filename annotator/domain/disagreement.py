"""Disagreements: what two annotators made of the same passages, pair by pair, and how they differ.

Every span stands in just one pair, as the alignment has it; spans of one annotator that coincide count once. So
the pairs of all kinds together are all that either marked, and the counts behind F1 exact and behind the table of
labels are counts of these pairs.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, NamedTuple, get_args

from annotator.domain.alignment import Pair, align, in_order, overlap
from annotator.domain.rated import value_of
from annotator.domain.rating import Value
from annotator.domain.span import Span

Kind = Literal["missed", "border", "label", "border_and_label", "split", "attribute", "same"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""``split``: one marked in parts what the other marked as one. ``same``: they agree, attributes and all."""

NOT_MARKED = ""
"""In the place of a label: this one marked nothing there."""


@dataclass(frozen=True, slots=True)
class Paired:
    """What the one and the other marked in one place; one of them is None where only the other marked."""

    kind: Kind
    one: Span | None
    other: Span | None

    @property
    def labels(self) -> tuple[str, str]:
        """Both labels, ``NOT_MARKED`` where there is none."""
        return (
            self.one.label if self.one else NOT_MARKED,
            self.other.label if self.other else NOT_MARKED,
        )

    @property
    def spans(self) -> tuple[Span, ...]:
        """Those that there are."""
        return tuple(span for span in (self.one, self.other) if span)


class Pattern(NamedTuple):
    """What comes again and again: the same labels over the same words, whoever marked which."""

    labels: tuple[str, str]
    words: tuple[str, ...]


def pair_off(first: Iterable[Span], second: Iterable[Span]) -> tuple[Paired, ...]:
    """All spans of two annotators of one document, paired, in reading order."""
    return _kinds(align(_once(first), _once(second)))


def pair_off_aligned(aligned: Sequence[Pair]) -> tuple[Paired, ...]:
    """The same of all spans of two annotators that are aligned already."""
    first, second = [one for one, _ in aligned if one], [other for _, other in aligned if other]
    if any(len({(span.fragments, span.label) for span in own}) < len(own) for own in (first, second)):
        return pair_off(first, second)
    return _kinds(aligned)


def _kinds(aligned: Sequence[Pair]) -> tuple[Paired, ...]:
    parts = _parts(aligned)
    return tuple(Paired(_kind(one, other, parts), one, other) for one, other in aligned)


def pattern(paired: Paired, text: str) -> Pattern:
    """What a pair has in common with others like it; words are compared without regard to case and white space."""
    words = (" ".join(span.quote(text).casefold().split()) for span in paired.spans)
    one, other = sorted(paired.labels)
    return Pattern((one, other), tuple(sorted(set(words))))


def differing(paired: Paired) -> tuple[str, ...]:
    """The attributes of which two who gave one label say different things; one left open differs from nothing."""
    one, other = paired.one, paired.other
    if one is None or other is None or one.label != other.label:
        return ()
    both = sorted(one.attributes.keys() & other.attributes.keys())
    return tuple(name for name in both if _contradict(*(value_of(it.attributes, name) for it in (one, other))))


def _contradict(one: Value | None, other: Value | None) -> bool:
    return one is not None and other is not None and one != other


def _once(spans: Iterable[Span]) -> list[Span]:
    return list({(span.fragments, span.label): span for span in reversed(in_order(spans))}.values())


def _kind(one: Span | None, other: Span | None, parts: set[str]) -> Kind:
    if one and other and (one.fragments, one.label) == (other.fragments, other.label):
        return "same" if one.attributes == other.attributes else "attribute"
    if any(span.id in parts for span in (one, other) if span):
        return "split"
    if not one or not other:
        return "missed"
    if one.label == other.label:
        return "border"
    return "label" if one.fragments == other.fragments else "border_and_label"


def _parts(aligned: Sequence[tuple[Span | None, Span | None]]) -> set[str]:
    """The ids of the spans that are one on the one side and several, of the same label, on the other."""
    partner = {one.id: other.id for one, other in aligned if one and other}
    partner |= {other.id: one.id for one, other in aligned if one and other}
    sides = [[span for span in side if span] for side in zip(*aligned, strict=True)] if aligned else [[], []]
    found: set[str] = set()
    for wholes, pieces in (sides, sides[::-1]):
        for whole, inside in _inside(wholes, pieces):
            # Nothing that goes together with something else is a part of this.
            own = [one for one in inside if partner.get(one.id, whole.id) == whole.id]
            free = whole.id not in partner or partner[whole.id] in {one.id for one in own}
            if len(own) > 1 and free:
                found |= {whole.id, *(one.id for one in own)}
    return found


def _inside(wholes: Sequence[Span], pieces: Sequence[Span]) -> Iterable[tuple[Span, list[Span]]]:
    """For spans near several of the other annotator's, those of its label that lie within it by more than half."""
    by_label: defaultdict[str, list[Span]] = defaultdict(list)
    for piece in sorted(pieces, key=attrgetter("start")):
        by_label[piece.label].append(piece)
    starts = {label: [one.start for one in own] for label, own in by_label.items()}
    longest = {label: max(one.end - one.start for one in own) for label, own in by_label.items()}
    for whole in wholes:
        if whole.label not in by_label:
            continue
        there = starts[whole.label]
        first = bisect_left(there, whole.start - longest[whole.label])
        near = by_label[whole.label][first : bisect_left(there, whole.end, first)]
        if len(near) > 1:
            yield whole, [one for one in near if 2 * overlap(whole, one) > _length(one)]


def _length(span: Span) -> int:
    return sum(end - start for start, end in span.fragments)
