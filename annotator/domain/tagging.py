"""Tagging: a text as rows of tokens, each told by plain features, and spans as a tag on each token.

Nothing here knows a language: a token is told by how it is written, what it begins and ends with, what stands
beside it, what kind of paragraph it stands in, and whether the registry knows it. Tags are those of IOB2
(Tjong Kim Sang and Veenstra 1999): ``B`` begins a span, ``I`` goes on with it, ``O`` is outside.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from annotator.domain.block import Block
from annotator.domain.mention import whole_words_of
from annotator.domain.script import ALONE, MARKS

BEGIN, INSIDE, OUTSIDE = TAGS = ("B", "I", "O")

Stretch = tuple[int, int]
"""``[start, end)`` in code points."""

# An apostrophe or a hyphen is a token of its own: people mark “Kazakhstan” in “Kazakhstan’s”.
_TOKEN = re.compile(rf"[{ALONE}][{MARKS}]*|[^\W{ALONE}](?:[^\W{ALONE}]|[{MARKS}])*|[^\w\s]")
_LONGEST_AFFIX = 4
_REACH = 2
"""So many tokens on each side tell of the one between them."""


@dataclass(frozen=True, slots=True)
class Row:
    """The tokens of one block, where each stands in the text, and in names of which sorts of entries it stands."""

    kind: str
    words: tuple[str, ...]
    places: tuple[Stretch, ...]
    known: tuple[frozenset[str], ...]

    @property
    def features(self) -> list[list[str]]:
        """What is told of each token."""
        return [list(_features(self, number)) for number in range(len(self.words))]


Names = Mapping[str, re.Pattern[str]]
"""For each sort of entries what finds their names."""


def names_of(names: Iterable[tuple[str, str]]) -> Names:
    """What finds the names of entries, each given with the entry's sort."""
    by_sort: dict[str, set[str]] = {}
    for sort, name in names:
        by_sort.setdefault(sort, set()).add(name)
    return {sort: pattern for sort, some in sorted(by_sort.items()) if (pattern := whole_words_of(some))}


def rows(text: str, blocks: Iterable[Block], names: Names) -> Iterator[Row]:
    """The rows of a text, block by block, without the apparatus around an article."""
    every = [found.span() for found in _TOKEN.finditer(text)]
    starts = [start for start, _ in every]
    for block in blocks:
        here = every[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        if block.kind != "apparatus" and here:
            yield Row(
                block.kind,
                tuple(text[start:end] for start, end in here),
                tuple(here),
                tuple(_known(text, block, here, names)),
            )


def tags(row: Row, marked: Iterable[Stretch]) -> list[str]:
    """The tag of each token, where one label is marked in ``marked``.

    A token has one tag: of stretches that overlap the longest counts. What cuts a token has all of it.
    """
    found = [OUTSIDE] * len(row.places)
    for first, last in _apart(_tokens_under(row.places, one) for one in marked):
        found[first:last] = [BEGIN, *[INSIDE] * (last - first - 1)]
    return found


def stretches(tagged: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The spans that tags tell of, as half-open ranges of tokens; a span that only goes on is one that begins."""
    start = None
    for number, tag in enumerate([*tagged, OUTSIDE]):
        if start is not None and tag != INSIDE:
            yield start, number
            start = None
        if tag == BEGIN or (tag == INSIDE and start is None):
            start = number


def place(row: Row, first: int, last: int) -> Stretch:
    """Where the tokens ``[first, last)`` of a row stand in the text."""
    return row.places[first][0], row.places[last - 1][1]


def _tokens_under(places: Sequence[Stretch], marked: Stretch) -> tuple[int, int]:
    start, end = marked
    first = bisect_right(places, start, key=lambda one: one[1])
    return first, bisect_left(places, end, key=lambda one: one[0])


def _apart(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for first, last in sorted({one for one in found if one[0] < one[1]}, key=lambda one: (one[0] - one[1], one)):
        if all(last <= other or first >= end for other, end in kept):
            kept.append((first, last))
    return kept


def _known(text: str, block: Block, here: Sequence[Stretch], names: Names) -> Iterator[frozenset[str]]:
    sorts: list[set[str]] = [set() for _ in here]
    for sort, pattern in names.items():
        for match in pattern.finditer(text, block.start, block.end):
            first, last = _tokens_under(here, match.span())
            for one in sorts[first:last]:
                one.add(sort)
    return map(frozenset, sorts)


def _features(row: Row, number: int) -> Iterator[str]:
    word = row.words[number]
    yield "every"
    yield f"kind={row.kind}"
    folded = word.casefold()
    for length in range(1, min(_LONGEST_AFFIX, len(folded)) + 1):
        yield f"begins={folded[:length]}"
        yield f"ends={folded[-length:]}"
    for away in range(-_REACH, _REACH + 1):
        beside = number + away
        if not 0 <= beside < len(row.words):
            yield f"{away}:edge"
            continue
        yield f"{away}:word={row.words[beside].casefold()}"
        yield f"{away}:shape={shape(row.words[beside])}"
        for sort in sorted(row.known[beside]):
            yield f"{away}:registry={sort}"
    for first in (number - 1, number):
        if 0 <= first < len(row.words) - 1:
            yield f"{first - number}:words={row.words[first].casefold()} {row.words[first + 1].casefold()}"


def shape(word: str) -> str:
    """How a word is written: capitals ``X``, other letters ``x``, digits ``9``; runs of one kind as one sign."""
    return "".join(kind for kind, _ in groupby(map(_kind, word)))


def _kind(sign: str) -> str:
    if sign.isupper():
        return "X"
    if sign.isalpha():
        return "x"
    return "9" if sign.isdigit() else sign
