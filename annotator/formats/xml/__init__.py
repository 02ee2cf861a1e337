"""XML of a kind that is not known here: its words, a block for each element that holds some. Only read."""

from pathlib import PurePath

from annotator.formats._base import NO, SURELY, Format
from annotator.formats._xml import root_of
from annotator.formats.xml.read import read

_KNOWN = ("TEI", "teiCorpus", "html", "XMI")
"""The roots of what other formats read, whatever their namespace: they say better what is wrong with a file."""


def _claims(name: str, head: bytes) -> int:
    if PurePath(name).suffix.lower() != ".xml":
        return NO
    root = root_of(head)
    return SURELY if root and root.rpartition("}")[2] not in _KNOWN else NO


FORMAT = Format(
    name="xml",
    title="Other XML, the words alone",
    suffix=".xml",
    media_type="application/xml",
    claims=_claims,
    read=read,
)
