"""HTML: the article of a page and what the page says of it. Only read; nothing of a page but its words is kept."""

import re
from pathlib import PurePath

from annotator.formats._base import NO, SURELY, Format
from annotator.formats.html.read import read

_SUFFIXES = (".html", ".htm", ".xhtml")
_OPENS = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)


def _claims(name: str, head: bytes) -> int:
    suffix = PurePath(name).suffix.lower()
    if suffix in (".txt", ".text"):
        return NO
    return SURELY if suffix in _SUFFIXES or _OPENS.match(head.removeprefix(b"\xef\xbb\xbf")) else NO


FORMAT = Format(
    name="html",
    title="HTML, one article a page",
    suffix=".html",
    media_type="text/html",
    claims=_claims,
    read=read,
)
