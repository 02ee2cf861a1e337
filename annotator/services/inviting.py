"""Invitations by link: a manager's to a project, an admin's to the site."""

import secrets
from datetime import timedelta

from annotator.domain.errors import Conflict, Invalid, NotFound
from annotator.domain.moment import later
from annotator.domain.naming import checked_email
from annotator.domain.permission import Act, Person, require_admin
from annotator.services import accounts, identities, projects
from annotator.services.accounts import digest
from annotator.services.identities import Identity
from annotator.store import invitations, members, people
from annotator.store import projects as stored
from annotator.store.engine import Store, Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.invitations import Invitation

_DAYS = 7


def invite(tx: Transaction, person: Person, slug: str | None, role: str = "", email: str = "") -> str:
    """Invite whoever opens a link, to a project in a role or to this site alone; the link's token."""
    project_id = _inviters_project(tx, person, slug)
    given = projects.checked_role(role) if project_id else None
    address = checked_email(email) if email.strip() else None
    token = secrets.token_urlsafe(32)
    expires = later(tx.now, timedelta(days=_DAYS))
    made = invitations.add(
        tx, digest(token), expires, project_id=project_id, role=given, email=address, user_id=person.id
    )
    told = Event("invitation.create", made, None, {"role": given, "email": address})
    add_events(tx, Place(person.id, project_id), [told])
    return token


def listed(tx: Transaction, person: Person, slug: str | None) -> list[Invitation]:
    """The invitations to a project, or to this site alone, newest first."""
    return invitations.listed(tx, _inviters_project(tx, person, slug))


def revoke(tx: Transaction, person: Person, slug: str | None, invitation_id: str) -> None:
    """Take an invitation back that nobody used yet."""
    project_id = _inviters_project(tx, person, slug)
    if not invitations.revoke(tx, invitation_id, project_id):
        raise NotFound("no-invitation", "There is no such invitation, or it is no longer open.")
    told = Event("invitation.revoke", invitation_id, None, None)
    add_events(tx, Place(person.id, project_id), [told])


def look(tx: Transaction, token: str) -> Invitation:
    """The invitation of a link; looking at it spends nothing.

    Raises:
        NotFound: it was used, taken back or is too old, or who made it may not invite any more.
    """
    found = invitations.by_token(tx, digest(token))
    if found is None or not _still_meant(tx, found):
        raise NotFound("spent-invitation", "This invitation was used or taken back, or it is too old.")
    return found


def join(tx: Transaction, person: Person, token: str) -> Invitation:
    """Accept an invitation with the account one has."""
    found = look(tx, token)
    if person.id is None or found.project_id is None:
        raise Conflict("has-account", "You have an account here already: this invitation is for somebody new.")
    if role := members.role_of(tx, found.project_id, person.id):
        raise Conflict("is-member", f"You are in this project already, as {role}.")
    _accept(tx, found, person)
    return found


def register(store: Store, token: str, name: str, password: str) -> tuple[Invitation, str]:
    """Accept an invitation by making an account with a password; the session of its owner."""
    with store.read() as tx:
        look(tx, token)
    hashed = accounts.hashed_password(password)
    with store.write() as tx:
        found, person = _newcomer(tx, token, name, hashed)
        return found, accounts.begun_session(tx, person)


def register_with(tx: Transaction, token: str, name: str, identity: Identity) -> tuple[Invitation, str]:
    """Accept an invitation by making an account for whoever a provider says it is; their session."""
    found, person = _newcomer(tx, token, name, None)
    identities.connect(tx, person, identity)
    return found, accounts.begun_session(tx, person)


def _inviters_project(tx: Transaction, person: Person, slug: str | None) -> str | None:
    if slug is None:
        require_admin(person)
        return None
    project = projects.find(tx, person, slug)
    project.standing.require(Act.MANAGE_MEMBERS)
    return project.id


def _still_meant(tx: Transaction, found: Invitation) -> bool:
    if found.made_by_id is None:
        return True  # by the command line's operator
    maker = people.by_id(tx, found.made_by_id)
    if maker is None or not maker.active:
        return False
    if found.slug is None:
        return maker.admin
    project = stored.by_slug(tx, found.slug, maker.person)
    return project is not None and project.standing.may(Act.MANAGE_MEMBERS)


def _newcomer(tx: Transaction, token: str, name: str, password_hash: str | None) -> tuple[Invitation, Person]:
    found = look(tx, token)
    person = accounts.added(tx, name, admin=False, password_hash=password_hash)
    if found.email and person.id:
        people.set_email(tx, person.id, found.email)
    _accept(tx, found, person)
    return found, person


def _accept(tx: Transaction, found: Invitation, person: Person) -> None:
    if person.id is None or not invitations.spend(tx, found.id, person.id):
        raise Invalid("spent-invitation", "This invitation was used or taken back, or it is too old.")
    if found.project_id and found.role:
        projects.join(tx, person, found.project_id, person, found.role)
    add_events(tx, Place(person.id, found.project_id), [Event("invitation.use", found.id, None, None)])
