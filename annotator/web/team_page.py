"""What the page of a team shows."""

from typing import Any

from annotator.domain.permission import ROLES, Act
from annotator.services import inviting, projects
from annotator.web.door import Visit, settings
from annotator.web.page import Page


def team_page(visit: Visit, slug: str, **more: Any) -> Page:
    """The team of a project, for whoever may see it; invitations for whoever may make them."""
    members = projects.members(visit.tx, visit.person, slug)
    project = projects.find(visit.tx, visit.person, slug)
    may_manage = project.standing.may(Act.MANAGE_MEMBERS)
    return visit.page(
        "team/page.html",
        project=project,
        members=members,
        invitations=inviting.listed(visit.tx, visit.person, slug) if may_manage else [],
        roles=ROLES,
        may_manage=may_manage,
        mail=settings().mail,
        now=visit.tx.now,
        **more,
    )
