"""GLiNER's training data: tokens, and spans counted in them, both ends included."""

import re

from annotator.formats._base import NO, SURELY, Format
from annotator.formats._loss import (
    ABOUT,
    ATTRIBUTES,
    CUT_TOKENS,
    FRAGMENTS,
    LINKS,
    METADATA,
    NOTES,
    RELATIONS,
    RULES,
    STATES,
    TREES,
)
from annotator.formats._unseen import BLOCKS, BOOK_VERSIONS, EMPTY_LAYERS, HISTORY, IDS, MAKERS, TITLES
from annotator.formats.gliner.read import read
from annotator.formats.gliner.write import write

_MARK = re.compile(rb'"tokenized_text"\s*:')
_BLANK = b"\xef\xbb\xbf \t\r\n"


def _claims(_name: str, head: bytes) -> int:
    return SURELY if head.lstrip(_BLANK)[:1] in (b"{", b"[") and _MARK.search(head) else NO


FORMAT = Format(
    name="gliner",
    title="GLiNER training data",
    suffix=".gliner.json",
    media_type="application/json",
    claims=_claims,
    write=write,
    read=read,
    losses=(
        RELATIONS,
        ATTRIBUTES,
        NOTES,
        LINKS,
        ABOUT,
        FRAGMENTS,
        CUT_TOKENS,
        STATES,
        METADATA,
        RULES,
        TREES,
        BLOCKS,
        HISTORY,
        MAKERS,
        BOOK_VERSIONS,
        IDS,
        TITLES,
        EMPTY_LAYERS,
    ),
    one_layer=True,
)
