"""Passages of the corpus kept as examples in the codebook, and taken out of it again."""

from typing import Any

from flask import Blueprint, request

from annotator.domain.block import touched
from annotator.services import codebooks, illustrating
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done

blueprint = Blueprint("examples", __name__)


@blueprint.get("/spans/<uuid:span>/example")
@reads
def index(visit: Visit, span: Any) -> Answer:
    """Of which label it is an example, or a counter-example, and why."""
    desk, found = illustrating.wanted(visit.tx, visit.person, str(span))
    return visit.page(
        "codebook/example.html",
        project=desk.project,
        desk=desk,
        codebook=codebooks.current(visit.tx, visit.person, desk.project.slug),
        span=found,
        words=" ".join(found.quote(desk.reading.text).split()),
        block=touched(desk.reading.blocks, found.start, found.end)[0],
    )


@blueprint.post("/spans/<uuid:span>/example")
@writes
def keep(visit: Visit, span: Any) -> Answer:
    """Keep it; where no label is named, under its own."""
    form = request.form
    desk, label = illustrating.keep(
        visit.tx,
        visit.person,
        str(span),
        label=form.get("label", ""),
        positive=form.get("fits") != "no",
        why=form.get("why", ""),
    )
    kept = visit.page("codebook/_kept_example.html", project=desk.project)
    number = desk.codebook.index(label) + 1
    return Done(f"/projects/{desk.project.slug}/codebook#label-{number}", kept)


@blueprint.post("/projects/<slug>/codebook/examples/<uuid:example>")
@writes
def withdraw(visit: Visit, slug: str, example: Any) -> Answer:
    """Take an example out of the codebook."""
    illustrating.withdraw(visit.tx, visit.person, slug, str(example))
    return Done(f"/projects/{slug}/codebook")
