"""A release put onto a project's own articles: tried first, with the report of what would come of it."""

from typing import Any

from flask import Blueprint, request

from annotator.domain.errors import Invalid, NotFound
from annotator.domain.permission import Act, Person
from annotator.services import attach_job, jobs, projects, uploads
from annotator.services.attach_job import Attachment
from annotator.services.attaching import Report
from annotator.services.unpacking import Upload
from annotator.web.beginning import begun
from annotator.web.door import Visit, allowed, opens, reads, writes
from annotator.web.page import Answer, Done

blueprint = Blueprint("attaching", __name__)

_MOST_SHOWN = 200


@blueprint.get("/projects/<slug>/attach")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """Which release, and what became of those before."""
    found = jobs.brought_in(visit.tx, visit.person, slug, attach_job.KIND)
    project = projects.find(visit.tx, visit.person, slug)
    return visit.page("attaching/page.html", project=project, recent=found)


@blueprint.post("/projects/<slug>/attach")
@opens
def attempt(slug: str) -> Answer:
    """Keep the archive for a day, and say what would come of it. Nothing is kept in the project yet."""
    person = allowed(slug, Act.IMPORT)
    file = next((one for one in request.files.getlist("file") if one), None)
    if file is None:
        raise Invalid("no-file", "Choose the archive of a release.")
    archive = Upload(uploads.kept_name(file.filename), file.read())
    return _begun(person, Attachment(slug, archive, "add" in request.form, dry_run=True))


@blueprint.post("/projects/<slug>/attach/<uuid:batch>")
@opens
def carry_out(slug: str, batch: Any) -> Answer:
    """Attach what was tried: all that can be placed."""
    person = allowed(slug, Act.IMPORT)
    return _begun(person, Attachment(slug, all_added="add" in request.form, batch=str(batch)))


@blueprint.get("/projects/<slug>/attaching/<uuid:job>")
@reads
def watch(visit: Visit, slug: str, job: Any) -> Answer:
    """How far it is, and the report."""
    project = projects.find(visit.tx, visit.person, slug)
    project.standing.require(Act.IMPORT)
    found = jobs.find(visit.tx, visit.person, str(job))
    if found.kind != attach_job.KIND:
        raise NotFound("no-job", "There is no such job of yours.")
    told = (found.result or {}).get("attached")
    return visit.page(
        "attaching/job.html",
        "attaching/_job.html",
        project=project,
        job=found,
        most=_MOST_SHOWN,
        report=Report.of(told) if told else None,
    )


@blueprint.post("/projects/<slug>/attaching/<uuid:job>/cancel")
@writes
def cancel(visit: Visit, slug: str, job: Any) -> Answer:
    """End it: what is kept by then stays."""
    projects.find(visit.tx, visit.person, slug).standing.require(Act.IMPORT)
    jobs.cancel(visit.tx, visit.person, str(job))
    return Done(f"/projects/{slug}/attaching/{job}")


def _begun(person: Person, wanted: Attachment) -> Answer:
    return begun(
        lambda running, tx: attach_job.start(running, tx, person, wanted), f"/projects/{wanted.slug}/attaching"
    )
