"""Ratings: what several annotators said of the same things, counted by what they said together.

A thing is whatever is rated: a code point, a token, a passage that two people marked. However many there are, only
the patterns of answers are kept, each with how often it occurs; that is all that the measures need.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

Value = str | int | float
"""What somebody said. In its place None: they were not asked, or gave no answer."""

Pattern = tuple[Value | None, ...]

GAP = ""
"""The value of what an annotator read and left unmarked. No label is called that."""

Coincidences = Mapping[tuple[Value, Value], float]
"""How often two values meet in one thing, counted both ways round (Krippendorff 2019, 12.3)."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """How many things were rated in which way: one value for each of ``annotators``, in their order."""

    annotators: tuple[str, ...]
    counts: Mapping[Pattern, int] = field(default_factory=dict)

    def of(self, annotators: Sequence[str]) -> "Ratings":
        """The same of some annotators, in the order given; of one who is not here there is no answer."""
        if tuple(annotators) == self.annotators:
            return self
        at = [self.annotators.index(one) if one in self.annotators else None for one in annotators]
        counts: Counter[Pattern] = Counter()
        for pattern, count in self.counts.items():
            counts[tuple(None if index is None else pattern[index] for index in at)] += count
        return Ratings(tuple(annotators), counts)

    def as_one_or_another(self, value: Value) -> "Ratings":
        """The same with every other value but ``value`` taken together as the gap."""
        counts: Counter[Pattern] = Counter()
        for pattern, count in self.counts.items():
            counts[tuple(one if one is None or one == value else GAP for one in pattern)] += count
        return Ratings(self.annotators, counts)

    def pairs(self) -> Iterator[tuple[tuple[str, str], Counter[tuple[Value, Value]]]]:
        """For each two annotators, how often the one said this and the other that, of what both rated."""
        for (i, one), (j, other) in combinations(enumerate(self.annotators), 2):
            table: Counter[tuple[Value, Value]] = Counter()
            for pattern, count in self.counts.items():
                said, answered = pattern[i], pattern[j]
                if said is not None and answered is not None:
                    table[said, answered] += count
            yield (one, other), table


def pooled(many: Iterable[Ratings]) -> Ratings:
    """The ratings of several documents as those of one; annotators in the order of their names."""
    found = list(many)
    annotators = tuple(sorted({one for ratings in found for one in ratings.annotators}))
    counts: Counter[Pattern] = Counter()
    for ratings in found:
        counts.update(ratings.of(annotators).counts)
    return Ratings(annotators, counts)


def coincidences(ratings: Ratings) -> Coincidences:
    """The coincidences of all that at least two rated; each value of a thing weighs one.

    A thing with the values ``v`` of ``m`` annotators adds to the cell ``(c, k)`` the number of ordered pairs of
    annotators who said ``c`` and ``k``, divided by ``m - 1``.
    """
    cells: defaultdict[tuple[Value, Value], float] = defaultdict(float)
    for pattern, count in ratings.counts.items():
        said = Counter(value for value in pattern if value is not None)
        others = said.total() - 1
        if others < 1:
            continue
        for one, times in said.items():
            for other, often in said.items():
                cells[one, other] += count * times * (often - (one == other)) / others
    return cells


def marginals(cells: Coincidences) -> dict[Value, float]:
    """The sum of each row: how often each value was given among what can be compared."""
    sums: defaultdict[Value, float] = defaultdict(float)
    for (one, _), weight in cells.items():
        sums[one] += weight
    return dict(sums)
