"""REFI-QDA ``.qdc``: the codebook alone, for NVivo, MAXQDA, ATLAS.ti and others."""

from collections.abc import Iterator

from annotator.domain.corpus import Snapshot
from annotator.formats._base import Format, never_claims
from annotator.formats._loss import ABOUT, METADATA, RELATIONS, RULES, SPANS, TREES
from annotator.formats._qdc.losses import not_in_codes
from annotator.formats._qdc.write import write as write_codebook
from annotator.formats._unseen import DOCUMENTS, LAYERS


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """The latest codebook.

    Raises:
        Invalid: it has no label, as a ``.qdc`` has at least one code.
    """
    yield write_codebook(snapshot.codebooks[-1])


FORMAT = Format(
    name="qdc",
    title="REFI-QDA codebook, without documents",
    suffix=".qdc",
    media_type="application/xml",
    claims=never_claims,
    write=write,
    losses=(RELATIONS, SPANS, ABOUT, METADATA, RULES, TREES, DOCUMENTS, LAYERS),
    book_losses=not_in_codes,
    holds_text=False,
)
