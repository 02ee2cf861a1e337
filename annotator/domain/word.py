"""Words, as a search needs them: where they stand in a text, and the form in which two of them are the same.

A hyphen or an apostrophe parts words, so that “Kazakhstan” is found in “Kazakhstan’s”. Scripts that are written
without blanks have a word for each character: whoever looks for several finds them side by side.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from annotator.domain.naming import name_key

# Marks that belong to the letter before them and that re does not count as part of a word: the combining
# diacritics, and the vowel signs and points of the scripts that articles are written in.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0b82\u0bbe-\u0bcd\u0e31-\u0e3a"
    "\u0e47-\u0e4e\u1dc0-\u1dff\u20d0-\u20ff\u200c\u200d"
)
_ALONE = (
    "\u0e01-\u0e30\u0e32-\u0e33\u0e40-\u0e46\u3041-\u309f\u30a0-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
_WORD = re.compile(rf"[{_ALONE}][{_MARKS}]*|(?:(?![{_ALONE}])\w)(?:(?![{_ALONE}])[\w{_MARKS}])*")


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
