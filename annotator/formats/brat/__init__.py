"""brat: a folder a layer, with a text and its stand-off annotations for each document, and the configuration."""

from annotator.formats._base import Format, never_claims
from annotator.formats._loss import ABOUT, BLANK
from annotator.formats.brat.write import files

FORMAT = Format(
    name="brat",
    title="brat stand-off, with its configuration",
    suffix=".brat.zip",
    media_type="application/zip",
    claims=never_claims,
    files=files,
    losses=(ABOUT, BLANK),
)
