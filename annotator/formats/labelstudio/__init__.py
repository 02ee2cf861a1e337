"""Label Studio: tasks with an annotation for each layer, and the labelling configuration of the codebook."""

from annotator.formats._base import Format, never_claims
from annotator.formats._loss import ABOUT, FRAGMENTS, LINKS
from annotator.formats.labelstudio.write import files

FORMAT = Format(
    name="labelstudio",
    title="Label Studio: tasks and labelling configuration",
    suffix=".labelstudio.zip",
    media_type="application/zip",
    claims=never_claims,
    files=files,
    losses=(ABOUT, LINKS, FRAGMENTS),
)
