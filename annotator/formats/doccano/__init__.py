"""doccano's JSONL, as its projects with relations read it: one layer."""

from annotator.formats._base import Format, never_claims
from annotator.formats._loss import ABOUT, ATTRIBUTES, FRAGMENTS, LINKS, NOTES
from annotator.formats.doccano.write import write

FORMAT = Format(
    name="doccano",
    title="doccano, one document a line",
    suffix=".doccano.jsonl",
    media_type="application/jsonl",
    claims=never_claims,
    write=write,
    losses=(ATTRIBUTES, NOTES, LINKS, ABOUT, FRAGMENTS),
    one_layer=True,
)
