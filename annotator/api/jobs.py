"""Jobs: long work that goes on by itself."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, convert

from annotator.api.agreement import Figure
from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, Visit
from annotator.api.shapes import Id, Time
from annotator.services import jobs

resource = Resource("Jobs", "Long work that goes on by itself: ask how far it is.")


class Gamma(Struct):
    """Gamma of two annotators, over the documents that both completed."""

    annotators: Annotated[list[str], Meta(min_length=2, max_length=2)]
    documents: int
    gamma: Figure


class DocumentAttached(Struct):
    """What became of one document of a release on one's own copy."""

    id: Annotated[str, Meta(description="Its id in the release.")]
    title: str
    found: Literal["the same text", "another copy", "not here", "changed meanwhile"]
    here: Annotated[str | None, Meta(description="The id of one's own copy.")]
    kept: Annotated[int, Meta(description="Spans at the offsets that the release says.")]
    moved: Annotated[int, Meta(description="Spans that were found by their words.")]
    relations: int
    relations_lost: int
    there: Annotated[list[str], Meta(description="Layers that were there already and were not touched.")]


class SpanUnplaced(Struct):
    """A span of a release whose words stand nowhere in one's own copy, or in places that nothing tells apart."""

    document: str
    title: str
    layer: str
    label: str
    words: str
    start: int
    end: int


class ReleaseAttached(Struct):
    """The report of a release that was attached, or of one that would be."""

    project: str
    documents: list[DocumentAttached]
    unplaced: list[SpanUnplaced]


class Result(Struct, omit_defaults=True):
    """What came of an import, of computing gamma, of training a model, of making a release, or attaching one."""

    documents: int
    documents_kept: (
        Annotated[int, Meta(description="Of a release: those that have what it marks, before all have.")]
        | UnsetType
    ) = UNSET
    spans: int | UnsetType = UNSET
    findings: (
        Annotated[list[str], Meta(description="What was odd. Nothing was lost, but you should know.")] | UnsetType
    ) = UNSET
    pairs: list[Gamma] | UnsetType = UNSET
    release: Annotated[str, Meta(description="Its name.")] | UnsetType = UNSET
    attached: ReleaseAttached | UnsetType = UNSET
    model: Annotated[int, Meta(description="Its number.")] | UnsetType = UNSET


class Reason(Struct):
    """Why a job came to nothing."""

    code: str
    detail: str


class Job(Struct):
    """A job as it stands: ``result`` once it is done, ``problem`` where it failed.

    What was cancelled or failed changed nothing, but where a release was being attached: a few documents are kept
    at a time, and ``result`` says how many by then.
    """

    id: Id
    kind: str
    project: str
    state: jobs.JobState
    done: Annotated[
        int,
        Meta(description="Of total pieces: files, pairs of annotators, passes over documents, or hundredths."),
    ]
    total: int
    result: Result | None
    problem: Reason | None
    created: Time
    updated: Time


@resource.reads("/jobs/<uuid:job>", answers=Job, refusals=(404,))
def one(visit: Visit, job: UUID) -> Answer:
    """Ask how far a job of yours is."""
    return Json(shown(jobs.find(visit.tx, visit.person, str(job))))


@resource.writes("DELETE", "/jobs/<uuid:job>", answers=Job, refusals=(404,))
def cancel(visit: Visit, job: UUID) -> Answer:
    """Cancel a job of yours.

    It ends at its next step and changes nothing, but for what it kept of a release by then. One that is over stays
    as it is: its state tells.
    """
    jobs.cancel(visit.tx, visit.person, str(job))
    return Json(shown(jobs.find(visit.tx, visit.person, str(job))))


def shown(job: jobs.Job) -> Job:
    """A job as the API shows it."""
    result = None if job.result is None else convert(job.result, Result)
    problem = None if job.problem is None else Reason(**job.problem)
    return Job(
        job.id, job.kind, job.project, job.state, job.done, job.total, result, problem, job.created, job.updated
    )
