"""The team of a project changes: roles are given, people are taken out, and their rounds go on without them."""

from annotator.domain.errors import NotFound
from annotator.domain.permission import RULES, Act, Person
from annotator.services import people, projects, rounds
from annotator.store import members, sessions
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events


def give_role(tx: Transaction, person: Person, slug: str, user: str, role: str) -> None:
    """Give somebody who is known by name a role; one who annotates no more leaves the open rounds."""
    project = projects.managed(tx, person, slug)
    # First, because a manager who makes themselves a viewer may not do it afterwards.
    if projects.checked_role(role) not in RULES[Act.ANNOTATE]:
        rounds.leave_all(tx, person, project.slug, people.id_of(tx, user))
    projects.set_member(tx, person, slug, user, role)


def take_out(tx: Transaction, person: Person, slug: str, user_id: str) -> None:
    """Take somebody out of a project: a stranger from now on, while their layers stay under their name.

    What they had not completed in open rounds is shared out among the others.
    """
    project = projects.managed(tx, person, slug)
    gone = next((one for one in members.of_project(tx, project.id) if one.id == user_id), None)
    if gone is None:
        raise NotFound("no-member", "Nobody like that is in this project, or no longer.")
    projects.keep_a_manager(tx, person, project, user_id, None)
    rounds.leave_all(tx, person, slug, user_id)
    members.leave(tx, project.id, user_id)
    sessions.outdate(tx, user_id)
    add_events(tx, Place(person.id, project.id), [Event("member.leave", gone.name, {"role": gone.role}, None)])
