"""Boundary similarity: of all borders that either set, how many are the same, or nearly."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from annotator.domain.marked import Marked
from annotator.domain.said import say
from annotator.measures._base import NO_PAIR, Measure, NotComputable


def boundary_similarity(texts: Sequence[Marked]) -> float:
    """Fournier's B over the words of the texts: where spans begin and end, whatever their label.

    Of more than two annotators the mean over their pairs; a pair without any border is left out.
    """
    names = sorted({name for text in texts for name in text.units})
    found = [b for pair in combinations(names, 2) if (b := _of_pair(*pair, texts)) is not None]
    if not found:
        raise NotComputable(say("nobody set a border within a text") if texts else NO_PAIR)
    return sum(found) / len(found)


def edits(one: frozenset[int], other: frozenset[int], reach: int = 2) -> tuple[float, int]:
    """What turns one set of borders into another costs, and how many borders or edits there are to compare.

    A border that only one has costs 1, one that the other has within less than ``reach`` places its distance over
    ``reach``. Near ones are paired off from the nearest and from the left.
    """
    missed, added = set(one - other), set(other - one)
    cost, near = 0.0, 0
    for distance in range(1, reach):
        for border in sorted(missed | added):
            here, there = (missed, added) if border in missed else (added, missed)
            if border in here and border + distance in there:
                here.remove(border)
                there.remove(border + distance)
                cost += distance / reach
                near += 1
    alone = len(missed) + len(added)
    return cost + alone, near + alone + len(one & other)


def _of_pair(one: str, other: str, texts: Iterable[Marked]) -> float | None:
    both = [text for text in texts if {one, other} <= text.units.keys()]
    found = [edits(_borders(text, one), _borders(text, other)) for text in both]
    every = sum(count for _, count in found)
    return 1 - sum(cost for cost, _ in found) / every if every else None


def _borders(text: Marked, name: str) -> frozenset[int]:
    """Before which words a unit begins or ends; the text's own beginning and end are no borders."""
    under = [text.tokens.under(start, end) for start, end, _ in text.units[name]]
    borders = frozenset(border for first, after in under if first < after for border in (first, after))
    return borders - {0, len(text.tokens)}


MEASURE = Measure(
    name="boundary_similarity",
    title=say("Boundary similarity"),
    question=say("Of all borders that either set, how many are the same, or a word apart?"),
    source="Fournier 2013",
    texts=boundary_similarity,
    pairs=True,
    asked=True,
)
