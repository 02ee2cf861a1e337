"""brat's stand-off: a text in ``NAME.txt`` and what is marked in it in ``NAME.ann``, counted in code points.

An export is a folder a layer, with the configuration; read is one pair of files at a time.
"""

from pathlib import PurePath

from annotator.formats._base import NO, SURELY, Format
from annotator.formats._loss import ABOUT, BLANK, ENTITIES, METADATA, RULES, STATES, TREES
from annotator.formats._unseen import BLOCKS, BOOK_VERSIONS, DOCUMENT_IDS, HISTORY, IDS, LINE_ENDS, MAKERS
from annotator.formats.brat.read import read
from annotator.formats.brat.write import files

_CONFIGURATION = ("annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf")


def _claims(name: str, _head: bytes) -> int:
    return SURELY if PurePath(name).suffix.lower() == ".ann" else NO


def _beside(name: str) -> tuple[str, ...]:
    """The text, and brat's own configuration, which says nothing that the annotations need."""
    return (f"{PurePath(name).stem}.txt", *_CONFIGURATION)


FORMAT = Format(
    name="brat",
    title="brat stand-off, with its configuration",
    suffix=".brat.zip",
    media_type="application/zip",
    claims=_claims,
    files=files,
    read=read,
    beside=_beside,
    losses=(
        ABOUT,
        BLANK,
        STATES,
        METADATA,
        ENTITIES,
        RULES,
        TREES,
        LINE_ENDS,
        BLOCKS,
        HISTORY,
        MAKERS,
        BOOK_VERSIONS,
        IDS,
        DOCUMENT_IDS,
    ),
)
