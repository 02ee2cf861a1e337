"""Models: trained, watched while they learn, and how well each does."""

from typing import Any

from flask import Blueprint, request

from annotator.domain.errors import Invalid, NotFound
from annotator.domain.permission import Act
from annotator.services import jobs, models, projects, training, training_job
from annotator.web.beginning import begun
from annotator.web.door import Visit, allowed, opens, reads, writes
from annotator.web.page import Answer, Done

blueprint = Blueprint("models", __name__)


@blueprint.get("/projects/<slug>/models")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """The newest model with its scores, those before it, and the form for another."""
    found = models.all_of(visit.tx, visit.person, slug)
    may_train = found.project.standing.may(Act.TRAIN_MODELS)
    return visit.page(
        "models/page.html",
        project=found.project,
        found=found,
        may_train=may_train,
        fewest=training.FEWEST_DOCUMENTS,
        under_way=training_job.recent(visit.tx, visit.person, slug) if may_train else [],
    )


@blueprint.post("/projects/<slug>/models")
@opens
def train(slug: str) -> Answer:
    """Begin to train one, once it is noted."""
    person = allowed(slug, Act.TRAIN_MODELS)
    seed = _seed(request.form.get("seed", ""))
    return begun(
        lambda running, tx: training_job.start(running, tx, person, slug, seed), f"/projects/{slug}/training"
    )


@blueprint.get("/projects/<slug>/training/<uuid:job>")
@reads
def watch(visit: Visit, slug: str, job: Any) -> Answer:
    """How far it is, and what became of it."""
    project = projects.find(visit.tx, visit.person, slug)
    project.standing.require(Act.TRAIN_MODELS)
    found = jobs.find(visit.tx, visit.person, str(job))
    if found.kind != training_job.KIND:
        raise NotFound("no-job", "There is no such job of yours.")
    return visit.page("models/job.html", "models/_job.html", project=project, job=found)


@blueprint.post("/projects/<slug>/training/<uuid:job>/cancel")
@writes
def cancel(visit: Visit, slug: str, job: Any) -> Answer:
    """Give it up before anything is kept."""
    projects.find(visit.tx, visit.person, slug).standing.require(Act.TRAIN_MODELS)
    jobs.cancel(visit.tx, visit.person, str(job))
    return Done(f"/projects/{slug}/training/{job}")


def _seed(value: str) -> int:
    if value and not (value.isascii() and value.isdigit() and len(value) <= 9):  # noqa: PLR2004 - fits everywhere
        raise Invalid("bad-seed", f"“{value[:40]}” is not a whole number: a seed is one of up to nine digits.")
    return int(value or 1)
