"""Who somebody is at an OpenID Connect provider, and whose account that is."""

from dataclasses import dataclass

from annotator.domain.errors import Conflict, Forbidden, NotFound, Unauthenticated
from annotator.domain.permission import Person
from annotator.services import accounts
from annotator.store import identities, people
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events

ONLY_WAY_IN = "It is the only way you sign in: set a password first, then you can disconnect it."


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider knows: its ``issuer`` and its ``subject`` are that person, for good; a name is a wish."""

    issuer: str
    subject: str
    name: str = ""


def known(tx: Transaction, identity: Identity) -> bool:
    """Whether an identity belongs to somebody here."""
    return identities.owner(tx, identity.issuer, identity.subject) is not None


def sign_in(tx: Transaction, identity: Identity) -> str:
    """Begin a session for the person of an identity; its token."""
    found = identities.owner(tx, identity.issuer, identity.subject)
    if found is None or not found[1]:
        raise Unauthenticated(
            "unknown-identity",
            "Nobody here belongs to that sign-in. Open your invitation, or sign in by name.",
        )
    return accounts.begun_session(tx, found[0])


def connect(tx: Transaction, person: Person, identity: Identity) -> None:
    """Let an identity sign ``person`` in from now on."""
    if person.id is None:
        raise Forbidden("operator", "The command line's operator does not sign in.")
    tx.take_turns(f"identity {identity.issuer} {identity.subject}")
    found = identities.owner(tx, identity.issuer, identity.subject)
    if found is None:
        identities.add(tx, identity.issuer, identity.subject, person.id)
        told = Event("user.identity", person.name, None, {"issuer": identity.issuer})
        add_events(tx, Place(person.id, None), [told])
    elif found[0].id != person.id:
        raise Conflict("identity-taken", "That sign-in belongs to somebody else here already.")


def disconnect(tx: Transaction, person: Person, issuer: str) -> None:
    """Let a provider sign ``person`` in no more.

    Raises:
        Conflict: it is the only way in that they have.
    """
    if person.id is None or issuer not in {one for one, _ in people.identities(tx, person.id)}:
        raise NotFound("no-identity", "You are not connected with that provider.")
    if people.password_hash(tx, person.id) is None:
        raise Conflict("only-sign-in", ONLY_WAY_IN)
    identities.end(tx, issuer, person.id)
    add_events(tx, Place(person.id, None), [Event("user.identity", person.name, {"issuer": issuer}, None)])
