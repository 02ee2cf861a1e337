"""The sweep: one walk over the borders of all annotators' units, from one to the next."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.domain.rating import GAP, Pattern, Ratings, Value

Unit = tuple[int, int, str]
"""A stretch that one annotator marked, with its label: start and end in code points (or tokens), half open."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a walk over one continuum has counted.

    Attributes:
        ratings: how much of the continuum was marked in which way.
        squares: by annotator and label, the sum of the units' squared lengths.
        common: by two annotators and the label of the one, the sum over the one's units of the squared length that
            the other marked within the unit, under whatever label.
        shared: by label, the sum over its units of the squared mean length that the other annotators marked within
            the unit, under whatever label (what cu-alpha's expectation takes away).
    """

    ratings: Ratings
    squares: Mapping[tuple[str, Value], int]
    common: Mapping[tuple[str, str, Value], int]
    shared: Mapping[Value, float]


def sweep(annotators: Sequence[str], units: Sequence[Sequence[Unit]], length: int) -> Sweep:
    """Walk over a continuum of ``length``; ``units`` of each annotator are disjoint."""
    borders = _borders(units)
    counts: defaultdict[Pattern, int] = defaultdict(int)
    squares: defaultdict[tuple[int, Value], int] = defaultdict(int)
    common: defaultdict[tuple[int, int, Value], int] = defaultdict(int)
    shared: defaultdict[Value, float] = defaultdict(float)
    everybody = range(len(units))
    now = [GAP] * len(units)
    began = [(0, (0,) * len(units))] * len(units)
    marked = [0] * len(units)  # by each, so far
    marking: set[int] = set()
    at = 0
    for place, begins, index, label in borders:
        if place > at:
            counts[tuple(now)] += place - at
            for one in marking:
                marked[one] += place - at
            at = place
        if begins:
            now[index], began[index] = label, (place, tuple(marked))
            marking.add(index)
        else:
            start, before = began[index]
            squares[index, label] += (place - start) ** 2
            within = [so_far - then for so_far, then in zip(marked, before, strict=True)]
            within[index] = 0
            if any(within):
                shared[label] += (sum(within) / (len(units) - 1)) ** 2
                for other in everybody:
                    if within[other]:
                        common[index, other, label] += within[other] ** 2
            now[index] = GAP
            marking.discard(index)
    if length > at:
        counts[tuple(now)] += length - at
    names = tuple(annotators)
    return Sweep(
        Ratings(names, dict(counts)),
        {(names[index], label): square for (index, label), square in squares.items()},
        {(names[one], names[other], label): square for (one, other, label), square in common.items()},
        dict(shared),
    )


def rated(annotators: Sequence[str], units: Sequence[Sequence[Unit]], length: int) -> Ratings:
    """Only the ratings that a sweep counts."""
    counts: defaultdict[Pattern, int] = defaultdict(int)
    now = [GAP] * len(units)
    at = 0
    for place, begins, index, label in _borders(units):
        if place > at:
            counts[tuple(now)] += place - at
            at = place
        now[index] = label if begins else GAP
    if length > at:
        counts[tuple(now)] += length - at
    return Ratings(annotators, dict(counts))


def _borders(units: Sequence[Sequence[Unit]]) -> list[tuple[int, int, int, str]]:
    # At one place what ends comes before what begins.
    found = [(start, 1, index, label) for index, own in enumerate(units) for start, _, label in own]
    found += [(end, 0, index, label) for index, own in enumerate(units) for _, end, label in own]
    found.sort()
    return found


def overlap_within(units: Sequence[Unit]) -> bool:
    """Whether two of one annotator's units, given in their order, share a character."""
    return any(before[1] > after[0] for before, after in pairwise(units))


def covered(units: Sequence[Unit]) -> list[Unit]:
    """The units with those that overlap taken together; given in their order, of one label, by one annotator."""
    found: list[Unit] = []
    for start, end, label in units:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]), label)
        else:
            found.append((start, end, label))
    return found
