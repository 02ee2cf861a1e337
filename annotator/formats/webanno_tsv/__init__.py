"""WebAnno TSV 3, as INCEpTION exports it: a token a line, layers in columns, offsets in UTF-16 units."""

from annotator.formats._base import NO, SURELY, Format
from annotator.formats.webanno_tsv.read import read

_MARK = b"#FORMAT=WebAnno TSV 3"


def _claims(_name: str, head: bytes) -> int:
    return SURELY if head.removeprefix(b"\xef\xbb\xbf").startswith(_MARK) else NO


FORMAT = Format(
    name="webanno-tsv",
    title="WebAnno TSV 3, from INCEpTION",
    suffix=".tsv",
    media_type="text/tab-separated-values",
    claims=_claims,
    read=read,
)
