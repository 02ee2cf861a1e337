"""Matches: of what two annotators marked, how much the other marked as well."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, combinations
from operator import add, le, sub
from typing import NamedTuple

from annotator.domain.token import Tokens

Place = tuple[tuple[tuple[int, int], ...], str]
"""A span without who made it: its fragments in code points, and its label."""


class Match(NamedTuple):
    """What two annotators marked under one label, from the one's side and from the other's.

    Spans of one annotator that coincide count once.
    """

    first: int = 0
    second: int = 0
    exact: int = 0
    """So many have the same borders."""
    first_met: int = 0
    second_met: int = 0
    """So many of the one's overlap any of the other's."""
    first_tokens: int = 0
    second_tokens: int = 0
    tokens: int = 0
    """A token counts once for each span over it."""

    def plus(self, other: "Match") -> "Match":
        """Both together."""
        return Match._make(map(add, self, other))

    def less(self, other: "Match") -> "Match":
        """What is left without a part of it."""
        return Match._make(map(sub, self, other))


Matches = Mapping[tuple[str, str, str], Match]
"""By the names of two annotators, in their order, and a label."""


def matches(places: Mapping[str, Iterable[Place]], tokens: Tokens) -> Matches:
    """How the spans of each two annotators of one document match."""
    return matches_of({name: sides(own, tokens) for name, own in sorted(places.items())})


def matches_of(sides: Mapping[str, Mapping[str, "Side"]]) -> Matches:
    """The same from what each, by name and in this order, marked under each label."""
    found: dict[tuple[str, str, str], Match] = {}
    for (one, mine), (other, theirs) in combinations(sides.items(), 2):
        for label in sorted(mine.keys() | theirs.keys()):
            found[one, other, label] = _match(mine.get(label, _NOTHING), theirs.get(label, _NOTHING))
    return found


_Fragments = tuple[tuple[int, int], ...]


class Side(NamedTuple):
    """What one annotator marked under one label.

    Attributes:
        places: of its spans, each once.
        tokens: under them; where a token has another span over it, that is another number.
        stretches: what its spans cover together, disjoint and in order: where each begins, and where it ends.
        simple: each stretch is one span.
    """

    places: AbstractSet[_Fragments]
    tokens: AbstractSet[int]
    stretches: Mapping[int, int]
    starts: Sequence[int]
    ends: Sequence[int]
    simple: bool

    def met(self, others: "Side") -> int:
        """How many of the other's spans overlap any of these."""
        if not others.simple:
            return sum(self._meeting(place) > 0 for place in others.places)
        # What begins where one of these begins meets it.
        rest = others.stretches.keys() - self.stretches.keys()
        return len(others.stretches) - len(rest) + self._meeting([(at, others.stretches[at]) for at in rest])

    def _meeting(self, fragments: Iterable[tuple[int, int]]) -> int:
        """How many fragments overlap any of these stretches."""
        starts, ends = self.starts, self.ends
        found = 0
        for start, end in fragments:
            last = bisect_left(starts, end) - 1
            if last >= 0 and ends[last] > start:
                found += 1
        return found


_NOTHING = Side(frozenset(), frozenset(), {}, (), (), simple=True)


def sides(places: Iterable[Place], tokens: Tokens) -> dict[str, Side]:
    """What one annotator marked, by label."""
    found: defaultdict[str, set[_Fragments]] = defaultdict(set)
    for place, label in places:
        found[label].add(place)
    return {label: _side(own, tokens) for label, own in found.items()}


def _side(places: AbstractSet[_Fragments], tokens: Tokens) -> Side:
    fragments = sorted(chain.from_iterable(places))
    numbers = _numbers(places, fragments, tokens)
    stretches = dict(fragments)
    starts, ends = tuple(stretches), tuple(stretches.values())
    if len(starts) == len(fragments) and all(map(le, ends, starts[1:])):
        return Side(places, numbers, stretches, starts, ends, simple=len(fragments) == len(places))
    stretches = _covered(fragments)
    return Side(places, numbers, stretches, tuple(stretches), tuple(stretches.values()), simple=False)


def _covered(fragments: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The stretches that these, given in their order, cover together."""
    found: dict[int, int] = {}
    begin = end = -1
    for start, until in fragments:
        if start >= end:
            begin = start
        end = found[begin] = max(end, until)
    return found


def _numbers(
    places: Iterable[_Fragments], fragments: Iterable[tuple[int, int]], tokens: Tokens
) -> AbstractSet[int]:
    """The tokens under spans; the n-th time that one is there it counts as one far behind all others."""
    first, before = tokens.first_after, tokens.begun_before
    numbers = [token for start, end in fragments for token in range(first[start], before[end])]
    found = set(numbers)
    if len(found) == len(numbers):
        return found
    behind, times = len(tokens), Counter[int]()
    for place in places:
        # A token that two fragments of one span cut is one token of it.
        times.update({token for fragment in place for token in range(*tokens.under(*fragment))})
    return {number + behind * again for number, often in times.items() for again in range(often)}


def _match(mine: Side, theirs: Side) -> Match:
    return Match(
        first=len(mine.places),
        second=len(theirs.places),
        exact=len(mine.places & theirs.places),
        first_met=theirs.met(mine),
        second_met=mine.met(theirs),
        first_tokens=len(mine.tokens),
        second_tokens=len(theirs.tokens),
        tokens=len(mine.tokens & theirs.tokens),
    )
