"""Matches: of what two annotators marked, how much the other marked as well."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import add, sub
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
        return Match(*map(add, self, other))

    def less(self, other: "Match") -> "Match":
        """What is left without a part of it."""
        return Match(*map(sub, self, other))


Matches = Mapping[tuple[str, str, str], Match]
"""By the names of two annotators, in their order, and a label."""


def matches(places: Mapping[str, Iterable[Place]], tokens: Tokens) -> Matches:
    """How the spans of each two annotators of one document match."""
    sides = {name: _by_label(own, tokens) for name, own in sorted(places.items())}
    found: dict[tuple[str, str, str], Match] = {}
    for (one, mine), (other, theirs) in combinations(sides.items(), 2):
        for label in sorted(mine.keys() | theirs.keys()):
            found[one, other, label] = _match(mine.get(label, _NOTHING), theirs.get(label, _NOTHING))
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    places: frozenset[tuple[tuple[int, int], ...]]
    tokens: Counter[int]
    starts: Sequence[int]
    """Of the stretches that its spans cover together, disjoint and in order."""
    ends: Sequence[int]

    def met(self, others: "_Side") -> int:
        """How many of the other's spans overlap any of these."""
        starts, ends = self.starts, self.ends
        found = 0
        for place in others.places:
            for start, end in place:
                last = bisect_left(starts, end) - 1
                if last >= 0 and ends[last] > start:
                    found += 1
                    break
        return found


_NOTHING = _Side(frozenset(), Counter(), (), ())


def _by_label(places: Iterable[Place], tokens: Tokens) -> dict[str, _Side]:
    found: defaultdict[str, set[tuple[tuple[int, int], ...]]] = defaultdict(set)
    for place, label in places:
        found[label].add(place)
    return {label: _side(own, tokens) for label, own in found.items()}


def _side(places: set[tuple[tuple[int, int], ...]], tokens: Tokens) -> _Side:
    starts: list[int] = []
    ends: list[int] = []
    counted: list[int] = []
    for place in places:
        if len(place) == 1:
            counted += range(*tokens.under(*place[0]))
        else:
            # A token that two fragments of one span cut is one token of it.
            counted += {number for start, end in place for number in range(*tokens.under(start, end))}
    for start, end in sorted(fragment for place in places for fragment in place):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return _Side(frozenset(places), Counter(counted), starts, ends)


def _match(mine: _Side, theirs: _Side) -> Match:
    few, many = sorted((mine.tokens, theirs.tokens), key=len)
    return Match(
        first=len(mine.places),
        second=len(theirs.places),
        exact=len(mine.places & theirs.places),
        first_met=theirs.met(mine),
        second_met=mine.met(theirs),
        first_tokens=mine.tokens.total(),
        second_tokens=theirs.tokens.total(),
        tokens=sum(min(times, many[token]) for token, times in few.items() if token in many),
    )
