"""GLiNER's training data: passages of tokens with the spans in them, which may overlap. One layer."""

from annotator.formats._base import Format, never_claims
from annotator.formats._loss import ABOUT, ATTRIBUTES, CUT_TOKENS, FRAGMENTS, LINKS, NOTES, RELATIONS
from annotator.formats.gliner.write import write

FORMAT = Format(
    name="gliner",
    title="GLiNER training data",
    suffix=".gliner.json",
    media_type="application/json",
    claims=never_claims,
    write=write,
    losses=(RELATIONS, ATTRIBUTES, NOTES, LINKS, ABOUT, FRAGMENTS, CUT_TOKENS),
    one_layer=True,
)
