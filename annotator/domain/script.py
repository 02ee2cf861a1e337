"""Scripts: signs that belong to the letter before them, letters without blanks between, room and direction.

The first two are parts of a class of a regular expression.
"""

from collections import Counter
from typing import Literal
from unicodedata import bidirectional, category, east_asian_width

# Marks that belong to the letter before them and that re does not count as part of a word: the combining
# diacritics, and the vowel signs and points of the scripts that articles are written in.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0b82\u0bbe-\u0bcd\u0e31-\u0e3a"
    "\u0e47-\u0e4e\u1dc0-\u1dff\u20d0-\u20ff\u200c\u200d"
)
# Thai, kana and Han: each letter counts as a word, since only a dictionary could tell words apart.
ALONE = (
    "\u0e01-\u0e30\u0e32-\u0e33\u0e40-\u0e46\u3041-\u309f\u30a0-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)


def columns(text: str) -> int:
    """How many columns of a terminal a line takes: a wide letter two, a mark on a letter none (UAX 11)."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1


def direction(text: str) -> Literal["ltr", "rtl"]:
    """From which side most letters of a text are read, whichever it begins with."""
    letters = Counter(map(bidirectional, text))
    return "rtl" if letters["R"] + letters["AL"] > letters["L"] else "ltr"
