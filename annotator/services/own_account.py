"""What people do about their own account: password, mail address, sessions."""

from annotator.domain.errors import Forbidden, Invalid, Unauthenticated
from annotator.domain.naming import checked_email
from annotator.domain.permission import Person
from annotator.services import accounts
from annotator.services.accounts import digest
from annotator.store import people, users
from annotator.store import sessions as stored
from annotator.store.engine import Store, Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.people import Entry


def own(tx: Transaction, person: Person) -> Entry:
    """One's own entry in the list of people."""
    found = people.by_id(tx, _id(person))
    if found is None:
        raise Unauthenticated("signed-out", "You are not signed in, or no longer.")
    return found


def sessions(tx: Transaction, person: Person, token: str) -> list[tuple[str, bool]]:
    """When each of one's sessions began, and whether it is the one with this token; newest first."""
    here = stored.present(tx, digest(token))
    return [(began, kept == here) for kept, began in stored.of_person(tx, _id(person))]


def issuers(tx: Transaction, person: Person) -> list[str]:
    """The providers by which one signs in."""
    return sorted({issuer for issuer, _ in people.identities(tx, _id(person))})


def end_other_sessions(tx: Transaction, person: Person, token: str) -> None:
    """End all sessions of one's own but the one with this token."""
    stored.end_all(tx, _id(person), but=stored.present(tx, digest(token)))


def change_email(tx: Transaction, person: Person, email: str) -> None:
    """Keep a mail address, or none."""
    address = checked_email(email) if email.strip() else None
    before = own(tx, person).email
    people.set_email(tx, _id(person), address)
    told = Event("user.email", person.name, {"email": before}, {"email": address})
    add_events(tx, Place(person.id, None), [told])


def change_password(store: Store, person: Person, present: str, new: str) -> str:
    """Set another password and end all sessions; the token of a new one.

    Somebody who has none yet, because a link or a provider signed them in, sets their first.
    """
    with store.read() as tx:
        kept = people.password_hash(tx, _id(person))
    if kept is not None and not accounts.password_matches(kept, present):
        raise Invalid("wrong-password", "The present password is not right.")
    hashed = accounts.hashed_password(new)
    with store.write() as tx:
        if people.password_hash(tx, _id(person)) != kept or not own(tx, person).active:
            raise Invalid("wrong-password", "Your password was changed meanwhile. Nothing was changed now.")
        return _set(tx, person, hashed)


def set_by_link(store: Store, token: str, new: str) -> str:
    """Set a password with a link, which is spent by this, and end all sessions; the token of a new one."""
    hashed = accounts.hashed_password(new)
    with store.write() as tx:
        person = users.use_ticket(tx, digest(token), "password")
        if person is None:
            raise Unauthenticated("spent-ticket", "This link has been used, or it is too old. Ask for a new one.")
        return _set(tx, person, hashed)


def _set(tx: Transaction, person: Person, hashed: str) -> str:
    user_id = _id(person)
    users.set_password(tx, user_id, hashed)
    stored.end_all(tx, user_id)
    # A link that somebody else may have found does not outlive the password it could replace.
    people.spend_tickets(tx, user_id)
    add_events(tx, Place(user_id, None), [Event("user.password", person.name, None, None)])
    return accounts.begun_session(tx, person)


def _id(person: Person) -> str:
    if person.id is None:
        raise Forbidden("operator", "The command line's operator has no account.")
    return person.id
