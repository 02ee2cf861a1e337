"""CSV: one row a span, for spreadsheets, R and pandas."""

from annotator.formats._base import Format, never_claims
from annotator.formats._loss import ABOUT
from annotator.formats.csv.write import write

FORMAT = Format(
    name="csv",
    title="CSV, one row a span",
    suffix=".csv",
    media_type="text/csv",
    claims=never_claims,
    write=write,
    losses=(ABOUT,),
)
