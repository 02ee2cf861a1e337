"""A span's words kept as an example in the codebook."""

from typing import Any

from flask import Blueprint, request

from annotator.services import exemplifying
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done

blueprint = Blueprint("examples", __name__)


@blueprint.get("/spans/<uuid:span>/example")
@reads
def index(visit: Visit, span: Any) -> Answer:
    """Of which label it is an example, or a counter-example, and why."""
    found = exemplifying.passage(visit.tx, visit.person, str(span))
    return visit.page("codebook/example.html", project=found.desk.project, found=found)


@blueprint.post("/spans/<uuid:span>/example")
@writes
def keep(visit: Visit, span: Any) -> Answer:
    """Keep it."""
    kept = exemplifying.keep(
        visit.tx,
        visit.person,
        str(span),
        label=request.form.get("label", ""),
        fits=request.form.get("fits") != "no",
        why=request.form.get("why", ""),
    )
    number = kept.codebook.index(request.form.get("label", "")) + 1
    return Done(f"/projects/{kept.desk.project.slug}/codebook#label-{number}")
