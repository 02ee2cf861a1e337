"""UIMA CAS as XMI, as INCEpTION and WebAnno export it."""

from pathlib import PurePath

from annotator.formats._base import NO, SURELY, Format
from annotator.formats.xmi.read import read

_MARK = b"http://www.omg.org/XMI"


def _claims(name: str, head: bytes) -> int:
    return SURELY if PurePath(name).suffix.lower() == ".xmi" or _MARK in head else NO


def _beside(_name: str) -> tuple[str, ...]:
    """The type system, which says nothing that the annotations need."""
    return ("TypeSystem.xml", "typesystem.xml")


FORMAT = Format(
    name="xmi",
    title="UIMA CAS (XMI), from INCEpTION",
    suffix=".xmi",
    media_type="application/vnd.xmi+xml",
    claims=_claims,
    read=read,
    beside=_beside,
)
