"""Words, as a search needs them: where they stand in a text, and the form in which two of them are the same.

A hyphen or an apostrophe parts words, so that “Kazakhstan” is found in “Kazakhstan’s”. Scripts that are written
without blanks have a word for each character: whoever looks for several finds them side by side.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from annotator.domain.naming import name_key
from annotator.domain.script import ALONE, MARKS

_WORD = re.compile(rf"[{ALONE}][{MARKS}]*|(?:(?![{ALONE}])\w)(?:(?![{ALONE}])[\w{MARKS}])*")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: each as it is compared, and where it stands, half open, in code points."""

    keys: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    def between(self, start: int, end: int) -> range:
        """The numbers of the words that stand in ``[start, end)`` as a whole."""
        first = bisect_left(self.places, (start, 0))
        last = first
        while last < len(self.places) and self.places[last][1] <= end:
            last += 1
        return range(first, last)


def words(text: str) -> Words:
    """The words of ``text``."""
    places = tuple(found.span() for found in _WORD.finditer(text))
    return Words(tuple(name_key(text[start:end]) for start, end in places), places)


def word_keys(text: str) -> list[str]:
    """The words of ``text`` as they are compared."""
    return [name_key(found) for found in _WORD.findall(text)]


def distinct_keys(text: str) -> set[str]:
    """The words of ``text`` as they are compared, each once: of a book they are far fewer than its words."""
    return {name_key(one) for one in {found[0] for found in _WORD.finditer(text)}}
