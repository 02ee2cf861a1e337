"""Projects: each one corpus, one codebook, one team."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, Visit
from annotator.api.paging import AFTER, Page, paged
from annotator.api.shapes import Time
from annotator.domain.permission import Role
from annotator.services import projects
from annotator.services.projects import Project as Known

resource = Resource("Projects", "One corpus, one codebook, one team.")

Name = Annotated[str, Meta(max_length=500, description="What people call it: one line.")]
Blind = Annotated[bool, Meta(description="Whether annotators see nothing of each other's work.")]


class Project(Struct):
    """A project, and who you are in it."""

    slug: str
    name: Name
    blind: Blind
    role: Annotated[Role | None, Meta(description="Yours; null for an admin who is not a member.")]
    documents: Annotated[int, Meta(description="How many there are.")]
    created: Time


class NewProject(Struct, forbid_unknown_fields=True):
    """A project to be made."""

    slug: Annotated[str, Meta(pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", max_length=64)]
    name: Name = ""
    blind: Blind = True


class ProjectChange(Struct, forbid_unknown_fields=True):
    """What is to be different; what is left out stays."""

    name: Name | UnsetType = UNSET
    blind: Blind | UnsetType = UNSET


class After(Page, kw_only=True, forbid_unknown_fields=True):
    """Which page."""

    after: Annotated[str, Meta(max_length=64, description=AFTER)] = ""


@resource.reads("/projects", answers=list[Project])
def index(visit: Visit, query: After) -> Answer:
    """List your projects, by their slug; for an admin, all of them."""
    found = sorted(projects.all_for(visit.tx, visit.person), key=lambda one: one[0].slug)
    later = (one for one in found if one[0].slug > query.after)
    return paged(later, query, lambda one: one[0].slug, lambda one: _shown(*one))


@resource.writes("POST", "/projects", answers=Project, status=201, refusals=(403, 409, 422))
def create(visit: Visit, body: NewProject) -> Answer:
    """Make a project.

    Only an admin of the site does; whoever makes it is its manager.
    """
    made = projects.create(visit.tx, visit.person, body.slug, body.name, blind=body.blind)
    return Json(_shown(made, 0), 201, headers={"Location": f"/api/v1/projects/{made.slug}"})


@resource.reads("/projects/<slug>", answers=Project, refusals=(404,))
def one(visit: Visit, slug: str) -> Answer:
    """Look at a project."""
    return _answer(visit, slug)


@resource.writes("PATCH", "/projects/<slug>", answers=Project, refusals=(403, 404, 422))
def change(visit: Visit, slug: str, body: ProjectChange) -> Answer:
    """Rename a project, or make it blind or open."""
    name = None if body.name is UNSET else body.name
    blind = None if body.blind is UNSET else body.blind
    projects.change(visit.tx, visit.person, slug, name=name, blind=blind)
    return _answer(visit, slug)


def _answer(visit: Visit, slug: str) -> Answer:
    return Json(_shown(*projects.with_count(visit.tx, visit.person, slug)))


def _shown(project: Known, documents: int) -> Project:
    role = project.standing.role
    return Project(project.slug, project.name, project.blind, role, documents, project.created)
