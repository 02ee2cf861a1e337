"""The codebook, to keep open beside the work, and the colours of its labels as a style sheet."""

from flask import Blueprint, Response, make_response
from flask.typing import ResponseReturnValue

from annotator.domain.errors import NotFound
from annotator.domain.permission import Act
from annotator.services import codebooks, illustrating, precedents, projects, using
from annotator.web.colours import stylesheet
from annotator.web.door import Visit, reads, store, visitor
from annotator.web.joined import keys_of
from annotator.web.page import Answer
from annotator.web.wording import value

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
        said=value,
        precedents=precedents.of_project(visit.tx, visit.person, slug),
        may_rule=project.standing.may(Act.WRITE_GOLD),
        may_edit=project.standing.may(Act.CHANGE_CODEBOOK),
        examples=illustrating.of_project(visit.tx, visit.person, slug),
        uses=using.of_labels(visit.tx, visit.person, slug),
        counted_lately=using.counted_lately(visit.tx, visit.person, slug),
        keys=keys_of(book),
    )


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
