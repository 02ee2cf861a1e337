"""Agreement as files: tables as CSV and JSON, pictures as SVG."""

from functools import partial

from flask import Blueprint, request

from annotator.domain.errors import NotFound
from annotator.services import agreement_tables
from annotator.services.agreement_overview import overview
from annotator.web import agreement_form
from annotator.web.agreement_pictures import picture
from annotator.web.door import Visit, reads, store
from annotator.web.language import N_
from annotator.web.page import Answer, Download

blueprint = Blueprint("agreement_files", __name__)

FILES = {
    "figures": (N_("Every figure, with intervals and what it rests on"), ("csv", "json")),
    "spans": (N_("Spans by label and annotator"), ("csv", "json")),
    "whole": (N_("The whole"), ("svg",)),
    "labels": (N_("By label"), ("svg",)),
    "attributes": (N_("Attributes"), ("svg",)),
    "pairs": (N_("Annotator by annotator"), ("svg",)),
    "confusions": (N_("Which label stands for which"), ("csv", "json", "svg")),
    "documents": (N_("Documents by their share in the disagreement"), ("csv", "json", "svg")),
    "parts": (N_("Over time, by condition, place in the text"), ("csv", "json", "svg")),
    "disagreements": (N_("All disagreements, with their words"), ("csv", "json")),
    "statements": (N_("Statements of each two annotators, side by side"), ("csv", "json", "svg")),
    "relations": (N_("Relations of each two annotators, side by side"), ("csv", "json", "svg")),
    "units": (N_("Tokens by annotator, for irr in R"), ("csv", "json")),
    "units-recal": (N_("The same in numbers, for ReCal"), ("csv",)),
}
"""What can be taken along: what it is, and how."""

_TYPES = {"csv": "text/csv", "json": "application/json", "svg": "image/svg+xml"}


@blueprint.get("/projects/<slug>/agreement/files/<name>.<ending>")
@reads
def file(visit: Visit, slug: str, name: str, ending: str) -> Answer:
    """One of the files."""
    if ending not in FILES.get(name, ("", ()))[1]:
        raise NotFound("no-file", "There is no such file of agreement.")
    selection = agreement_form.selection_of(request.args)
    if ending == "svg":
        measure = agreement_form.pair_measure_of(request.args)
        drawn = picture(overview(visit.tx, visit.person, slug, selection, measure), name).encode()
        pieces = partial(iter, [drawn])
    else:
        if agreement_tables.table(visit.tx, visit.person, slug, selection, name) is None:
            raise NotFound("no-file", "There is no such file of agreement.")
        # Written while it is sent: a list of what many people marked is long.
        pieces = partial(agreement_tables.chunks, store(), visit.person, slug, selection, name=name, ending=ending)
    return Download(f"{slug}-agreement-{name}.{ending}", _TYPES[ending], pieces)
