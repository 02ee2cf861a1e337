"""The codebook, to keep open beside the work, and the colours of its labels as a style sheet."""

from typing import Any

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue

from annotator.domain.errors import NotFound
from annotator.domain.permission import Act
from annotator.services import codebooks, precedents, projects
from annotator.web.colours import stylesheet
from annotator.web.door import Visit, reads, store, visitor, writes
from annotator.web.page import Answer, Done

blueprint = Blueprint("codebook", __name__)


@blueprint.get("/projects/<slug>/codebook")
@reads
def index(visit: Visit, slug: str) -> Answer:
    project = projects.find(visit.tx, visit.person, slug)
    book = codebooks.current(visit.tx, visit.person, slug)
    return visit.page(
        "codebook/page.html",
        project=project,
        codebook=book,
        precedents=precedents.of_project(visit.tx, visit.person, slug),
        may_rule=project.standing.may(Act.WRITE_GOLD),
    )


@blueprint.post("/projects/<slug>/precedents/<uuid:precedent>")
@writes
def precedent(visit: Visit, slug: str, precedent: Any) -> Answer:
    """Write a rule anew, or withdraw it."""
    if request.form.get("do") == "withdraw":
        precedents.withdraw(visit.tx, visit.person, slug, str(precedent))
    else:
        rule = request.form.get("rule", "").replace("\r\n", "\n")
        precedents.change(visit.tx, visit.person, slug, str(precedent), rule)
    return Done(f"/projects/{slug}/codebook#rule-{precedent}")


@blueprint.get("/projects/<slug>/codebook/<int:version>.css")
def colours(slug: str, version: int) -> ResponseReturnValue:
    """A version never changes, so its colours are kept by the browser for good."""
    with store().read() as tx:
        person = visitor(tx)
        if person is None:
            raise NotFound("no-project", "There is no such project, or you are not in it.")
        book = codebooks.version(tx, person, slug, version)
    answer: Response = make_response(stylesheet(book))
    answer.mimetype = "text/css"
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    answer.headers["Vary"] = "Cookie"
    return answer
