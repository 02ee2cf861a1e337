"""What doccano exports: a text a line with its spans, in code points, and its relations."""

import re
from pathlib import PurePath

from annotator.formats._base import NO, SURELY, Format
from annotator.formats._loss import ABOUT, ATTRIBUTES, FRAGMENTS, LINKS, NOTES, RULES, STATES, TREES
from annotator.formats._unseen import BLOCKS, BOOK_VERSIONS, EMPTY_LAYERS, HISTORY, IDS, MAKERS
from annotator.formats.doccano.read import read
from annotator.formats.doccano.write import write

_MARKS = re.compile(rb'"labels?"\s*:\s*\[\s*[\[\]]|"start_offset"\s*:|"(?:entities|Comments)"\s*:\s*\[')
_BLANK = b"\xef\xbb\xbf \t\r\n"


def _claims(name: str, head: bytes) -> int:
    if PurePath(name).suffix.lower() in (".txt", ".text"):
        return NO
    opens = head.lstrip(_BLANK)[:1] in (b"{", b"[")
    return SURELY if opens and _MARKS.search(head) and b'"text"' in head and b'"result"' not in head else NO


FORMAT = Format(
    name="doccano",
    title="doccano, one document a line",
    suffix=".doccano.jsonl",
    media_type="application/jsonl",
    claims=_claims,
    write=write,
    read=read,
    losses=(
        ATTRIBUTES,
        NOTES,
        LINKS,
        ABOUT,
        FRAGMENTS,
        STATES,
        RULES,
        TREES,
        BLOCKS,
        HISTORY,
        MAKERS,
        BOOK_VERSIONS,
        IDS,
        EMPTY_LAYERS,
    ),
    one_layer=True,
)
