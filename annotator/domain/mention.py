"""Every other mention: where the words of a span stand elsewhere in its document."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from annotator.domain.block import Block
from annotator.domain.script import ALONE
from annotator.domain.span import Span

_BLANKS = re.compile(rf"[^\W{ALONE}]")


def mentions(text: str, blocks: Iterable[Block], span: Span, marked: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """The other places ``[start, end)`` where ``span``'s words stand as whole words, in reading order.

    Left out are places in the apparatus, across two blocks, and those that carry the label already.
    """
    words = span.quote(text)
    taken = {(other.start, other.end) for other in marked if other.label == span.label}
    pattern = whole_words(words)
    for block in blocks:
        if block.kind != "apparatus":
            for match in pattern.finditer(text, block.start, block.end):
                if match.span() not in taken and not _cuts_a_letter(text, *match.span()):
                    yield match.span()


def whole_words(words: str) -> re.Pattern[str]:
    """What finds ``words`` where they begin and end as words do.

    A border means something only between letters or digits of scripts that are written with blanks.
    """
    before = rf"(?<![^\W{ALONE}])" if _BLANKS.match(words[0]) else ""
    after = rf"(?![^\W{ALONE}])" if _BLANKS.match(words[-1]) else ""
    return re.compile(before + re.escape(words) + after)


def whole_words_of(several: Collection[str]) -> re.Pattern[str] | None:
    """What finds any of several words, the longest first; None where there is none."""
    if not several:
        return None
    longest_first = sorted(several, key=lambda one: (-len(one), one))
    return re.compile("|".join(whole_words(one).pattern for one in longest_first))


def _cuts_a_letter(text: str, start: int, end: int) -> bool:
    """Whether a combining mark is at a border: neither is “cafe” in “cafe\u0301” nor “s” in “e\u0301s”."""
    before, after = text[start - 1 : start] if text[start].isalnum() else "", text[end : end + 1]
    return any(one and unicodedata.category(one).startswith("M") for one in (before, after))
