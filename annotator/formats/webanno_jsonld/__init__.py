"""W3C Web Annotation as JSON-LD: every span, relation and description of a document is one annotation."""

from pathlib import PurePath

from annotator.formats._base import NO, SURELY, Format
from annotator.formats._loss import ENTITIES, RULES, STATES, TREES
from annotator.formats._unseen import BOOK_VERSIONS, EMPTY_LAYERS, HISTORY
from annotator.formats.webanno_jsonld.read import read
from annotator.formats.webanno_jsonld.write import files

_MARK = b"www.w3.org/ns/anno"


def _claims(name: str, head: bytes) -> int:
    if PurePath(name).suffix.lower() == ".jsonld":
        return SURELY
    return SURELY if head.lstrip()[:1] in (b"{", b"[") and _MARK in head else NO


def _beside(name: str) -> tuple[str, ...]:
    """The texts that it points into, and what an export says of them."""
    return (f"{PurePath(name).stem}.txt", "*.txt", "texts/*.txt", "documents.jsonl")


FORMAT = Format(
    name="webanno-jsonld",
    title="W3C Web Annotation, JSON-LD beside the texts",
    suffix=".webanno-jsonld.zip",
    media_type="application/zip",
    claims=_claims,
    files=files,
    read=read,
    beside=_beside,
    losses=(STATES, ENTITIES, RULES, TREES, HISTORY, BOOK_VERSIONS, EMPTY_LAYERS),
)
