"""The blocks of a text: heading, paragraph, caption, byline and apparatus, told apart beside the text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from annotator.domain.errors import Invalid

BlockKind = Literal["heading", "paragraph", "caption", "byline", "apparatus"]
KINDS: tuple[BlockKind, ...] = get_args(BlockKind)

# What may stand between two blocks: the white space of XML, which is valid between a TEI text's paragraphs.
GAP = " \t\n"

_LONGEST_HEADING = 120
_FINAL_PUNCTUATION = tuple('.!?…:;,"”»)]')
_APPARATUS = re.compile(
    r"(publication|source|share on|share this|print article|tags?|copyright|©|read more|related)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(written )?by [A-Z]\S+( \S+){0,8}$", re.IGNORECASE)
_CREDIT = re.compile(r"\[[^\]]*(/|photo|reuters|agency|getty|afp|ap)[^\]]*\]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its kind and where it stands, ``[start, end)`` in code points."""

    kind: BlockKind
    start: int
    end: int


def recognise(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text: one for each line that is not blank, its kind by simple rules.

    Headings are short lines without final punctuation; the rest is paragraphs, but for lines that look like a
    byline, a photograph's credit, or the apparatus around an article (publication line, share buttons).
    A person can correct it; whoever knows better (a manifest, an import) says so instead.
    """
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    trimmed = [_trim(text, start, end) for start, end in lines]
    present = [place for place in trimmed if place is not None]
    return tuple(
        Block(_kind(text[start:end], index, len(present)), start, end)
        for index, (start, end) in enumerate(present)
    )


def checked_blocks(blocks: Iterable[Block], text: str) -> tuple[Block, ...]:
    """``blocks`` as they are, sorted and disjoint, with nothing but white space left between them.

    Raises:
        Invalid: one lies outside the text, two overlap, or words stand in none of them.
    """
    ordered = tuple(blocks)
    reached = 0
    for block in ordered:
        if block.kind not in KINDS:
            raise Invalid("unknown-block", f"There is no kind of block called “{block.kind}”.")
        if not reached <= block.start < block.end <= len(text):
            raise Invalid(
                "block-outside-text",
                f"The block {block.start}-{block.end} overlaps another or lies outside the text.",
            )
        _refuse_words_between(text, reached, block.start)
        reached = block.end
    _refuse_words_between(text, reached, len(text))
    return ordered


def touched(blocks: Sequence[Block], start: int, end: int) -> range:
    """The indices of the blocks that share a character with ``[start, end)``."""
    indices = [index for index, block in enumerate(blocks) if block.start < end and start < block.end]
    return range(indices[0], indices[-1] + 1) if indices else range(0)


def _refuse_words_between(text: str, start: int, end: int) -> None:
    between = text[start:end]
    if between.strip(GAP):
        raise Invalid(
            "text-outside-blocks", f"The text {start}-{end} stands in no block: “{between.strip()[:40]}”."
        )


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    line = text[start:end]
    left = len(line) - len(line.lstrip(GAP))
    right = len(line.rstrip(GAP))
    return (start + left, start + right) if left < right else None


def _kind(line: str, index: int, count: int) -> BlockKind:
    at_an_end = index == 0 or index >= count - 2
    if _APPARATUS.match(line) and len(line) <= _LONGEST_HEADING and (at_an_end or index < 4):  # noqa: PLR2004 - the first lines
        return "apparatus"
    if _BYLINE.match(line):
        return "byline"
    if _CREDIT.search(line):
        return "caption"
    if len(line) <= _LONGEST_HEADING and not line.endswith(_FINAL_PUNCTUATION) and index < count - 1:
        return "heading"
    return "paragraph"
