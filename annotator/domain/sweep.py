"""The sweep: one walk over the borders of all annotators' units, from one to the next."""

from collections import Counter, defaultdict
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
        squares: by label, the sum of its units' squared lengths.
        shared: by label, the sum over its units of the squared mean length that the other annotators marked within
            the unit, under whatever label (what cu-alpha's expectation takes away).
    """

    ratings: Ratings
    squares: Mapping[Value, float]
    shared: Mapping[Value, float]


def sweep(annotators: Sequence[str], units: Sequence[Sequence[Unit]], length: int) -> Sweep:
    """Walk over a continuum of ``length``; ``units`` of each annotator are disjoint."""
    borders = sorted(
        border
        for index, own in enumerate(units)
        for start, end, label in own
        # At one place what ends comes before what begins.
        for border in ((start, 1, index, label), (end, 0, index, label))
    )
    counts: Counter[Pattern] = Counter()
    squares: defaultdict[Value, float] = defaultdict(float)
    shared: defaultdict[Value, float] = defaultdict(float)
    now = [GAP] * len(units)
    began = [(0, 0)] * len(units)
    others = len(units) - 1
    at = marked = marking = 0  # marked: the length of all that was marked so far, by all together
    for place, begins, index, label in borders:
        if place > at:
            counts[tuple(now)] += place - at
            marked += (place - at) * marking
            at = place
        if begins:
            now[index], began[index] = label, (place, marked)
            marking += 1
        else:
            start, before = began[index]
            squares[label] += (place - start) ** 2
            if others:
                shared[label] += ((marked - before - (place - start)) / others) ** 2
            now[index] = GAP
            marking -= 1
    if length > at:
        counts[tuple(now)] += length - at
    return Sweep(Ratings(tuple(annotators), counts), dict(squares), dict(shared))


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
