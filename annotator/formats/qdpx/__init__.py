"""REFI-QDA project ``.qdpx``, for NVivo, MAXQDA, ATLAS.ti and others: texts, codebook, codings, people, notes."""

from annotator.formats._base import Format, never_claims
from annotator.formats._loss import ABOUT, FRAGMENTS, LINKS
from annotator.formats.qdpx.write import files

FORMAT = Format(
    name="qdpx",
    title="REFI-QDA project",
    suffix=".qdpx",
    media_type="application/zip",
    claims=never_claims,
    files=files,
    losses=(ABOUT, LINKS, FRAGMENTS),
)
