"""Projects: made, listed, joined."""

from annotator.domain.errors import Conflict, Invalid, NotFound
from annotator.domain.naming import checked_slug
from annotator.domain.permission import ROLES, Act, Person, Role, require_admin
from annotator.domain.text import checked_line
from annotator.store import members as people
from annotator.store import projects as stored
from annotator.store import sessions, users
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.members import Member
from annotator.store.projects import Project

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
        people.give_role(tx, project_id, person.id, "manager")
        sessions.outdate(tx, person.id)
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


def show_agreement(tx: Transaction, person: Person, slug: str, *, shown: bool) -> None:
    """Let annotators see how far they agree once their rounds are closed, or no longer."""
    project = find(tx, person, slug)
    project.standing.require(Act.CHANGE_PROJECT)
    before = project.standing.shows_agreement
    stored.change(tx, project.id, {"shows_agreement": shown})
    add_events(tx, Place(person.id, project.id), [Event("project.agreement", slug, before, shown)])


def members(tx: Transaction, person: Person, slug: str) -> list[Member]:
    """Who is in a project."""
    project = find(tx, person, slug)
    project.standing.require(Act.READ_MEMBERS)
    return people.of_project(tx, project.id, at_work=True)


def set_member(tx: Transaction, person: Person, slug: str, user: str, role: str) -> None:
    """Give somebody who is known by name a role in a project, or another one; their rounds stay as they are."""
    project = managed(tx, person, slug)
    given = checked_role(role)
    account = users.by_name(tx, user)
    if account is None or account.person.id is None:
        raise Invalid("unknown-user", f"There is no user “{user[:80]}”.")
    keep_a_manager(tx, person, project, account.person.id, given)
    join(tx, person, project.id, account.person, given)


def managed(tx: Transaction, person: Person, slug: str) -> Project:
    """A project whose team ``person`` may change; one such change at a time."""
    project = find(tx, person, slug)
    project.standing.require(Act.MANAGE_MEMBERS)
    tx.take_turns(f"members {project.id}")
    # Whoever was taken out while they waited for their turn takes nobody out.
    project = find(tx, person, slug)
    project.standing.require(Act.MANAGE_MEMBERS)
    return project


def checked_role(role: str) -> Role:
    """``role`` as one of those there are."""
    known = next((one for one in ROLES if one == role), None)
    if known is None:
        raise Invalid("unknown-role", f"“{role[:40]}” is no role; these are: {', '.join(ROLES)}.")
    return known


def join(tx: Transaction, by: Person, project_id: str, joining: Person, role: Role) -> None:
    """Put somebody into a project, on the word of ``by``, whose right to it was asked for before."""
    if joining.id is None:
        raise Conflict("operator", "The command line's operator is in no project.")
    before = people.give_role(tx, project_id, joining.id, role)
    if before != role:
        sessions.outdate(tx, joining.id)
    given = Event("member.role", joining.name, before and {"role": before}, {"role": role})
    add_events(tx, Place(by.id, project_id), [given])


def keep_a_manager(tx: Transaction, person: Person, project: Project, user_id: str, role: Role | None) -> None:
    """Refuse to leave a project without a manager by giving its last one another ``role``, or none.

    Raises:
        Conflict: there is no other manager; an admin may do it all the same.
    """
    if person.admin or role == "manager" or people.role_of(tx, project.id, user_id) != "manager":
        return
    managers = [one.id for one in people.of_project(tx, project.id) if one.role == "manager" and one.active]
    if not set(managers) - {user_id}:
        raise Conflict("last-manager", "A project keeps at least one manager: give somebody else that role first.")
