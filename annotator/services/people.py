"""What an admin does about people: who may sign in, who looks after the site."""

from annotator.domain.errors import Conflict, Invalid, NotFound
from annotator.domain.permission import Person, require_admin
from annotator.services import rounds
from annotator.store import members, people, sessions, users
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.people import Entry


def everybody(tx: Transaction, person: Person) -> list[Entry]:
    """All people, by name."""
    require_admin(person)
    return people.everybody(tx)


def find(tx: Transaction, person: Person, user_id: str) -> Entry:
    """One person."""
    require_admin(person)
    found = people.by_id(tx, user_id)
    if found is None:
        raise NotFound("no-user", "There is nobody like that.")
    return found


def id_of(tx: Transaction, name: str) -> str:
    """The id of the person called ``name``."""
    account = users.by_name(tx, name)
    if account is None or account.person.id is None:
        raise Invalid("unknown-user", f"There is no user “{name[:80]}”.")
    return account.person.id


def deactivate(tx: Transaction, person: Person, user_id: str) -> Entry:
    """Let somebody in no more, at once; their work stays under their name.

    What they had not completed in open rounds is shared out among the others, in every project.
    """
    found = find(tx, person, user_id)
    _keep_an_admin(tx, found)
    if found.active:
        people.set_active(tx, found.id, active=False)
        for slug in members.of_person(tx, found.id):
            rounds.leave_all(tx, person, slug, found.id)
        sessions.end_all(tx, found.id)
        people.spend_tickets(tx, found.id)
        people.revoke_tokens(tx, found.id)
        _tell(tx, person, Event("user.active", found.name, {"active": True}, {"active": False}))
    return found


def activate(tx: Transaction, person: Person, user_id: str) -> Entry:
    """Let somebody in again. Links and tokens from before stay dead, and nothing is given back to them."""
    found = find(tx, person, user_id)
    if not found.active:
        people.set_active(tx, found.id, active=True)
        _tell(tx, person, Event("user.active", found.name, {"active": False}, {"active": True}))
    return found


def set_admin(tx: Transaction, person: Person, user_id: str, *, admin: bool) -> Entry:
    """Make somebody an admin of this site, or one no longer."""
    found = find(tx, person, user_id)
    if not admin:
        _keep_an_admin(tx, found)
    if found.admin != admin:
        people.set_admin(tx, found.id, admin=admin)
        sessions.outdate(tx, found.id)
        _tell(tx, person, Event("user.admin", found.name, {"admin": found.admin}, {"admin": admin}))
    return found


def _keep_an_admin(tx: Transaction, found: Entry) -> None:
    # Two admins who let each other go at the same moment take turns, so that one of them stays.
    tx.take_turns("admins")
    if found.admin and found.active and people.count_admins(tx) <= 1:
        raise Conflict("last-admin", "A site keeps at least one admin: make somebody else one first.")


def _tell(tx: Transaction, person: Person, event: Event) -> None:
    add_events(tx, Place(person.id, None), [event])
