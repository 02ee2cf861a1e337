"""Ratings: what several annotators said of the same things, counted by what they said together.

A thing is whatever is rated: a code point, a token, a passage that two people marked. However many there are, only
the patterns of answers are kept, each with how often it occurs; that is all that the measures need.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any, TypeVar

Value = str | int | float
"""What somebody said. In its place None: they were not asked, or gave no answer."""

Pattern = tuple[Value | None, ...]

GAP = ""
"""The value of what an annotator read and left unmarked. No label is called that."""

Coincidences = Mapping[tuple[Value, Value], float]
"""How often two values meet in one thing, counted both ways round (Krippendorff 2019, 12.3)."""


Table = Counter[tuple[Value, Value]]
"""How often one annotator said the one value and another the other."""


# The same patterns come again in every document of a corpus.
@lru_cache(maxsize=4096)
def _meeting(pattern: Pattern) -> tuple[int, tuple[tuple[tuple[Value, Value], int], ...]]:
    """By how many a thing was rated so, and how often which two values meet there."""
    said = Counter(value for value in pattern if value is not None)
    cells = (
        ((one, other), times * (often - (one == other)))
        for one, times in said.items()
        for other, often in said.items()
    )
    return said.total(), tuple((cell, times) for cell, times in cells if times)


class Ratings:
    """How many things were rated in which way: one value for each of ``annotators``, in their order.

    What is asked for is counted once, and kept; nothing changes afterwards.
    """

    def __init__(self, annotators: Sequence[str], counts: Mapping[Pattern, int]) -> None:
        self.annotators = tuple(annotators)
        self._counts = counts

    def __reduce__(self) -> tuple[Any, ...]:
        # What was counted from them need not be kept with them.
        return _restored, (self.annotators, tuple(self.counts), tuple(self.counts.values()))

    @property
    def counts(self) -> Mapping[Pattern, int]:
        """How often each pattern of answers occurs."""
        return self._counts

    @cached_property
    def raters(self) -> Counter[int]:
        """How many things were rated by so many annotators."""
        found: Counter[int] = Counter()
        for pattern, count in self.counts.items():
            found[len(pattern) - pattern.count(None)] += count
        return found

    @cached_property
    def meetings(self) -> Mapping[int, Table]:
        """By how many rated a thing: how often two values meet in one thing, counted both ways round."""
        found: defaultdict[int, defaultdict[tuple[Value, Value], int]] = defaultdict(lambda: defaultdict(int))
        for pattern, count in self.counts.items():
            raters, cells = _meeting(pattern)
            table = found[raters]
            for cell, times in cells:
                table[cell] += count * times
        return {raters: Counter(table) for raters, table in found.items() if raters > 1}

    @cached_property
    def tables(self) -> Mapping[tuple[str, str], Table]:
        """For each two annotators, how often the one said this and the other that, of what both rated."""
        return {
            (one, other): self._table(i, j) for (i, one), (j, other) in combinations(enumerate(self.annotators), 2)
        }

    def _table(self, i: int, j: int) -> Table:
        # A plain dict is filled twice as fast as a Counter.
        table: dict[tuple[Value, Value], int] = {}
        for pattern, count in self.counts.items():
            said, answered = pattern[i], pattern[j]
            if said is not None and answered is not None:
                table[said, answered] = table.get((said, answered), 0) + count
        return Counter(table)

    def of(self, annotators: Sequence[str]) -> "Ratings":
        """The same of some annotators, in the order given; of one who is not here there is no answer."""
        if tuple(annotators) == self.annotators:
            return self
        at = [self.annotators.index(one) if one in self.annotators else None for one in annotators]
        counts: Counter[Pattern] = Counter()
        for pattern, count in self.counts.items():
            counts[tuple(None if index is None else pattern[index] for index in at)] += count
        return Ratings(annotators, counts)

    def of_pair(self, pair: tuple[str, str]) -> "Ratings":
        """Of two annotators, in their order, what both rated."""
        return Ratings(pair, {(one, other): count for (one, other), count in self.tables[pair].items()})

    def as_one_or_another(self, value: Value) -> "Ratings":
        """The same with every other value but ``value`` taken together as the gap."""
        return _OneOrAnother(self, value)

    def without(self, part: "Ratings") -> "Ratings":
        """The same less a part of them."""
        return _Rest(self, part.of(self.annotators))

    def pairs(self) -> Iterator[tuple[tuple[str, str], Table]]:
        """For each two annotators their table."""
        return iter(self.tables.items())


@lru_cache(maxsize=4096)
def _shared(pattern: Pattern) -> Pattern:
    return pattern


def _restored(annotators: tuple[str, ...], patterns: Sequence[Pattern], counts: Sequence[int]) -> Ratings:
    # Documents have the same patterns: each is held in memory once.
    return Ratings(annotators, dict(zip(map(_shared, patterns), counts, strict=True)))


class _Rest(Ratings):
    """What is left of ratings: taken from what is counted already, whole and part, so that it costs little."""

    def __init__(self, whole: Ratings, part: Ratings) -> None:
        super().__init__(whole.annotators, {})
        self._whole, self._part = whole, part

    @property
    def counts(self) -> Mapping[Pattern, int]:
        return _less(self._whole.counts, self._part.counts)

    @cached_property
    def raters(self) -> Counter[int]:
        return _less(self._whole.raters, self._part.raters)

    @cached_property
    def meetings(self) -> Mapping[int, Table]:
        return {
            raters: _less(cells, self._part.meetings.get(raters, {}))
            for raters, cells in self._whole.meetings.items()
        }

    @cached_property
    def tables(self) -> Mapping[tuple[str, str], Table]:
        return {pair: _less(table, self._part.tables[pair]) for pair, table in self._whole.tables.items()}


class _OneOrAnother(Ratings):
    """Ratings in which one value stands against all others."""

    def __init__(self, whole: Ratings, value: Value) -> None:
        super().__init__(whole.annotators, {})
        self._whole, self._value = whole, value

    def _said(self, value: Value | None) -> Value | None:
        return value if value is None or value == self._value else GAP

    def _taken_together(self, table: Table) -> Table:
        found: Table = Counter()
        for (one, other), count in table.items():
            found[one if one == self._value else GAP, other if other == self._value else GAP] += count
        return found

    @property
    def counts(self) -> Mapping[Pattern, int]:
        counts: Counter[Pattern] = Counter()
        for pattern, count in self._whole.counts.items():
            counts[tuple(map(self._said, pattern))] += count
        return counts

    @cached_property
    def raters(self) -> Counter[int]:
        return self._whole.raters

    @cached_property
    def meetings(self) -> Mapping[int, Table]:
        return {raters: self._taken_together(table) for raters, table in self._whole.meetings.items()}

    @cached_property
    def tables(self) -> Mapping[tuple[str, str], Table]:
        return {pair: self._taken_together(table) for pair, table in self._whole.tables.items()}


Key = TypeVar("Key", bound=Hashable)


def _less(many: Mapping[Key, int], part: Mapping[Key, int]) -> Counter[Key]:
    left = Counter(many)
    for key, count in part.items():
        left[key] -= count
        if not left[key]:
            del left[key]
    return left


def pooled(many: Iterable[Ratings]) -> Ratings:
    """The ratings of several documents as those of one; annotators in the order of their names."""
    found = list(many)
    annotators = tuple(sorted({one for ratings in found for one in ratings.annotators}))
    counts: defaultdict[Pattern, int] = defaultdict(int)
    for ratings in found:
        for pattern, count in ratings.of(annotators).counts.items():
            counts[pattern] += count
    return Ratings(annotators, counts)


def coincidences(ratings: Ratings) -> Coincidences:
    """The coincidences of all that at least two rated; each value of a thing weighs one.

    A thing with the values ``v`` of ``m`` annotators adds to the cell ``(c, k)`` the number of ordered pairs of
    annotators who said ``c`` and ``k``, divided by ``m - 1``.
    """
    cells: defaultdict[tuple[Value, Value], float] = defaultdict(float)
    for raters, table in ratings.meetings.items():
        for values, count in table.items():
            cells[values] += count / (raters - 1)
    return cells


def marginals(cells: Coincidences) -> dict[Value, float]:
    """The sum of each row: how often each value was given among what can be compared."""
    sums: defaultdict[Value, float] = defaultdict(float)
    for (one, _), weight in cells.items():
        sums[one] += weight
    return dict(sums)
