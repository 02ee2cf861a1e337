"""TEI P5 with the annotations in the text, for reading, printing and XSLT. ``tei`` holds everything."""

from annotator.formats._base import Format, never_claims
from annotator.formats._loss import ABOUT, ATTRIBUTES, BLANK, LINKS, NOTES, RELATIONS, RULES, STATES, TREES
from annotator.formats._unseen import BOOK_VERSIONS, EMPTY_LAYERS, HISTORY, IDS, MAKERS_BESIDE_SPANS
from annotator.formats.tei_inline.write import write

FORMAT = Format(
    name="tei-inline",
    title="TEI P5, annotations inline",
    suffix=".inline.xml",
    media_type="application/tei+xml",
    claims=never_claims,
    write=write,
    losses=(
        RELATIONS,
        ATTRIBUTES,
        NOTES,
        LINKS,
        ABOUT,
        BLANK,
        STATES,
        RULES,
        TREES,
        HISTORY,
        MAKERS_BESIDE_SPANS,
        BOOK_VERSIONS,
        IDS,
        EMPTY_LAYERS,
    ),
)
