"""A document in passages of tokens, as programs that learn from short texts want it."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.domain.corpus import Document
from annotator.domain.token import Tokens, tokens
from annotator.formats._order import spans_of


@dataclass(frozen=True, slots=True)
class Passage:
    """Tokens, and what marks them: ``(first, after, label)`` counted in them, in reading order."""

    words: tuple[str, ...]
    marked: tuple[tuple[int, int, str], ...]


def passages(document: Document) -> Iterator[Passage]:
    """The blocks of ``document``; those that one span runs across are one passage.

    Its spans begin and end with tokens.
    """
    ranges = tokens(document.text)
    found = Tokens(ranges)
    marked = [(*found.under(span.start, span.end), span.label) for span in spans_of(document)]
    words = [document.text[start:end] for start, end in ranges]
    start = place = 0
    for after in _ends(document, found, marked):
        inside = place
        while place < len(marked) and marked[place][0] < after:
            place += 1
        here = ((first - start, end - start, label) for first, end, label in marked[inside:place])
        yield Passage(tuple(words[start:after]), tuple(here))
        start = after


def _ends(document: Document, found: Tokens, marked: list[tuple[int, int, str]]) -> Iterator[int]:
    """The numbers of the tokens behind which a passage ends."""
    start = reached = place = 0
    for end in [found.under(block.start, block.end)[1] for block in document.blocks] or [len(found)]:
        while place < len(marked) and marked[place][0] < end:
            reached = max(reached, marked[place][1])
            place += 1
        if start < end and reached <= end:
            yield end
            start = end
    if start < len(found):
        yield len(found)
