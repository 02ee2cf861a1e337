"""TEI P5: the text once, every annotation stand-off, exact to the code point.

Written is one ``TEI`` for a corpus of one document and a ``teiCorpus`` otherwise. What is exported, imported and
exported again is the same bytes; a file of others leaves as its own tree with our layers appended.
``check`` proves a file by its schema, its pointers and its quotations.
"""

from pathlib import PurePath

from annotator.formats._base import MAYBE, NO, Format
from annotator.formats.tei.read import read
from annotator.formats.tei.write import write

_BLANK = b"\xef\xbb\xbf \t\r\n"
_UTF_16 = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")


def _claims(name: str, head: bytes) -> int:
    suffix = PurePath(name).suffix.lower()
    if suffix in (".xml", ".tei"):
        return MAYBE
    opens_markup = head.lstrip(_BLANK).startswith((b"<?xml", b"<TEI", b"<teiCorpus", *_UTF_16))
    return MAYBE if opens_markup and suffix not in (".txt", ".text") else NO


FORMAT = Format(
    name="tei",
    title="TEI P5, annotations stand-off",
    suffix=".xml",
    media_type="application/tei+xml",
    claims=_claims,
    write=write,
    read=read,
    round_trips=True,
)
