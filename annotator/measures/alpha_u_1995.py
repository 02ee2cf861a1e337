"""Krippendorff's alpha_U of 1995, which u-alpha took the place of: other programs still give it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations
from operator import neg

from annotator.domain.marked import Marked
from annotator.domain.said import say
from annotator.domain.sweep import Unit, covered
from annotator.measures._base import NO_PAIR, NOTHING_MARKED, ONE_VALUE, Measure, NotComputable

Section = tuple[int, int, bool]
"""A stretch of a text from one annotator's view: start, end, and whether it is a unit or a gap."""


def alpha_u_1995(texts: Sequence[Marked]) -> float:
    """``1 - D_o / D_e``, both of them the mean over labels.

    Raises:
        NotComputable: not every text was completed by the same annotators.
    """
    if not texts:
        raise NotComputable(NO_PAIR)
    labels = sorted({label for text in texts for own in text.units.values() for _, _, label in own})
    if not labels:
        raise NotComputable(NOTHING_MARKED)
    if len({tuple(text.units) for text in texts}) > 1:
        raise NotComputable(say("not every document was completed by the same annotators"))
    by_label = [[text.only(label) for text in texts] for label in labels]
    chance = sum(map(expected, by_label))
    if not chance:
        raise NotComputable(ONE_VALUE)
    return 1 - sum(map(observed, by_label)) / chance


def observed(texts: Sequence[Marked]) -> float:
    """``D_o`` of texts with units of one label: squared differences of sections that meet, over pairs and length.

    Two units differ by the squares of how far their borders lie apart, a unit within a gap by its own square.
    """
    apart = sum(
        _difference(one, other)
        for text in texts
        for mine, theirs in combinations(text.units.values(), 2)
        for one, other in _meeting(list(_sections(mine, text.length)), list(_sections(theirs, text.length)))
    )
    annotators = len(texts[0].units)
    return 2 * apart / (annotators * (annotators - 1) * sum(text.length for text in texts) ** 2)


def expected(texts: Sequence[Marked]) -> float:
    """``D_e`` of texts with units of one label: the same if all sections were put together in any way.

    The texts count as one that is as long as all of them, but no gap goes on from one into the next.
    """
    sections = [one for text in texts for own in text.units.values() for one in _sections(own, text.length)]
    units = [end - start for start, end, is_unit in sections if is_unit]
    gaps = sorted((end - start for start, end, is_unit in sections if not is_unit), reverse=True)
    length = sum(text.length for text in texts)
    every = length * len(texts[0].units)
    room = [0, *accumulate(gaps)]
    apart = 0.0
    for unit in units:
        enough = bisect_right(gaps, -unit, key=neg)
        apart += (len(units) - 1) / 3 * (2 * unit**3 - 3 * unit**2 + unit)
        # In so many ways the unit fits into the gaps that are long enough.
        apart += unit**2 * (room[enough] - enough * (unit - 1))
    return 2 / length * apart / (every * (every - 1) - sum(unit * (unit - 1) for unit in units))


def _sections(units: Sequence[Unit], length: int) -> Iterator[Section]:
    at = 0
    for start, end, _ in covered(units):
        if start > at:
            yield at, start, False
        yield start, end, True
        at = end
    if length > at:
        yield at, length, False


def _meeting(mine: Sequence[Section], theirs: Sequence[Section]) -> Iterator[tuple[Section, Section]]:
    """The pairs of sections that have a place in common; both cover the whole text."""
    first = second = 0
    while first < len(mine) and second < len(theirs):
        one, other = mine[first], theirs[second]
        yield one, other
        first += one[1] <= other[1]
        second += other[1] <= one[1]


def _difference(one: Section, other: Section) -> int:
    if one[2] and other[2]:
        return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
    unit, gap = (one, other) if one[2] else (other, one)
    within = unit[2] and gap[0] <= unit[0] and unit[1] <= gap[1]
    return (unit[1] - unit[0]) ** 2 if within else 0


MEASURE = Measure(
    name="alpha_u_1995",
    title=say("alpha_U (1995)"),
    question=say("How far do annotators agree on units, as it was measured before u-alpha?"),
    source="Krippendorff 1995; Krippendorff 2004, 11.6",
    texts=alpha_u_1995,
    asked=True,
)
