"""The list of one's projects."""

from flask import Blueprint, request

from annotator.services import projects
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done

blueprint = Blueprint("projects", __name__)


@blueprint.get("/")
@reads
def index(visit: Visit) -> Answer:
    found = projects.all_for(visit.tx, visit.person)
    return visit.page("projects/page.html", projects=found, may_create=visit.person.admin)


@blueprint.post("/projects")
@writes
def create(visit: Visit) -> Answer:
    made = projects.create(visit.tx, visit.person, request.form.get("slug", ""), request.form.get("name", ""))
    return Done(f"/projects/{made.slug}")
