"""JSONL: one document a line, with its layers, spans and relations; what spaCy's and Prodigy's tools read too.

The shape is a promise (see README, “JSONL”). What is exported, imported and exported again is the same bytes.
"""

import re
from pathlib import PurePath

from annotator.formats._base import MAYBE, NO, OWN, Format
from annotator.formats._loss import TREES
from annotator.formats._unseen import HISTORY
from annotator.formats.jsonl.read import read
from annotator.formats.jsonl.write import write

_BLANK = b"\xef\xbb\xbf \t\r\n"
# Other tools have “entities”, too, but none that begin so.
_MARKS = re.compile(rb'"codebook_version":|"entities"\s*:\s*\[\s*\{\s*"(?:key|sort|name)"\s*:')


def _claims(name: str, head: bytes) -> int:
    suffix = PurePath(name).suffix.lower()
    if suffix not in (".txt", ".text") and head.lstrip(_BLANK)[:1] == b"{":
        return OWN if _MARKS.search(head) else MAYBE
    return MAYBE if suffix in (".jsonl", ".ndjson") else NO


FORMAT = Format(
    name="jsonl",
    title="JSONL, one document a line",
    suffix=".jsonl",
    media_type="application/jsonl",
    claims=_claims,
    write=write,
    read=read,
    round_trips=True,
    losses=(TREES, HISTORY),
)
