"""Gamma: how far two annotators agree once their units are aligned in the best way, beyond shuffled texts."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from annotator.domain.marked import Marked
from annotator.domain.matching import assignment
from annotator.domain.said import say
from annotator.domain.sweep import Unit
from annotator.measures._base import NO_PAIR, NOTHING_MARKED, ONE_VALUE, Measure, NotComputable

_ROUNDS = 10
_FINE = 2**40
"""Alignments are weighed in whole numbers, so many to one unaligned unit."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much place and label count, and what a unit costs that has no partner (Mathet 2015: all 1)."""

    place: float = 1.0
    label: float = 1.0
    alone: float = 1.0


_ONES = Weights()


def gamma(texts: Sequence[Marked], weights: Weights = _ONES) -> float:
    """``1 - disorder / expected disorder``, both summed over texts by how many units these have.

    The expected one is the mean of 40 shuffles of each text, with chance that is drawn from the places of its
    units: the same texts have the same figure.

    Raises:
        NotComputable: more than two completed a text: to align more at once takes an integer program.
    """
    disorder = best_alignment_disorder(texts, weights)
    pairs = [(one, other, length) for one, other, length in _pairs(texts) if one or other]
    units = sum(len(one) + len(other) for one, other, _ in pairs)
    expected = sum(
        (len(one) + len(other)) * _shuffled(one, other, length, weights) for one, other, length in pairs
    )
    if not expected:
        raise NotComputable(ONE_VALUE)
    return 1 - disorder * units / expected


def best_alignment_disorder(texts: Sequence[Marked], weights: Weights = _ONES) -> float:
    """What the best alignment of all units costs, over how many units an annotator has on average."""
    pairs = _pairs(texts)
    units = sum(len(one) + len(other) for one, other, _ in pairs)
    if not units:
        raise NotComputable(NOTHING_MARKED)
    return 2 * sum(_observed(one, other, weights) for one, other, _ in pairs) / units


_Units = tuple[Unit, ...]


def _pairs(texts: Iterable[Marked]) -> list[tuple[_Units, _Units, int]]:
    pairs = []
    for text in texts:
        if len(text.units) > 2:  # noqa: PLR2004 - it takes two
            raise NotComputable(say("gamma is here for two annotators at a time: see each pair"))
        one, other = text.units.values()
        pairs.append((one, other, text.length))
    if not pairs:
        raise NotComputable(NO_PAIR)
    return pairs


@lru_cache(maxsize=1024)
def _observed(one: _Units, other: _Units, weights: Weights) -> float:
    # Once for all the corpora from which another text is left out.
    return _disorder(one, other, weights)


def _disorder(one: Sequence[Unit], other: Sequence[Unit], weights: Weights) -> float:
    costs = [[_apart(unit, its, weights) for its in other] for unit in one]
    gains = [
        [(at, gain) for at, cost in enumerate(row) if (gain := round((2 * weights.alone - cost) * _FINE)) > 0]
        for row in costs
    ]
    chosen = assignment(gains, len(other))
    joined = [row[at] for row, at in zip(costs, chosen, strict=True) if at is not None]
    return sum(joined) + weights.alone * (len(one) + len(other) - 2 * len(joined))


def _apart(one: Unit, other: Unit, weights: Weights) -> float:
    both = one[1] - one[0] + other[1] - other[0]
    place = ((abs(one[0] - other[0]) + abs(one[1] - other[1])) / both) ** 2
    return weights.alone * (weights.place * place + weights.label * (one[2] != other[2]))


@lru_cache(maxsize=1024)
def _shuffled(one: _Units, other: _Units, length: int, weights: Weights) -> float:
    """The mean disorder of samples of one text: in each, both annotators are either of the two.

    Their texts are cut in two somewhere and the parts changed round, but not at nearly the same place for both.
    """
    places = sorted((start, end) for start, end, _ in one + other)
    chance = random.Random(str(places))  # noqa: S311 - no secret
    apart = min(sum(end - start for start, end in places) // len(places), length // 2)
    found = []
    for _ in range(_ROUNDS):
        cut = chance.randrange(length)
        second = cut + chance.randint(apart, length - apart)
        # All four ways, so that it does not matter who of the two comes first.
        for mine, theirs in product((one, other), repeat=2):
            if mine or theirs:
                cost = _disorder(_turned(mine, cut, length), _turned(theirs, second, length), weights)
                found.append(2 * cost / (len(mine) + len(theirs)))
    return sum(found) / len(found)


def _turned(units: Iterable[Unit], by: int, length: int) -> list[Unit]:
    # A unit that is cut stays whole and reaches over the end.
    return [((start + by) % length, (start + by) % length + end - start, label) for start, end, label in units]


MEASURE = Measure(
    name="gamma",
    title=say("Gamma"),
    question=say("How far do two annotators agree on units that need not have the same borders?"),
    source="Mathet, Widlöcher and Métivier 2015; for two annotators",
    texts=gamma,
    pairs=True,
    asked=True,
)
