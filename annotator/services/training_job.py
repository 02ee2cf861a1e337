"""Training a model as a job: it takes long, and nothing of it is kept until all of it is done."""

from collections.abc import Callable
from typing import Any

from annotator.domain.permission import Act, Person
from annotator.services import projects, training
from annotator.services.jobs import Job, Jobs, Running, Task, does
from annotator.services.training import Steps
from annotator.store import jobs as stored
from annotator.store.engine import Transaction
from annotator.store.models import Model

KIND = "model"

_HUNDREDTHS = 100
_MOST_SHOWN = 3


def start(jobs: Jobs, tx: Transaction, person: Person, slug: str, seed: int) -> tuple[str, Callable[[], None]]:
    """Note the job of training a model; its id, and what begins it once that is committed.

    Raises:
        Forbidden: they may not.
        Invalid: the library is not installed, or there is too little gold.
    """
    project = training.require(tx, person, slug)
    asked = {"slug": slug, "seed": training.checked_seed(seed)}
    return jobs.start(tx, person, Task(KIND, project.id, _HUNDREDTHS, asked))


def recent(tx: Transaction, person: Person, slug: str) -> list[Job]:
    """Somebody's last trainings here that did not end well or go on, the newest first."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.TRAIN_MODELS)
    found = stored.recent(tx, KIND, project.id, person.id, _MOST_SHOWN)
    return [job for job in found if job.state != "done"]


@does(KIND)
def _train(running: Running, person: Person, asked: Any) -> None:
    total = 1

    def began(steps: int) -> None:
        nonlocal total
        total = max(1, steps)

    def kept(tx: Transaction, model: Model) -> None:
        running.finish(tx, {"documents": model.report["documents"], "model": model.number})

    steps = Steps(began, lambda done: running.note(min(_HUNDREDTHS, _HUNDREDTHS * done // total)), kept)
    training.train(running.store, person, asked["slug"], seed=asked["seed"], steps=steps)
