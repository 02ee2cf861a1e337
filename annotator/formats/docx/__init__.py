"""Word: the paragraphs of a .docx, with its tables, links, text boxes and notes. Only read.

The parts are read by our own rules for archives and XML, so that nothing outside the file is ever fetched and no
archive unfolds into more than it may.
"""

from pathlib import PurePath

from annotator.formats._base import MAYBE, NO, SURELY, Format
from annotator.formats.docx.read import read


def _claims(name: str, head: bytes) -> int:
    if PurePath(name).suffix.lower() != ".docx":
        return NO
    return SURELY if head.startswith(b"PK") else MAYBE


FORMAT = Format(
    name="docx",
    title="Word (.docx)",
    suffix=".docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    claims=_claims,
    read=read,
)
