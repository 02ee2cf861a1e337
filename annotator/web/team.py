"""The team of a project."""

from uuid import UUID

from flask import Blueprint, request

from annotator.services import team
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done
from annotator.web.team_page import team_page

blueprint = Blueprint("team", __name__)


@blueprint.get("/projects/<slug>/team")
@reads
def index(visit: Visit, slug: str) -> Answer:
    return team_page(visit, slug)


@blueprint.post("/projects/<slug>/team")
@writes
def give_role(visit: Visit, slug: str) -> Answer:
    """Add somebody by name, or change their role."""
    name, role = request.form.get("name", "").replace("\0", "\ufffd"), request.form.get("role", "")
    team.give_role(visit.tx, visit.person, slug, name.strip(), role)
    return Done(f"/projects/{slug}/team")


@blueprint.post("/projects/<slug>/team/<uuid:user>/leave")
@writes
def take_out(visit: Visit, slug: str, user: UUID) -> Answer:
    team.take_out(visit.tx, visit.person, slug, str(user))
    return Done(f"/projects/{slug}/team")
