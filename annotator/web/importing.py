"""Import: files are looked at first, and come in when somebody has seen what they would become."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request

from annotator.domain.block import KINDS
from annotator.domain.errors import Invalid
from annotator.domain.permission import Act, Person
from annotator.services import encodings, exchange, import_job, importing, jobs, projects, tabling, uploads
from annotator.services.import_job import Import
from annotator.services.importing import Parsed
from annotator.services.resembling import twins
from annotator.services.unpacking import Upload
from annotator.web import import_form
from annotator.web.beginning import begun
from annotator.web.door import Visit, allowed, opens, reads, store, writes
from annotator.web.page import Answer, Done, Page, page

blueprint = Blueprint("importing", __name__)

LARGEST = 100_000_000
"""Bytes that one import may have."""
_LARGE = 5_000_000
"""Bytes above which an import takes longer than somebody waits for a page: it is a job."""


@blueprint.get("/projects/<slug>/import")
@reads
def index(visit: Visit, slug: str) -> Answer:
    project = projects.find(visit.tx, visit.person, slug)
    project.standing.require(Act.IMPORT)
    return visit.page(
        "importing/page.html",
        project=project,
        formats=exchange.readers(),
        encodings=encodings.CANDIDATES,
        recent=jobs.brought_in(visit.tx, visit.person, slug, import_job.KIND),
    )


@blueprint.post("/projects/<slug>/import")
@opens
def preview(slug: str) -> Answer:
    """What the files would become. Nothing is kept in the project yet."""
    person = allowed(slug, Act.IMPORT)
    files = [
        Upload(uploads.kept_name(file.filename), file.read()) for file in request.files.getlist("files") if file
    ]
    pasted = request.form.get("pasted", "")
    if pasted.strip():
        files.append(Upload("pasted.txt", pasted.replace("\r\n", "\n").encode()))
    if not files:
        raise Invalid("no-file", "Choose at least one file, or paste a text.")
    with store().write() as tx:
        batch = uploads.keep(tx, tx.new_id(), person, files)
    if "unseen" in request.form:
        return _begun(slug, batch, person)
    return _shown(slug, person, batch, files)


@blueprint.post("/projects/<slug>/import/<uuid:batch>/again")
@opens
def preview_again(slug: str, batch: Any) -> Answer:
    """The same files, read in the encoding that somebody recognised, or with names fitted to the codebook."""
    person = allowed(slug, Act.IMPORT)
    choices = import_form.choices_of(request.form, _chosen(batch, person))
    with store().write() as tx:
        uploads.note(tx, str(batch), person, choices)
    return _shown(slug, person, str(batch), uploads.take(store(), str(batch), person))


def _shown(slug: str, person: Person, batch: str, files: list[Upload]) -> Page:
    chosen = _chosen(batch, person)
    parsed = _parsed(files, batch, chosen)
    tables = tabling.heads(files, *_how(), import_form.columns_of(chosen))
    with store().read() as tx:
        plan = importing.plan(tx, person, slug, parsed, import_form.fit_of(chosen))
        nearly = twins(tx, plan.project, plan.items)
    return page(
        "importing/preview.html",
        person=person,
        project=plan.project,
        plan=plan,
        batch=batch,
        twins=nearly,
        tables=tables,
        holds=import_form.HOLDS,
        kinds=KINDS,
        names_for=import_form.names_for,
        format=request.form.get("format", "auto"),
        encoding=request.form.get("encoding", ""),
        samples={
            file.name: encodings.samples(file.data) for file in parsed if file.problem_code == "wrong-encoding"
        },
    )


@blueprint.post("/projects/<slug>/import/<uuid:batch>")
@opens
def carry_out(slug: str, batch: Any) -> Answer:
    """Import what was looked at: the files that can come in, all of them together."""
    person = allowed(slug, Act.IMPORT)
    files = uploads.take(store(), str(batch), person)
    if uploads.size(store(), str(batch)) > _LARGE:
        return _begun(slug, str(batch), person)
    chosen = _chosen(batch, person)
    parsed = _parsed(files, str(batch), chosen)
    fit = import_form.fit_of(chosen)
    with store().write() as tx:
        importing.carry_out(tx, person, importing.plan(tx, person, slug, parsed, fit))
        uploads.drop(tx, str(batch))
    return Done(f"/projects/{slug}")


@blueprint.get("/projects/<slug>/imports/<uuid:job>")
@reads
def watch(visit: Visit, slug: str, job: Any) -> Answer:
    """How far an import is, and what became of it."""
    project = projects.find(visit.tx, visit.person, slug)
    project.standing.require(Act.IMPORT)
    found = jobs.find(visit.tx, visit.person, str(job))
    return visit.page("importing/job.html", "importing/_job.html", project=project, job=found)


@blueprint.post("/projects/<slug>/imports/<uuid:job>/cancel")
@writes
def cancel(visit: Visit, slug: str, job: Any) -> Answer:
    """End an import before it is done; nothing of it is kept."""
    projects.find(visit.tx, visit.person, slug).standing.require(Act.IMPORT)
    jobs.cancel(visit.tx, visit.person, str(job))
    return Done(f"/projects/{slug}/imports/{job}")


def _begun(slug: str, batch: str, person: Person) -> Answer:
    """A batch being imported as a job, which goes on when nobody watches."""
    form, encoding = _how()
    chosen = _chosen(batch, person)
    wanted = Import(
        slug,
        format=form,
        encoding=encoding,
        fit=import_form.fit_of(chosen),
        columns=import_form.columns_of(chosen),
        blocks=import_form.blocks_of(chosen),
        only_good="unseen" not in request.form,
        batch=batch,
    )
    return begun(lambda running, tx: import_job.start(running, tx, person, wanted), f"/projects/{slug}/imports")


def _chosen(batch: Any, person: Person) -> dict[str, str]:
    with store().read() as tx:
        return uploads.noted(tx, str(batch), person) or {}


def _how() -> tuple[str, str | None]:
    """The format and the encoding that somebody names."""
    encoding = request.form.get("encoding") or None
    if encoding not in (None, "utf-8", *encodings.CANDIDATES):
        raise Invalid("unknown-encoding", f"“{encoding[:40]}” is none of the encodings offered here.")
    return request.form.get("format", "auto"), encoding


def _parsed(files: list[Upload], batch: str, chosen: Mapping[str, str]) -> list[Parsed]:
    form, encoding = _how()
    return importing.parse(
        files,
        form,
        encoding,
        now=store().moment(),
        new_id=import_job.ids_of(batch),
        columns=import_form.columns_of(chosen),
        blocks=import_form.blocks_of(chosen),
    )
