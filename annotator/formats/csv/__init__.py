"""CSV: one row a span goes out, for spreadsheets, R and pandas; one article a row comes in, as CSV or TSV."""

from pathlib import PurePath

from annotator.formats._base import MAYBE, NO, Format
from annotator.formats._loss import ABOUT, ENTITIES, RULES, STATES, TREES
from annotator.formats._unseen import BLOCKS, BOOK_VERSIONS, EMPTY_LAYERS, HISTORY, MAKERS_BESIDE_SPANS
from annotator.formats.csv.read import head, read
from annotator.formats.csv.write import write

_OPENS_JSON = (b"{", b"[")
_BLANK = b"\xef\xbb\xbf \t\r\n"


def _claims(name: str, head: bytes) -> int:
    named = PurePath(name).suffix.lower() in (".csv", ".tsv", ".tab")
    return MAYBE if named and not head.lstrip(_BLANK).startswith(_OPENS_JSON) else NO


FORMAT = Format(
    name="csv",
    title="CSV, one row a span out, one article in",
    suffix=".csv",
    media_type="text/csv",
    claims=_claims,
    write=write,
    read=read,
    table=head,
    losses=(
        ABOUT,
        STATES,
        ENTITIES,
        RULES,
        TREES,
        BLOCKS,
        HISTORY,
        MAKERS_BESIDE_SPANS,
        BOOK_VERSIONS,
        EMPTY_LAYERS,
    ),
)
