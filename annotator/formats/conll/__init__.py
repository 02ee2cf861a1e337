"""CoNLL, one token a line with its tag in IOB2: one layer, flat."""

from annotator.formats._base import Format, never_claims
from annotator.formats._loss import ABOUT, ATTRIBUTES, CUT_TOKENS, FRAGMENTS, LINKS, NOTES, OVERLAPS, RELATIONS
from annotator.formats.conll.write import write

FORMAT = Format(
    name="conll",
    title="CoNLL with IOB2 tags, one token a line",
    suffix=".conll",
    media_type="text/plain",
    claims=never_claims,
    write=write,
    losses=(RELATIONS, ATTRIBUTES, NOTES, LINKS, ABOUT, FRAGMENTS, CUT_TOKENS, OVERLAPS),
    one_layer=True,
)
