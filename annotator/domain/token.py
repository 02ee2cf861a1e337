"""Tokens: the words and signs of a text, as counting by words needs them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

# A word keeps its inner apostrophes and hyphens; every other sign that can be seen is a token of its own.
_TOKEN = re.compile(r"\w+(?:[-'’\u2010\u2011]\w+)*|[^\w\s]")


def tokens(text: str) -> list[tuple[int, int]]:
    """The tokens of ``text`` in order, as half-open ranges of code points."""
    return [found.span() for found in _TOKEN.finditer(text)]


class Tokens:
    """The tokens of one text, to find those under a range of code points."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in ranges]
        self._ends = [end for _, end in ranges]
        # Annotators mark the same places: what one asked for, the next need not look for.
        self._found: dict[tuple[int, int], tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self._starts)

    def under(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the tokens that ``[start, end)`` overlaps, as a half-open range."""
        known = self._found.get((start, end))
        if known is None:
            first = bisect_right(self._ends, start)
            known = self._found[start, end] = first, max(first, bisect_left(self._starts, end))
        return known
