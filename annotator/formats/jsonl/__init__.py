"""JSONL: one document a line, with its layers, spans and relations; what spaCy's and Prodigy's tools read too.

The shape is a promise (see README, “JSONL”). What is exported, imported and exported again is the same bytes.
"""

from pathlib import PurePath

from annotator.formats._base import Format
from annotator.formats.jsonl.read import read
from annotator.formats.jsonl.write import write

_BLANK = b"\xef\xbb\xbf \t\r\n"


def _claims(name: str, head: bytes) -> bool:
    suffix = PurePath(name).suffix.lower()
    return suffix in (".jsonl", ".ndjson") or (suffix not in (".txt", ".text") and head.lstrip(_BLANK)[:1] == b"{")


FORMAT = Format(
    name="jsonl",
    title="JSONL, one document a line",
    suffix=".jsonl",
    media_type="application/jsonl",
    claims=_claims,
    write=write,
    read=read,
    round_trips=True,
)
