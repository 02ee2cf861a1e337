"""Models: what they learned from gold, how well each does, and which documents it is least sure of."""

from typing import Annotated, Any

from msgspec import Meta, Struct, convert

from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, Visit, jobs, store
from annotator.api.jobs import Job, shown
from annotator.api.paging import AFTER, Page, paged
from annotator.api.shapes import FILTER, Id, Time
from annotator.domain.permission import Person
from annotator.services import jobs as running
from annotator.services import models, training, training_job

resource = Resource("Models", "What is learned from a project's own gold, to suggest spans to whoever annotates.")

Share = Annotated[float, Meta(ge=0, le=1)]


class Score(Struct):
    """How well held-out spans were found; null where there is nothing to count."""

    precision: Annotated[Share | None, Meta(description="Of the spans it marked, the share that is right.")]
    recall: Annotated[Share | None, Meta(description="Of the spans that are there, the share that it found.")]
    f1: Annotated[Share | None, Meta(description="Both at once: their harmonic mean.")]


class Scores(Struct):
    """How well spans were found in documents that were held out."""

    spans: Annotated[int, Meta(description="In gold.")]
    found: Annotated[int, Meta(description="Marked by the model.")]
    exact: Annotated[Score, Meta(description="Right: the same place and label.")]
    overlap: Annotated[Score, Meta(description="Right: at least a character of one with the same label.")]


class LabelScores(Scores, kw_only=True):
    """The same of one label."""

    label: str
    documents: Annotated[int, Meta(description="That have it in their gold.")]


class NotLearned(Struct):
    """A label that too few documents have."""

    label: str
    documents: int


class Model(Struct):
    """A model that was trained. ``parts``: into so many the documents fell to be held out in turn."""

    number: int
    seed: int
    codebook_version: int
    documents: Annotated[int, Meta(description="With complete gold, from which it learned.")]
    tokens: int
    parts: int
    all: Scores
    labels: list[LabelScores]
    not_learned: list[NotLearned]
    by: str | None
    created: Time


class Training(Struct, forbid_unknown_fields=True):
    """How a model is to be trained."""

    seed: Annotated[
        int, Meta(ge=0, le=training.MOST_SEED, description="The same parts documents in the same way.")
    ] = 1


class Uncertain(Struct):
    """A document, and how unsure the newest model is of it."""

    id: Id
    title: str
    uncertainty: Annotated[
        Share | None,
        Meta(description="The mean entropy of its tags, as a share of the most; null where it was not read."),
    ]


class Wanted(Page, kw_only=True, forbid_unknown_fields=True):
    """Which documents."""

    filter: Annotated[str, Meta(max_length=20_000, description=FILTER)] = ""
    after: Annotated[int, Meta(ge=0, le=2**31 - 1, description=AFTER)] = 0


@resource.reads("/projects/<slug>/models", answers=list[Model], refusals=(403, 404))
def index(visit: Visit, slug: str) -> Answer:
    """List the models of a project, the newest first."""
    return Json([_shown(one) for one in models.all_of(visit.tx, visit.person, slug).models])


@resource.opens("POST", "/projects/<slug>/models", answers=Job, status=202, refusals=(403, 404, 422))
def train(person: Person, slug: str, query: Training) -> Answer:
    """Train a model on the project's gold.

    The answer is a job, which goes on by itself: ask for it at its address, in ``Location``. The model is there
    once all of it is done; until then the one before it goes on suggesting.
    """
    with store().write() as tx:
        job_id, begin = training_job.start(jobs(), tx, person, slug, query.seed)
        answer = Json(shown(running.find(tx, person, job_id)), 202, headers={"Location": f"/api/v1/jobs/{job_id}"})
    begin()
    return answer


@resource.reads("/projects/<slug>/uncertainty", answers=list[Uncertain], refusals=(403, 404, 422))
def uncertainty(visit: Visit, slug: str, query: Wanted) -> Answer:
    """List the documents of a project, those first that the newest model is least sure of."""
    found = list(enumerate(models.by_uncertainty(visit.tx, visit.person, slug, query.filter), start=1))
    return paged(
        found[query.after :],
        query,
        lambda one: str(one[0]),
        lambda one: Uncertain(one[1][0].id, one[1][0].title, one[1][1]),
    )


def _shown(model: models.Model) -> Model:
    told: dict[str, Any] = {
        "number": model.number,
        "seed": model.seed,
        "codebook_version": model.codebook_version,
        "by": model.by,
        "created": model.created,
        **model.report,
    }
    return convert(told, Model)
