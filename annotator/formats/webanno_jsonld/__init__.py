"""W3C Web Annotation as JSON-LD: every span, relation and description of a document is one annotation."""

from annotator.formats._base import Format, never_claims
from annotator.formats.webanno_jsonld.write import files

FORMAT = Format(
    name="webanno-jsonld",
    title="W3C Web Annotation, JSON-LD beside the texts",
    suffix=".webanno-jsonld.zip",
    media_type="application/zip",
    claims=never_claims,
    files=files,
)
