"""What Prodigy's ``db-out`` and spaCy's ``Doc.to_json`` write: a text a line, its spans in code points."""

import re
from pathlib import PurePath

from annotator.formats._base import NO, SURELY, Format
from annotator.formats._loss import ABOUT, CUT_TOKENS, ENTITIES, FRAGMENTS, RULES, STATES, TREES
from annotator.formats._unseen import BLOCKS, BOOK_VERSIONS, HISTORY, MAKERS
from annotator.formats.prodigy.read import read
from annotator.formats.prodigy.write import write

_MARKS = re.compile(rb'"(?:_input_hash|_task_hash|_view_id|_session_id|_annotator_id|tokens|ents)"\s*:')
_BLANK = b"\xef\xbb\xbf \t\r\n"


def _claims(name: str, head: bytes) -> int:
    if PurePath(name).suffix.lower() in (".txt", ".text"):
        return NO
    opens = head.lstrip(_BLANK)[:1] in (b"{", b"[")
    return SURELY if opens and _MARKS.search(head) and b'"text"' in head else NO


FORMAT = Format(
    name="prodigy",
    title="Prodigy, one task a line",
    suffix=".prodigy.jsonl",
    media_type="application/jsonl",
    claims=_claims,
    write=write,
    read=read,
    losses=(ABOUT, FRAGMENTS, CUT_TOKENS, STATES, ENTITIES, RULES, TREES, BLOCKS, HISTORY, MAKERS, BOOK_VERSIONS),
)
