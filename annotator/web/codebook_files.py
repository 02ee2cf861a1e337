"""The codebook as a file: taken away in each form, and brought in as one's draft."""

from flask import Blueprint, request

from annotator.domain.errors import Invalid, NotFound
from annotator.domain.permission import Act
from annotator.services import codebooks, drafting, projects, uploads
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done, Download

blueprint = Blueprint("codebook_files", __name__)

_TYPES = {"yaml": "application/yaml", "json": "application/json", "qdc": "application/xml"}


@blueprint.get("/projects/<slug>/codebook/file")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """The forms that there are, with what each has no place for."""
    return _page(visit, slug)


@blueprint.get("/projects/<slug>/codebook/file.<form>")
@reads
def file(visit: Visit, slug: str, form: str) -> Answer:
    """The latest version in one form."""
    if form not in _TYPES:
        raise NotFound("no-file", "There is no such file of a codebook.")
    data = codebooks.write_codebook(codebooks.current(visit.tx, visit.person, slug), form)
    return Download(f"{slug}-codebook.{form}", _TYPES[form], lambda: iter([data]))


@blueprint.post("/projects/<slug>/codebook/file")
@writes
def bring_in(visit: Visit, slug: str) -> Answer:
    """Make a file one's draft; what of it a codebook cannot hold is said before anything else."""
    projects.find(visit.tx, visit.person, slug).standing.require(Act.CHANGE_CODEBOOK)
    sent = request.files.get("file")
    if not sent:
        raise Invalid("no-file", "Choose a file.")
    name = uploads.kept_name(sent.filename)
    lost = drafting.bring_in(visit.tx, visit.person, slug, sent.read(), name)
    return _page(visit, slug, brought=name, lost=lost) if lost else Done(f"/projects/{slug}/codebook/draft")


def _page(visit: Visit, slug: str, *, brought: str = "", lost: tuple[str, ...] = ()) -> Answer:
    book = codebooks.current(visit.tx, visit.person, slug)
    project = projects.find(visit.tx, visit.person, slug)
    return visit.page(
        "codebook/files.html",
        project=project,
        codebook=book,
        not_held={form: codebooks.not_held(book, form) for form in _TYPES} if book.labels else {},
        may_edit=project.standing.may(Act.CHANGE_CODEBOOK),
        brought=brought,
        lost=lost,
    )
