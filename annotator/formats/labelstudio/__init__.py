"""Label Studio: tasks with an annotation for each layer, and the labelling configuration of the codebook."""

import re
from pathlib import PurePath

from annotator.formats._base import NO, SURELY, Format
from annotator.formats._loss import ABOUT, FRAGMENTS, LINKS, RULES, STATES, TREES
from annotator.formats._unseen import BLOCKS, HISTORY, MAKERS
from annotator.formats.labelstudio.read import read
from annotator.formats.labelstudio.write import files

_MARKS = re.compile(rb'"(?:annotations|completions|predictions)"\s*:\s*\[')
_BLANK = b"\xef\xbb\xbf \t\r\n"


def _claims(name: str, head: bytes) -> int:
    if PurePath(name).suffix.lower() in (".txt", ".text"):
        return NO
    opens = head.lstrip(_BLANK)[:1] in (b"{", b"[")
    return SURELY if opens and _MARKS.search(head) and b'"data"' in head else NO


def _beside(_name: str) -> tuple[str, ...]:
    """The labelling configuration, which says nothing that the annotations need."""
    return ("config.xml",)


FORMAT = Format(
    name="labelstudio",
    title="Label Studio: tasks and labelling configuration",
    suffix=".labelstudio.zip",
    media_type="application/zip",
    claims=_claims,
    files=files,
    read=read,
    beside=_beside,
    losses=(ABOUT, LINKS, FRAGMENTS, STATES, RULES, TREES, BLOCKS, HISTORY, MAKERS),
)
