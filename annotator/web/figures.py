"""Figures of what is marked: labels by where they are given, labels together, what is mentioned most."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from annotator.domain.errors import NotFound
from annotator.services import filters, frequency
from annotator.services.frequency import WAYS, Frequency
from annotator.services.table import as_csv
from annotator.web.door import Visit, reads
from annotator.web.page import Answer, Download
from annotator.web.wording import label_of

blueprint = Blueprint("figures", __name__)

TITLES = {
    "labels": "Labels by {by}",
    "together": "Paragraphs in which labels stand together",
    "mentions": "What is mentioned most",
}
_TYPES = {"svg": "image/svg+xml", "csv": "text/csv"}
_MOST_ROWS = 40
"""A picture shows so many groups; the CSV has all of them."""


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
        made = render_template(f"figures/{_drawing(name)}.svg", name=name, **shown(found, as_file=True)).encode()
    else:
        made = b"".join(as_csv(frequency.tables(found)[name]))
    return Download(f"{slug}-{name}.{ending}", _TYPES[ending], lambda: iter((made,)))


def shown(found: Frequency, *, as_file: bool) -> dict[str, Any]:
    """What the drawings are made of."""
    return {
        "found": found,
        "as_file": as_file,
        "title_of": lambda name: TITLES[name].format(by=found.by),
        "label_of": lambda name: label_of(found.codebook, name),
        "rows": {
            "labels": [(group or "not given", _of(of)) for group, of in found.groups[:_MOST_ROWS]],
            "together": [(label_of(found.codebook, one), _with(found, one)) for one in found.labels],
        },
        "base": _base(found),
    }


def _of(counts: Mapping[str, int]) -> Callable[[str], int]:
    return lambda label: counts.get(label, 0)


def _with(found: Frequency, one: str) -> Callable[[str], int]:
    return lambda other: found.both(one, other)


def _found(visit: Visit, slug: str) -> Frequency:
    args = request.args
    layer, by, let = args.get("layer", ""), args.get("by", "") or WAYS[0], args.get("filter", "")
    return frequency.frequency(visit.tx, visit.person, slug, layer=layer, by=by, let=let)


def _base(found: Frequency) -> str:
    layer = "all layers" if found.layer == "all" else f"layer {found.layer}"
    return f"{found.spans} spans in {found.documents} documents; {layer}"


def _drawing(name: str) -> str:
    return "bars" if name == "mentions" else "matrix"


def _link(slug: str, found: Frequency, name: str, ending: str) -> str:
    asked = {"figure": name, "layer": found.layer, "by": found.by, "filter": request.args.get("filter", "")}
    return f"/projects/{slug}/figures.{ending}?{urlencode({key: value for key, value in asked.items() if value})}"
