"""The blocks of a text: heading, paragraph, caption, byline and apparatus, told apart beside the text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from annotator.domain.errors import Invalid

BlockKind = Literal["heading", "paragraph", "caption", "byline", "apparatus"]
KINDS: tuple[BlockKind, ...] = get_args(BlockKind)

# What may stand between two blocks: the white space of XML, which is valid between a TEI text's paragraphs.
GAP = " \t\n"

Place = tuple[int, int]

_LONGEST_HEADING = 120
_AROUND_THE_ARTICLE = 4
_MOST_WORDS_IN_A_NAME = 4

# A hard-wrapped text has lines of up to 100 characters, and a line that was broken has at least 45 of them.
_WIDEST_LINE = 100
_BROKEN_LINE = 45
_FEWEST_BREAKS = 3

_ENDS_A_SENTENCE = tuple('.!?…:;,"”»)]。！？：；，、」』）】》｡؟؛،۔।')
_APPARATUS = re.compile(
    r"((publication|source|tags?|copyright|related|published|updated)\s*:"
    r"|(share (on|this|in|via)|print (this )?article|read more|related (articles?|stories|topics))\b|©)",
    re.IGNORECASE,
)
_BY = re.compile(r"(written |reported )?by ", re.IGNORECASE)
_SMALL_WORDS = frozenset(["and", "bin", "de", "der", "di", "for", "in", "la", "of", "the", "van", "von"])
_CREDIT = re.compile(r"/|\b(photo|reuters|agency|getty|afp|ap)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its kind and where it stands, ``[start, end)`` in code points."""

    kind: BlockKind
    start: int
    end: int


def recognise(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text, each with a kind by simple rules; only white space stands between them.

    A block is a line that is not blank. In a hard-wrapped text it is a paragraph's lines together: blank lines
    part such a text into groups, nearly all of its lines have at most 100 characters, and most of the breaks
    inside the groups come after a line that was full.

    Headings are short lines that neither end like a sentence nor open like a quotation; the rest is paragraphs,
    but for lines that look like a byline, a photograph's caption with its credit, or the apparatus around an
    article (publication line, share buttons). A person can correct it; whoever knows better (a manifest, an
    import) says so instead.
    """
    groups = _groups(text)
    if _is_hard_wrapped(groups):
        groups = [_unbroken(group) for group in groups]
    places = [place for group in groups for place in group]
    captions = {group[0] for group in groups if _is_picture(text, group)}
    return tuple(
        Block("caption" if (start, end) in captions else _kind(text[start:end], index, len(places)), start, end)
        for index, (start, end) in enumerate(places)
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
    """The indices of the blocks that share a character with ``[start, end)``.

    For a stretch that lies in the gap between two blocks, the block after it, or the last one.
    """
    first = bisect_right(blocks, start, key=lambda block: block.end)
    after = bisect_left(blocks, end, key=lambda block: block.start)
    if first < after or not blocks:
        return range(first, after)
    nearest = min(first, len(blocks) - 1)
    return range(nearest, nearest + 1)


def _refuse_words_between(text: str, start: int, end: int) -> None:
    between = text[start:end]
    if between.strip(GAP):
        raise Invalid(
            "text-outside-blocks", f"The text {start}-{end} stands in no block: “{between.strip()[:40]}”."
        )


def _groups(text: str) -> list[list[Place]]:
    """The lines that are not blank, without the gaps around them, in groups that blank lines part."""
    groups: list[list[Place]] = [[]]
    start = 0
    for line in text.split("\n"):
        left = start + len(line) - len(line.lstrip(GAP))
        right = start + len(line.rstrip(GAP))
        if left < right:
            groups[-1].append((left, right))
        else:
            groups.append([])
        start += len(line) + 1
    return [group for group in groups if group]


def _is_hard_wrapped(groups: list[list[Place]]) -> bool:
    lengths = [[end - start for start, end in group] for group in groups]
    broken = [length >= _BROKEN_LINE for group in lengths for length in group[:-1]]
    wide = [length > _WIDEST_LINE for group in lengths for length in group]
    return (
        len(groups) > 1
        and sum(broken) >= _FEWEST_BREAKS
        and sum(broken) * 2 > len(broken)
        and sum(wide) * 10 <= len(wide)
    )


def _unbroken(group: list[Place]) -> list[Place]:
    """The lines of ``group`` with each full line joined to the one that follows."""
    joined = group[:1]
    for (above, above_end), (start, end) in pairwise(group):
        if above_end - above >= _BROKEN_LINE:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_picture(text: str, group: list[Place]) -> bool:
    """Whether ``group`` is a picture's title and, on the line below, its caption with a credit."""
    lengths = [end - start for start, end in group]
    return len(group) == 2 and lengths[0] <= _LONGEST_HEADING and _has_credit(text[slice(*group[1])])  # noqa: PLR2004


def _kind(line: str, index: int, count: int) -> BlockKind:
    around = index < _AROUND_THE_ARTICLE or index >= count - 2
    if around and len(line) <= _LONGEST_HEADING and _APPARATUS.match(line):
        return "apparatus"
    if _is_byline(line) or (0 < index == count - 1 and _is_name(line)):
        return "byline"
    if _has_credit(line):
        return "caption"
    return "heading" if index < count - 1 and _is_heading(line) else "paragraph"


def _is_heading(line: str) -> bool:
    words = line.lstrip("‘").rstrip("’")  # a phrase in single quotes may head a section
    return (
        len(line) <= _LONGEST_HEADING
        and words[:1].isalnum()
        and not words[:1].islower()
        and not words.endswith(_ENDS_A_SENTENCE)
    )


def _is_byline(line: str) -> bool:
    by = _BY.match(line)
    return by is not None and len(line) <= _LONGEST_HEADING and _is_in_capitals(line[by.end() :])


def _is_name(line: str) -> bool:
    return 1 < len(line.split()) <= _MOST_WORDS_IN_A_NAME and line.isprintable() and _is_in_capitals(line)


def _is_in_capitals(words: str) -> bool:
    """Whether each word starts with a capital letter, as the words of a name do."""
    if words.endswith(_ENDS_A_SENTENCE):
        return False
    return bool(words.split()) and all(word[0].isupper() or word in _SMALL_WORDS for word in words.split())


def _has_credit(line: str) -> bool:
    """Whether ``line`` ends in brackets that name a photographer or an agency."""
    return line.endswith("]") and _CREDIT.search(line, line.rfind("[")) is not None
