"""Where places of a text stand in a corrected edition of it: by the difference of the two, and by their words.

What stands in both as it was is found by lines first, and within lines that differ by words. A place in such a
stretch goes with it. Otherwise its words are looked for elsewhere, by what stands around them; and where nothing
but the words themselves was corrected, the place is where the correction stands.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal, NamedTuple

from annotator.domain.span import Fragments

Fate = Literal["unchanged", "moved", "reworded", "lost"]
"""The same words at the same offsets; the same at others; other words in their place; nowhere."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"\w+|\W")
_MOST_WORDS = 50_000
"""Beyond so many words that differ in one place, their order is not looked into."""
_AROUND = 40
_ENOUGH_AROUND = 10
_LONG_QUOTE = 20
_ALIKE = 0.5


class Stretch(NamedTuple):
    """Words that stand in both texts: where in the old one, where in the new one, and how many characters."""

    old: int
    new: int
    length: int


@dataclass(frozen=True, slots=True)
class Anchored:
    """What became of a place; it has no ``fragments`` where it is lost."""

    fate: Fate
    fragments: Fragments


LOST = Anchored("lost", ())


class Anchoring:
    """Two editions of a text, held against each other once."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self._stretches = _joined(_same(old, new))
        self._starts = [one.old for one in self._stretches]

    def anchored(self, fragments: Fragments) -> Anchored:
        """Where a place of the old text stands in the new one."""
        start, end = fragments[0][0], fragments[-1][1]
        if (along := self._along(fragments)) is not None:
            return Anchored("unchanged" if along == fragments else "moved", along)
        if (found := self._by_quote(start, end)) is not None:
            return Anchored(
                "moved", tuple((one - start + found, other - start + found) for one, other in fragments)
            )
        return self._reworded(fragments)

    def about(self, offset: int) -> int:
        """About where in the new text a place of the old one would be."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return 0
        stretch = self._stretches[number]
        return stretch.new + min(offset - stretch.old, stretch.length)

    def nearest(self, words: str, offset: int) -> tuple[int, int] | None:
        """Where ``words`` stand in the new text, nearest to a place of the old one."""
        about = self.about(offset)
        found = min(_places(self.new, words), key=lambda start: abs(start - about), default=None)
        return None if found is None else (found, found + len(words))

    def _along(self, fragments: Fragments) -> Fragments | None:
        """The place of fragments all of which lie in stretches that both texts have, in their order."""
        moved: list[tuple[int, int]] = []
        for start, end in fragments:
            number = bisect_right(self._starts, start) - 1
            if number < 0:
                return None
            stretch = self._stretches[number]
            if end > stretch.old + stretch.length:
                return None
            shift = stretch.new - stretch.old
            moved.append((start + shift, end + shift))
        return tuple(moved)

    def _by_quote(self, start: int, end: int) -> int | None:
        """Where the same words stand in the new text, if what stands around them makes clear that it is they."""
        words = self.old[start:end]
        found = [(self._alike_around(start, end, at), at) for at in _places(self.new, words)]
        scores = sorted(found, reverse=True)
        if not scores:
            return None
        best, at = scores[0]
        alone = len(scores) == 1 or best > scores[1][0]
        enough = best >= _ENOUGH_AROUND or (len(scores) == 1 and len(words) >= _LONG_QUOTE)
        return at if alone and enough else None

    def _alike_around(self, start: int, end: int, at: int) -> int:
        there = at + end - start
        before = _same_length(
            reversed(self.old[max(0, start - _AROUND) : start]), reversed(self.new[max(0, at - _AROUND) : at])
        )
        return before + _same_length(self.old[end : end + _AROUND], self.new[there : there + _AROUND])

    def _reworded(self, fragments: Fragments) -> Anchored:
        placed: list[tuple[int, int]] = []
        for start, end in fragments:
            left, right = self._left(start), self._right(end)
            if left is None or right is None or left >= right or (placed and left < placed[-1][1]):
                return LOST
            if not _alike(self.old[start:end], self.new[left:right]):
                return LOST
            placed.append((left, right))
        return Anchored("reworded", tuple(placed))

    def _left(self, start: int) -> int | None:
        """Where a place that begins at ``start`` begins in the new text."""
        number = bisect_right(self._starts, start) - 1
        if number < 0:
            return 0 if start == 0 else None
        stretch = self._stretches[number]
        inside = start - stretch.old
        return stretch.new + inside if inside <= stretch.length else None

    def _right(self, end: int) -> int | None:
        """Where a place that ends at ``end`` ends in the new text."""
        number = bisect_right(self._starts, end) - 1
        if number >= 0 and 0 < end - self._stretches[number].old <= self._stretches[number].length:
            return self._stretches[number].new + end - self._stretches[number].old
        follows = number if number >= 0 and self._starts[number] == end else number + 1
        if follows < len(self._stretches):
            return self._stretches[follows].new if self._starts[follows] == end else None
        return len(self.new) if end == len(self.old) else None


def _same(old: str, new: str) -> Iterator[Stretch]:
    """What stands in both, by lines, and by words between lines that are the same."""
    lines = _LINE.findall(old), _LINE.findall(new)
    for kind, was, becomes in _difference(*lines, autojunk=False):
        if kind == "equal":
            yield Stretch(was[0], becomes[0], was[1] - was[0])
        elif kind == "replace":
            yield from _same_words(old, new, was, becomes)


def _same_words(old: str, new: str, was: tuple[int, int], becomes: tuple[int, int]) -> Iterator[Stretch]:
    words = _WORD.findall(old[slice(*was)]), _WORD.findall(new[slice(*becomes)])
    if max(map(len, words)) > _MOST_WORDS:
        return
    for kind, (start, end), (at, _) in _difference(*words, autojunk=True):
        if kind == "equal":
            yield Stretch(was[0] + start, becomes[0] + at, end - start)


def _difference(
    old: Sequence[str], new: Sequence[str], *, autojunk: bool
) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """What is equal and what differs in two rows of pieces, each with its offsets in both."""
    offsets, others = _offsets(old), _offsets(new)
    for kind, start, end, at, until in SequenceMatcher(None, old, new, autojunk).get_opcodes():
        yield kind, (offsets[start], offsets[end]), (others[at], others[until])


def _offsets(pieces: Sequence[str]) -> list[int]:
    reached = [0]
    for piece in pieces:
        reached.append(reached[-1] + len(piece))
    return reached


def _joined(stretches: Iterator[Stretch]) -> list[Stretch]:
    """Stretches that follow on each other in both texts as one."""
    joined: list[Stretch] = []
    for one in stretches:
        last = joined[-1] if joined else Stretch(0, 0, 0)
        if joined and (last.old + last.length, last.new + last.length) == one[:2]:
            joined[-1] = Stretch(last.old, last.new, last.length + one.length)
        else:
            joined.append(one)
    return joined


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _same_length(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters two texts have in common from their beginnings on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _alike(words: str, others: str) -> bool:
    """Whether one may be a correction of the other."""
    if max(len(words), len(others)) > 2 * min(len(words), len(others)) + 4:
        return False
    return SequenceMatcher(None, words, others, len(words) > 500).ratio() >= _ALIKE  # noqa: PLR2004
