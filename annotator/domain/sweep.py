"""The sweep: one walk over the borders of all annotators' units, from one to the next."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import gt

from annotator.domain.rating import GAP, Pattern, Ratings, Value
from annotator.domain.token import Tokens

Unit = tuple[int, int, str]
"""A stretch that one annotator marked, with its label: start and end in code points (or tokens), half open."""


class Sweep:
    """What a walk over one continuum has counted.

    Attributes:
        ratings: how much of the continuum was marked in which way.
        squares: by annotator and label, the sum of the units' squared lengths.
        shared: by label, the sum over its units of the squared mean length that the other annotators marked within
            the unit, under whatever label (what cu-alpha's expectation takes away).
    """

    def __init__(self, annotators: Sequence[str], units: Sequence[Sequence[Unit]], length: int) -> None:
        """Walk over a continuum of ``length``; ``units`` of each annotator are disjoint."""
        self._annotators, self._units = annotators, units
        labels = (GAP, *labels_of(units))
        patterns = _patterns(labels, len(units))
        counts, self._marked = _walked(_changes(units, labels, patterns), patterns.bits, length)
        self.ratings = Ratings(annotators, {patterns[state]: count for state, count in counts.items() if count})
        self.squares: dict[tuple[str, Value], int] = {}
        sums: defaultdict[Value, int] = defaultdict(int)
        for name, own in zip(annotators, units, strict=True):
            squares, within = self._squares(own)
            self.squares |= {(name, label): square for label, square in squares.items()}
            for label, square in within.items():
                sums[label] += square
        self.shared = {label: square / (len(units) - 1) ** 2 for label, square in sums.items()}

    def _squares(self, own: Sequence[Unit]) -> tuple[Mapping[Value, int], Mapping[Value, int]]:
        """By label: its units' squared lengths, and those of what all others marked within each of them."""
        marked = self._marked
        squares: defaultdict[Value, int] = defaultdict(int)
        within: defaultdict[Value, int] = defaultdict(int)
        for start, end, label in own:
            long = end - start
            squares[label] += long * long
            by_others = marked[end] - marked[start] - long
            if by_others:
                within[label] += by_others * by_others
        return squares, within

    @cached_property
    def common(self) -> Mapping[tuple[str, str, Value], int]:
        """By two annotators and the label of the one: what ``shared`` is where there are only these two.

        The sum over the one's units of the squared length that the other marked within the unit.
        """
        found: defaultdict[tuple[str, str, Value], int] = defaultdict(int)
        for other, theirs in zip(self._annotators, self._units, strict=True):
            marked = self._marked_by(theirs)
            for one, own in zip(self._annotators, self._units, strict=True):
                if one != other:
                    for start, end, label in own:
                        within = marked[end] - marked[start]
                        if within:
                            found[one, other, label] += within * within
        return found

    def _marked_by(self, own: Sequence[Unit]) -> Mapping[int, int]:
        """How much one annotator has marked before each border."""
        begins, ends = {start for start, _, _ in own}, {end for _, end, _ in own}
        found: dict[int, int] = {}
        at = so_far = 0
        marking = False
        for place in self._marked:
            if marking:
                so_far += place - at
            found[place] = so_far
            marking = place in begins or (marking and place not in ends)
            at = place
        return found


def _changes(units: Sequence[Sequence[Unit]], labels: Sequence[str], patterns: "_Patterns") -> Mapping[int, int]:
    """What changes at each border: below, the labels; above them, how many mark something."""
    changes: defaultdict[int, int] = defaultdict(int)
    one_more = 1 << patterns.bits
    for at, own in zip(patterns.places, units, strict=True):
        change_of = {label: one_more + (number << at) for number, label in enumerate(labels)}
        for start, end, label in own:
            change = change_of[label]
            changes[start] += change
            changes[end] -= change
    return changes


def _walked(changes: Mapping[int, int], below: int, length: int) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """How much there is of each state, and how much all together have marked before each border."""
    counts: defaultdict[int, int] = defaultdict(int)
    marked: dict[int, int] = {}
    at = state = so_far = 0
    for place in sorted(changes):
        step = place - at
        counts[state] += step
        marked[place] = so_far = so_far + (state >> below) * step
        state += changes[place]
        at = place
    if length > at:
        counts[state] += length - at
    return counts, marked


def rated(annotators: Sequence[str], units: Sequence[Sequence[Unit]], tokens: Tokens) -> Ratings:
    """Every token by the label of whoever's unit overlaps it; units are given in their order.

    A token that two units of one annotator share belongs to the one that begins first.
    """
    found: list[defaultdict[str, list[int]]] = [defaultdict(list) for _ in units]
    for own, by_label in zip(units, found, strict=True):
        last = 0
        for start, end, label in own:
            first, after = tokens.under(start, end)
            by_label[label] += range(max(first, last), after)
            last = max(last, after)
    return rated_apart(annotators, found, len(tokens))


def rated_apart(
    annotators: Sequence[str], marked: Sequence[Mapping[str, Collection[int]]], tokens: int
) -> Ratings:
    """The same where it is known of each annotator which token is marked under which label, none of them twice."""
    labels = (GAP, *sorted({label for by_label in marked for label in by_label}))
    patterns = _patterns(labels, len(marked))
    said: defaultdict[int, int] = defaultdict(int)
    for at, by_label in zip(patterns.places, marked, strict=True):
        for label, own in by_label.items():
            number = labels.index(label) << at
            for token in own:
                said[token] += number
    counts: dict[Pattern, int] = {patterns[state]: count for state, count in Counter(said.values()).items()}
    if len(said) < tokens:
        counts[patterns[0]] = tokens - len(said)
    return Ratings(annotators, counts)


def labels_of(units: Iterable[Iterable[Unit]]) -> list[str]:
    """All labels in their order."""
    return sorted({label for own in units for _, _, label in own})


class _Patterns(dict[int, tuple[str, ...]]):
    """What everybody has marked at a place, by the one number that it is: below, that of the first one's label."""

    def __init__(self, labels: Sequence[str], annotators: int) -> None:
        super().__init__()
        self._labels = labels
        self._bits = len(labels).bit_length()
        self.bits = self._bits * annotators
        self.places = range(0, self.bits, self._bits)

    def __missing__(self, state: int) -> tuple[str, ...]:
        one = (1 << self._bits) - 1
        self[state] = found = tuple([self._labels[state >> at & one] for at in self.places])
        return found


@lru_cache(maxsize=64)
def _patterns(labels: Sequence[str], annotators: int) -> _Patterns:
    """Documents of a corpus have the same patterns again and again."""
    return _Patterns(labels, annotators)


def overlap_within(units: Sequence[Unit]) -> bool:
    """Whether two of one annotator's units, given in their order, share a character."""
    return any(map(gt, [end for _, end, _ in units], [start for start, _, _ in units[1:]]))


def covered(units: Sequence[Unit]) -> list[Unit]:
    """The units with those that overlap taken together; given in their order, of one label, by one annotator."""
    found: list[Unit] = []
    for start, end, label in units:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]), label)
        else:
            found.append((start, end, label))
    return found
