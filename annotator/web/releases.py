"""Releases: made, watched while they are being made, listed, looked at, compared."""

from itertools import islice
from typing import Any

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from annotator.domain.errors import NotFound
from annotator.domain.release import Terms
from annotator.services import (
    citing,
    comparing_releases,
    exchange,
    exporting,
    filters,
    jobs,
    opening_releases,
    projects,
    release_change,
    release_files,
    releasing,
)
from annotator.services.jobs import Jobs
from annotator.web.door import Visit, opens, reads, signed_in, store, writes
from annotator.web.page import Answer, Done, Download, page

blueprint = Blueprint("releases", __name__)

_MOST_SHOWN = 200


@blueprint.get("/projects/<slug>/releases")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """All releases, and the form for another."""
    project, found = releasing.all_of(visit.tx, visit.person, slug)
    _, layers = exporting.layers_for(visit.tx, visit.person, slug)
    beside = [
        one for one in exchange.writers() if one.name not in (release_files.WHOLE, release_files.WITHOUT_TEXT)
    ]
    return visit.page(
        "releases/page.html",
        project=project,
        releases=found,
        under_way=releasing.recent(visit.tx, visit.person, slug),
        formats=beside,
        layers=layers[1:],
        today=visit.tx.now[:10],
        filters=filters.all_of(visit.tx, visit.person, slug)[1],
        let=request.args.get("filter", ""),
    )


@blueprint.post("/projects/<slug>/releases")
def create(slug: str) -> ResponseReturnValue:
    """Begin to make one, once it is noted."""
    begun = []

    @writes
    def noted(visit: Visit) -> Answer:
        running: Jobs = current_app.extensions["annotator_jobs"]
        job, begin = releasing.start(running, visit.tx, visit.person, slug, _terms(visit))
        begun.append(begin)
        return Done(f"/projects/{slug}/releasing/{job}")

    answer = noted()
    for begin in begun:
        begin()
    return answer


@blueprint.get("/projects/<slug>/releasing/<uuid:job>")
@reads
def watch(visit: Visit, slug: str, job: Any) -> Answer:
    """How far a release is, and what became of it."""
    project, _ = releasing.all_of(visit.tx, visit.person, slug)
    found = jobs.find(visit.tx, visit.person, str(job))
    if found.kind != releasing.KIND:
        raise NotFound("no-job", "There is no such job of yours.")
    return visit.page("releases/job.html", "releases/_job.html", project=project, job=found)


@blueprint.post("/projects/<slug>/releasing/<uuid:job>/cancel")
@writes
def cancel(visit: Visit, slug: str, job: Any) -> Answer:
    """Give a release up before it is made."""
    releasing.all_of(visit.tx, visit.person, slug)
    jobs.cancel(visit.tx, visit.person, str(job))
    return Done(f"/projects/{slug}/releasing/{job}")


@blueprint.get("/projects/<slug>/releases/<name>")
@opens
def one(slug: str, name: str) -> Answer:
    """What is in a release, and how it is cited."""
    with store().read() as tx:
        person = signed_in(tx)
        project, found = releasing.all_of(tx, person, slug)
        release = releasing.find(tx, person, slug, name)
    opened = opening_releases.kept(store(), person, slug, name)
    return page(
        "releases/one.html",
        person=person,
        project=project,
        release=release,
        about=opened.about,
        cited={form: citing.cited(opened.about, opened.agreement, form) for form in citing.FORMS},
        others=[other for other in found if other.id != release.id],
    )


@blueprint.get("/projects/<slug>/releases/<name>/file")
@opens
def download(slug: str, name: str) -> Answer:
    with store().read() as tx:
        release = releasing.find(tx, signed_in(tx), slug, name)
    database = store()
    return Download(f"{slug}-{release.name}.zip", "application/zip", lambda: releasing.chunks(database, release))


@blueprint.get("/projects/<slug>/releases/<name>/changes")
@opens
def changes(slug: str, name: str) -> Answer:
    """What is different from an earlier release."""
    with store().read() as tx:
        person = signed_in(tx)
        project = projects.find(tx, person, slug)
    names = request.args.get("old", ""), name
    old, new = (opening_releases.kept(store(), person, slug, release) for release in names)
    found = comparing_releases.compare(old, new)
    return page(
        "releases/changes.html",
        person=person,
        project=project,
        found=found,
        hows=release_change.HOWS,
        shown=list(islice(found.changes, _MOST_SHOWN)),
    )


def _terms(visit: Visit) -> Terms:
    form = request.form
    authors = (line.strip() for line in form.get("authors", "").splitlines())
    return Terms(
        name=form.get("name", "").strip(),
        date=form.get("date", "") or visit.tx.now[:10],
        layers=tuple(form.getlist("layer")) or ("all",),
        formats=tuple(form.getlist("format")),
        text=form.get("text", "yes") == "yes",
        allow_loss="allow_loss" in form,
        authors=tuple(filter(None, authors)),
        licence=form.get("licence", "").strip(),
        filter=form.get("filter", ""),
    )
