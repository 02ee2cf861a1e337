"""Projects: made, listed, joined."""

from annotator.domain.errors import Conflict, Invalid, NotFound
from annotator.domain.naming import checked_slug
from annotator.domain.permission import ROLES, Act, Person, require_admin
from annotator.domain.text import checked_line
from annotator.store import projects as stored
from annotator.store import users
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.projects import Member, Project

__all__ = ["Member", "Project", "all_for", "change", "create", "find", "members", "set_member", "with_count"]


def create(tx: Transaction, person: Person, slug: str, name: str, *, blind: bool = True) -> Project:
    """Make a project; whoever makes it manages it."""
    require_admin(person)
    slug = checked_slug(slug)
    name = checked_line(name or slug, "The project's name")
    if stored.slug_taken(tx, slug):
        raise Conflict("slug-taken", f"There is a project “{slug}” already.")
    project_id = stored.add(tx, slug, name, blind=blind)
    if person.id is not None:
        stored.set_member(tx, project_id, person.id, "manager")
    made = Event("project.create", slug, None, {"name": name, "blind": blind})
    add_events(tx, Place(person.id, project_id), [made])
    return find(tx, person, slug)


def change(
    tx: Transaction, person: Person, slug: str, *, name: str | None = None, blind: bool | None = None
) -> Project:
    """Call a project by another name, or make it blind or open; None leaves it as it is."""
    project = find(tx, person, slug)
    project.standing.require(Act.CHANGE_PROJECT)
    before = {"name": project.name, "blind": project.blind}
    after = {
        "name": project.name if name is None else checked_line(name, "The project's name"),
        "blind": project.blind if blind is None else blind,
    }
    if after == before:
        return project
    stored.change(tx, project.id, after)
    add_events(tx, Place(person.id, project.id), [Event("project.change", slug, before, after)])
    return find(tx, person, slug)


def find(tx: Transaction, person: Person, slug: str) -> Project:
    """The project called ``slug``, where ``person`` may know of it."""
    project = stored.by_slug(tx, slug, person)
    if project is None:
        raise NotFound("no-project", "There is no such project, or you are not in it.")
    project.standing.require(Act.READ_CORPUS)
    return project


def all_for(tx: Transaction, person: Person) -> list[tuple[Project, int]]:
    """The projects that ``person`` is in, each with its number of documents."""
    return [(project, stored.count_documents(tx, project.id)) for project in stored.all_for(tx, person)]


def with_count(tx: Transaction, person: Person, slug: str) -> tuple[Project, int]:
    """A project with its number of documents."""
    project = find(tx, person, slug)
    return project, stored.count_documents(tx, project.id)


def set_threshold(tx: Transaction, person: Person, slug: str, share: float) -> None:
    """Say from which share of annotators on what they agree on may be taken into gold in bulk."""
    project = find(tx, person, slug)
    project.standing.require(Act.CHANGE_PROJECT)
    if not 0 < share <= 1:
        raise Invalid("bad-threshold", "The share of annotators who agree is more than 0 and at most 100 percent.")
    before = stored.threshold(tx, project.id)
    stored.set_threshold(tx, project.id, share)
    add_events(tx, Place(person.id, project.id), [Event("project.threshold", slug, before, share)])


def members(tx: Transaction, person: Person, slug: str) -> list[Member]:
    """Who is in a project."""
    return stored.members(tx, find(tx, person, slug).id)


def set_member(tx: Transaction, person: Person, slug: str, user: str, role: str) -> None:
    """Give somebody a role in a project, or another one."""
    project = find(tx, person, slug)
    project.standing.require(Act.MANAGE_MEMBERS)
    known = next((one for one in ROLES if one == role), None)
    if known is None:
        raise Invalid("unknown-role", f"“{role[:40]}” is no role; these are: {', '.join(ROLES)}.")
    account = users.by_name(tx, user)
    if account is None or account.person.id is None:
        raise Invalid("unknown-user", f"There is no user “{user[:80]}”.")
    before = stored.set_member(tx, project.id, account.person.id, known)
    given = Event("member.role", account.person.name, before and {"role": before}, {"role": known})
    add_events(tx, Place(person.id, project.id), [given])
