"""Gamma as a job: for each two annotators, as it takes too long to wait for it on a page."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import msgspec
import orjson

from annotator.domain.permission import Act, Person
from annotator.services import agreeing, counting, projects
from annotator.services.figures import Figures
from annotator.services.jobs import Job, Jobs, Running, Task, does
from annotator.services.selecting import Selection
from annotator.store import jobs as stored
from annotator.store.completed import Completed
from annotator.store.engine import Transaction

KIND = "gamma"


@dataclass(frozen=True, slots=True)
class Computed:
    """The last job of somebody about a selection; ``outdated``: a layer was completed anew since."""

    job: Job
    outdated: bool


def start(
    jobs: Jobs, tx: Transaction, person: Person, slug: str, selection: Selection
) -> tuple[str, Callable[[], None]]:
    """Note the job of computing gamma of a selection; its id, and what begins it once that is committed.

    Raises:
        Forbidden: they may not know how far annotators agree.
        Invalid: nobody of one of these names has a layer here.
    """
    project = projects.find(tx, person, slug)
    pairs = _pairs(selection.documents(tx, project))
    task = Task(
        KIND,
        project.id,
        len(pairs),
        {"slug": slug, "selection": msgspec.to_builtins(selection)},
        _about(selection),
    )
    return jobs.start(tx, person, task)


def latest(tx: Transaction, person: Person, slug: str, selection: Selection) -> Computed | None:
    """What somebody last asked for about a selection, as long as they may know."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_AGREEMENT)
    job = stored.latest(tx, KIND, project.id, person.id, _about(selection))
    if job is None:
        return None
    documents = selection.documents(tx, project)
    return Computed(job, job.state == "done" and job.result["layers"] != _fingerprint(documents))


@does(KIND)
def _compute(running: Running, person: Person, asked: Any) -> None:
    slug, selection = asked["slug"], msgspec.convert(asked["selection"], Selection)
    with running.store.read() as tx:
        documents = selection.documents(tx, projects.find(tx, person, slug))
    found = []
    for number, (pair, common) in enumerate(_pairs(documents).items()):
        running.note(number)
        # Nothing is held open while it computes.
        with running.store.read() as tx:
            figures = Figures(
                [counting.counted(tx, one).pairs[pair] for one in common],
                [counting.marked(tx, one, pair) for one in common],
            )
        computed = agreeing.reported(figures.pair([KIND]))[KIND]
        found.append({"annotators": list(pair), "documents": len(common), KIND: computed})
    with running.store.write() as tx:
        running.finish(
            tx, {"documents": len(documents), "pairs": found, "layers": _fingerprint(documents), "at": tx.now}
        )


def _pairs(documents: Sequence[Completed]) -> dict[tuple[str, str], list[Completed]]:
    """Each two annotators, by name, with the documents that both completed."""
    found: dict[tuple[str, str], list[Completed]] = {}
    for one in documents:
        for pair in combinations(sorted(head.name for head in one.layers), 2):
            found.setdefault(pair, []).append(one)
    return dict(sorted(found.items()))


def _about(selection: Selection) -> dict[str, Any]:
    return {
        "annotators": list(selection.names),
        "by": selection.key,
        "is": selection.value,
        "among": list(selection.labels),
    }


def _fingerprint(documents: Sequence[Completed]) -> str:
    layers = sorted((head.id, head.updated, head.carried) for one in documents for head in one.layers)
    return hashlib.sha256(orjson.dumps(layers)).hexdigest()
