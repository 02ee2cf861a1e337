"""Agreement as files: tables as CSV and JSON, pictures as SVG."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson
from flask import Blueprint, request

from annotator.domain.errors import NotFound
from annotator.services import agreement_tables
from annotator.services.agreement_overview import overview
from annotator.services.table import Table
from annotator.web import agreement_form
from annotator.web.agreement_pictures import picture
from annotator.web.door import Visit, reads
from annotator.web.page import Answer, Download

blueprint = Blueprint("agreement_files", __name__)

FILES = {
    "figures": ("Every figure, with intervals and what it rests on", ("csv", "json")),
    "spans": ("Spans by label and annotator", ("csv", "json")),
    "whole": ("The whole", ("svg",)),
    "labels": ("By label", ("svg",)),
    "attributes": ("Attributes", ("svg",)),
    "pairs": ("Annotator by annotator", ("svg",)),
    "confusions": ("Which label stands for which", ("csv", "json", "svg")),
    "documents": ("Documents by their share in the disagreement", ("csv", "json", "svg")),
    "parts": ("Over time, by condition, place in the text", ("csv", "json", "svg")),
    "disagreements": ("All disagreements, with their words", ("csv", "json")),
    "statements": ("Statements of each two annotators, side by side", ("csv", "json", "svg")),
    "relations": ("Relations of each two annotators, side by side", ("csv", "json", "svg")),
    "units": ("Tokens by annotator, for irr in R", ("csv", "json")),
    "units-recal": ("The same in numbers, for ReCal", ("csv",)),
}
"""What can be taken along: what it is, and how."""

_TYPES = {"csv": "text/csv", "json": "application/json", "svg": "image/svg+xml"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/projects/<slug>/agreement/files/<name>.<ending>")
@reads
def file(visit: Visit, slug: str, name: str, ending: str) -> Answer:
    """One of the files."""
    if ending not in FILES.get(name, ("", ()))[1]:
        raise NotFound("no-file", "There is no such file of agreement.")
    selection = agreement_form.selection_of(request.args)
    if ending == "svg":
        measure = agreement_form.pair_measure_of(request.args)
        made = picture(overview(visit.tx, visit.person, slug, selection, measure), name).encode()
    else:
        table = agreement_tables.table(visit.tx, visit.person, slug, selection, name)
        if table is None:
            raise NotFound("no-file", "There is no such file of agreement.")
        # Read while the transaction is open: what is streamed afterwards is bytes.
        made = b"".join(_csv(table) if ending == "csv" else _json(table))
    return Download(f"{slug}-agreement-{name}.{ending}", _TYPES[ending], lambda: iter((made,)))


def _csv(table: Table) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    if table.columns:
        writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    yield buffer.getvalue().encode()


def _cell(value: Any) -> Any:
    if value is None:
        return "NA"
    # A spreadsheet would take it for a formula; a sign that stands alone is none.
    if isinstance(value, str) and len(value) > 1 and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _json(table: Table) -> Iterator[bytes]:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    yield orjson.dumps(rows, option=orjson.OPT_INDENT_2)
