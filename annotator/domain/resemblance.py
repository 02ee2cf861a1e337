"""Texts that are nearly the same: an agency's report printed by two papers, an article and its correction.

Each text is known by a sketch of its runs of words (MinHash by one permutation, Li, Owen and Zhang 2012,
where empty places are filled from the next, Shrivastava and Li 2014): the share of equal places in two
sketches is about the share of runs that the texts have in common, with a standard error of 0.03. Only texts
that agree in one band of places are ever compared, so that the work grows with the number of texts, not of
pairs.
"""

import re
from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import TypeAlias

_WORD = re.compile(r"\w+")
_RUN = 4
_PLACES = 256
_BAND = 6
_ALIKE = 0.7
_LARGEST = 2**32 - 1

Sketch: TypeAlias = "array[int]"
"""A number for each place, of 32 bits: a kilobyte a text. Empty for a text without a word."""


def sketch(text: str) -> Sketch:
    """What is compared of ``text``."""
    least: list[int | None] = [None] * _PLACES
    for run in _runs(text.casefold()):
        value = int.from_bytes(blake2b(run.encode(), digest_size=8).digest())
        value, place = divmod(value, _PLACES)
        value &= _LARGEST
        kept = least[place]
        least[place] = value if kept is None else min(kept, value)
    return _filled(least)


def _runs(text: str) -> Iterator[str]:
    """Runs of words, one at a time: those of a book are many times as large as the book."""
    words: deque[str] = deque(maxlen=_RUN)
    number = 0
    for number, found in enumerate(_WORD.finditer(text), 1):
        words.append(found[0])
        if number >= _RUN:
            yield " ".join(words)
    if 0 < number < _RUN:
        yield " ".join(words)


def _filled(least: list[int | None]) -> Sketch:
    """Places that no run fell into take the value of the next one that has one."""
    if all(one is None for one in least):
        return array("I")
    filled = array("I")
    following = next(one for one in least if one is not None)
    for one in reversed(least):
        following = following if one is None else one
        filled.append(following)
    filled.reverse()
    return filled


def resemblance(one: Sketch, other: Sketch) -> float:
    """About how many of the runs of words of two texts are common, from 0 to 1."""
    if not one or not other:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / _PLACES


def families(sketches: Iterable[Sketch], alike: float = _ALIKE) -> list[int]:
    """For each text the number of the first of its family: those that are nearly the same as one another."""
    known = list(sketches)
    first = list(range(len(known)))

    def head(number: int) -> int:
        while first[number] != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    for one, other in _candidates(known):
        low, high = sorted((head(one), head(other)))
        if low != high and resemblance(known[one], known[other]) >= alike:
            first[high] = low
    return [head(number) for number in range(len(known))]


def _candidates(known: list[Sketch]) -> Iterator[tuple[int, int]]:
    """Pairs that agree in a band, each text with the one before it and with the first that does."""
    seen: dict[tuple[int, bytes], tuple[int, ...]] = {}
    for number, one in enumerate(known):
        for at in range(0, len(one), _BAND):
            band = at, one[at : at + _BAND].tobytes()
            others = seen.get(band, ())
            yield from ((other, number) for other in others)
            # The first and the last stand for the rest, as those of one family lead to each other.
            seen[band] = (*others[:1], number)
