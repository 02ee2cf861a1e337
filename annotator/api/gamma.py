"""Gamma of two annotators at a time: computed as a job, as it takes long."""

from typing import Annotated

from msgspec import Meta, Struct

from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, jobs, store
from annotator.api.jobs import Job, shown
from annotator.domain.permission import Person
from annotator.services import gamma_job
from annotator.services import jobs as running
from annotator.services.selecting import Selection

resource = Resource("Gamma", "Agreement of two annotators on units that need not have the same borders.")


class Whose(Struct, forbid_unknown_fields=True):
    """Whose layers."""

    annotator: Annotated[list[str], Meta(description="Only these; everybody but gold by default.")] = []


@resource.opens("POST", "/projects/<slug>/agreement/gamma", answers=Job, status=202, refusals=(403, 404, 422))
def compute(person: Person, slug: str, query: Whose) -> Answer:
    """Compute gamma of each two annotators.

    The answer is a job, which goes on by itself: ask for it at its address, in ``Location``.
    """
    selection = Selection(tuple(sorted(set(query.annotator))))
    with store().write() as tx:
        job_id, begin = gamma_job.start(jobs(), tx, person, slug, selection)
        answer = Json(shown(running.find(tx, person, job_id)), 202, headers={"Location": f"/api/v1/jobs/{job_id}"})
    begin()
    return answer
