"""CoNLL: a token a line, its tag in the last column (IOB2, and what is written in IOB1, IOBES or BILOU)."""

from pathlib import PurePath

from annotator.formats._base import NO, SURELY, Format
from annotator.formats._loss import (
    ABOUT,
    ATTRIBUTES,
    CUT_TOKENS,
    FRAGMENTS,
    LINKS,
    METADATA,
    NOTES,
    OVERLAPS,
    RELATIONS,
    RULES,
    STATES,
    TREES,
)
from annotator.formats._unseen import (
    BLOCKS,
    BOOK_VERSIONS,
    DOCUMENT_IDS,
    EMPTY_LAYERS,
    HISTORY,
    IDS,
    MAKERS,
    TITLES,
)
from annotator.formats.conll.read import read
from annotator.formats.conll.write import write

_SUFFIXES = (".conll", ".iob", ".iob2", ".bio", ".bioes")


def _claims(name: str, head: bytes) -> int:
    return SURELY if PurePath(name).suffix.lower() in _SUFFIXES or head.startswith(b"-DOCSTART-") else NO


FORMAT = Format(
    name="conll",
    title="CoNLL with IOB2 tags, one token a line",
    suffix=".conll",
    media_type="text/plain",
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
        OVERLAPS,
        STATES,
        METADATA,
        RULES,
        TREES,
        BLOCKS,
        HISTORY,
        MAKERS,
        BOOK_VERSIONS,
        IDS,
        DOCUMENT_IDS,
        TITLES,
        EMPTY_LAYERS,
    ),
    one_layer=True,
)
