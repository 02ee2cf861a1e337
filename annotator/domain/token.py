"""Tokens: the words and signs of a text, as counting by words needs them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import partial

from annotator.domain.script import ALONE, MARKS

# A word keeps its inner apostrophes and hyphens, and the marks on its letters; every other sign that can be seen
# is a token of its own, and so is each letter of a script that is written without blanks.
_LETTERS = rf"[^\W{ALONE}](?:[^\W{ALONE}]+|[{MARKS}]+)*"
_TOKEN = re.compile(rf"{_LETTERS}(?:[-'’\u2010\u2011]{_LETTERS})*|[{ALONE}][{MARKS}]*|[^\w\s]")


def tokens(text: str) -> list[tuple[int, int]]:
    """The tokens of ``text`` in order, as half-open ranges of code points."""
    return [found.span() for found in _TOKEN.finditer(text)]


class Tokens:
    """The tokens of one text, to find those under a range of code points."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        starts = [start for start, _ in ranges]
        ends = [end for _, end in ranges]
        # Annotators begin and end at the same places: what one asked for, the next need not look for.
        self.first_after = _Found(partial(bisect_right, ends))
        """For a place the number of the first token that ends behind it."""
        self.begun_before = _Found(partial(bisect_left, starts))
        """For a place how many tokens begin before it."""
        self._length = len(starts)

    def __len__(self) -> int:
        return self._length

    def under(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the tokens that ``[start, end)`` overlaps, as a half-open range."""
        first = self.first_after[start]
        return first, max(first, self.begun_before[end])


class _Found(dict[int, int]):
    """What is found for a place, looked for once."""

    def __init__(self, look: Callable[[int], int]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, place: int) -> int:
        found = self[place] = self._look(place)
        return found
