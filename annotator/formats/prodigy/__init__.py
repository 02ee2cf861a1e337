"""Prodigy's JSONL: one task for each layer of a document, with tokens, spans and relations."""

from annotator.formats._base import Format, never_claims
from annotator.formats._loss import ABOUT, CUT_TOKENS, FRAGMENTS
from annotator.formats.prodigy.write import write

FORMAT = Format(
    name="prodigy",
    title="Prodigy, one task a line",
    suffix=".prodigy.jsonl",
    media_type="application/jsonl",
    claims=never_claims,
    write=write,
    losses=(ABOUT, FRAGMENTS, CUT_TOKENS),
)
