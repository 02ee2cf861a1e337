"""Figures of what is marked: labels by where they are given, labels together, what is mentioned most."""

from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, request

from annotator.domain.errors import NotFound
from annotator.services import filters, frequency
from annotator.services.frequency import WAYS, Frequency
from annotator.services.table import as_csv
from annotator.web.door import Visit, reads
from annotator.web.figure_pictures import TITLES, picture, shown
from annotator.web.page import Answer, Download

blueprint = Blueprint("figures", __name__)

_TYPES = {"svg": "image/svg+xml", "csv": "text/csv"}


@blueprint.get("/projects/<slug>/figures")
@reads
def index(visit: Visit, slug: str) -> Answer:
    found = _found(visit, slug)
    return visit.page(
        "figures/page.html",
        project=found.project,
        ways=WAYS,
        names=TITLES,
        filters=filters.all_of(visit.tx, visit.person, slug)[1],
        let=request.args.get("filter", ""),
        file_link=lambda name, ending: _link(slug, found, name, ending),
        **shown(found, as_file=False),
    )


@blueprint.get("/projects/<slug>/figures.<ending>")
@reads
def file(visit: Visit, slug: str, ending: str) -> Answer:
    """One of the figures, as a drawing or as a table."""
    name = request.args.get("figure", "labels")
    if ending not in _TYPES or name not in TITLES:
        raise NotFound("no-file", "There is no such file of figures.")
    found = _found(visit, slug)
    if ending == "svg":
        pieces = partial(iter, [picture(found, name).encode()])
    else:
        pieces = partial(as_csv, frequency.tables(found)[name])
    return Download(f"{slug}-{name}.{ending}", _TYPES[ending], pieces)


def _found(visit: Visit, slug: str) -> Frequency:
    args = request.args
    layer, by, let = args.get("layer", ""), args.get("by", "") or WAYS[0], args.get("filter", "")
    return frequency.frequency(visit.tx, visit.person, slug, layer=layer, by=by, let=let)


def _link(slug: str, found: Frequency, name: str, ending: str) -> str:
    asked = {"figure": name, "layer": found.layer, "by": found.by, "filter": request.args.get("filter", "")}
    return f"/projects/{slug}/figures.{ending}?{urlencode({key: value for key, value in asked.items() if value})}"
