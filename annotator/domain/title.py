"""The title of a document that came without one."""

import re
from collections.abc import Sequence

from annotator.domain.block import Block

UNTITLED = "Untitled"

_LONGEST = 80
_LONGEST_HEADING = 200
_NOT_IN_A_TITLE = re.compile("[\\s\x00-\x1f\x7f]+")


def heading_title(text: str, blocks: Sequence[Block]) -> str | None:
    """The words of the first heading, on one line; None where there is none."""
    headings = (block for block in blocks if block.kind == "heading")
    return next((_line(text[block.start : block.end], _LONGEST_HEADING) for block in headings), None) or None


def recognised_title(text: str, blocks: Sequence[Block]) -> str:
    """The first heading, or else the first words of the article itself."""
    if heading := heading_title(text, blocks):
        return heading
    own = next((block.start for block in blocks if block.kind == "paragraph"), 0)
    return _line(text[own:], _LONGEST) or UNTITLED


def _line(words: str, longest: int) -> str:
    # A title of n characters is found in the first 4 n, unless the text is mostly blank.
    line = _NOT_IN_A_TITLE.sub(" ", words[: longest * 4]).strip()
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
