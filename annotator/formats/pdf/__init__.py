"""PDF with a text layer. Only read; its blocks are recognised."""

from pathlib import PurePath

from annotator.formats._base import MAYBE, NO, SURELY, Format
from annotator.formats.pdf.read import read


def _claims(name: str, head: bytes) -> int:
    named = PurePath(name).suffix.lower() == ".pdf"
    if head.startswith(b"%PDF-"):
        return SURELY if named or PurePath(name).suffix.lower() not in (".txt", ".text") else NO
    return MAYBE if named else NO


FORMAT = Format(
    name="pdf",
    title="PDF with a text layer",
    suffix=".pdf",
    media_type="application/pdf",
    claims=_claims,
    read=read,
)
