"""Gamma beside the other figures of agreement: asked for, waited for, shown."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from annotator.services import gamma_job
from annotator.services.gamma_job import Computed
from annotator.services.jobs import Jobs
from annotator.services.saying import number
from annotator.services.selecting import Selection
from annotator.web import agreement_form
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done

blueprint = Blueprint("gamma", __name__)


@blueprint.get("/projects/<slug>/agreement/gamma")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """How far it is; the whole page where htmx does not ask."""
    selection = agreement_form.selection_of(request.args)
    computed = gamma_job.latest(visit.tx, visit.person, slug, selection)
    part = visit.page("agreement/_gamma.html", **context(slug, selection, computed))
    return Done(_address(slug, selection), part)


@blueprint.post("/projects/<slug>/agreement/gamma")
def compute(slug: str) -> ResponseReturnValue:
    """Begin, once it is noted."""
    begun = []

    @writes
    def noted(visit: Visit) -> Answer:
        selection = agreement_form.selection_of(request.form)
        begun.append(gamma_job.start(_jobs(), visit.tx, visit.person, slug, selection)[1])
        return Done(_address(slug, selection))

    answer = noted()
    for begin in begun:
        begin()
    return answer


def context(slug: str, selection: Selection, computed: Computed | None) -> dict[str, Any]:
    """What the part shows."""
    fields = agreement_form.query_of(selection)
    return {
        "gamma": computed,
        "gamma_address": f"/projects/{slug}/agreement/gamma",
        "query": urlencode(fields),
        "query_fields": fields,
        "number": number,
    }


def _address(slug: str, selection: Selection) -> str:
    query = urlencode(agreement_form.query_of(selection))
    return f"/projects/{slug}/agreement?{query}#gamma-title"


def _jobs() -> Jobs:
    found: Jobs = current_app.extensions["annotator_jobs"]
    return found
