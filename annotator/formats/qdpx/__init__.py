"""REFI-QDA project ``.qdpx``, for NVivo, MAXQDA, ATLAS.ti and others: texts, codebook, codings, people, notes."""

from pathlib import PurePath

from annotator.formats._base import NO, SURELY, Format
from annotator.formats._loss import ABOUT, FRAGMENTS, LINKS, RULES, STATES, TREES
from annotator.formats._qdc.losses import not_in_project
from annotator.formats._unseen import BLOCKS, BOOK_VERSIONS, HISTORY_BESIDE_SPANS, MAKERS
from annotator.formats.qdpx.read import read
from annotator.formats.qdpx.write import files


def _claims(name: str, head: bytes) -> int:
    return SURELY if PurePath(name).suffix.lower() == ".qdpx" and head.startswith(b"PK") else NO


FORMAT = Format(
    name="qdpx",
    title="REFI-QDA project",
    suffix=".qdpx",
    media_type="application/zip",
    claims=_claims,
    files=files,
    read=read,
    losses=(ABOUT, LINKS, FRAGMENTS, STATES, RULES, TREES, BLOCKS, HISTORY_BESIDE_SPANS, MAKERS, BOOK_VERSIONS),
    book_losses=not_in_project,
)
