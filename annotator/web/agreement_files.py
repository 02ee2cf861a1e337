"""Agreement as files: tables as CSV and JSON, pictures as SVG."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson
from flask import Blueprint, render_template, request

from annotator.domain.errors import NotFound
from annotator.services import agreement_tables
from annotator.services.agreement_overview import Overview, overview
from annotator.services.agreement_tables import Table
from annotator.services.saying import number
from annotator.web import agreement_form
from annotator.web.door import Visit, reads
from annotator.web.page import Answer, Download
from annotator.web.wording import label_of

blueprint = Blueprint("agreement_files", __name__)

FILES = {
    "figures": ("Every figure, with intervals and what it rests on", ("csv", "json")),
    "spans": ("Spans by label and annotator", ("csv", "json")),
    "labels": ("The picture of the labels", ("svg",)),
    "pairs": ("The picture of the pairs", ("svg",)),
    "rounds": ("The picture over rounds", ("svg",)),
    "confusions": ("Which label stands for which", ("csv", "json")),
    "documents": ("Documents by their share in the disagreement", ("csv", "json")),
    "parts": ("By round, codebook version, condition, place in the text", ("csv", "json")),
    "disagreements": ("All disagreements, with their words", ("csv", "json")),
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
        made = _picture(overview(visit.tx, visit.person, slug, selection, measure), name).encode()
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


def _picture(found: Overview, name: str) -> str:
    if name == "pairs":
        return render_template("agreement/pairs.svg", found=found, number=number)
    if name == "labels":
        title = "(k)u-alpha by label"
        labels = found.agreement.labels.items()
        rows = [(label_of(found.codebook, label), one.figures["ku_alpha"]) for label, one in labels]
    else:
        title = "u-alpha by round"
        rows = [(f"Round {one.value}", one.agreement.figures["u_alpha"]) for one in found.parts.rounds]
    return render_template("agreement/bars.svg", title=title, rows=rows, number=number)
