"""People sign in and out; an admin makes them."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from annotator.domain.errors import Conflict, Forbidden, Invalid, Unauthenticated
from annotator.domain.moment import later
from annotator.domain.naming import checked_user_name
from annotator.domain.permission import Person, require_admin
from annotator.store import sessions, users
from annotator.store.engine import Store, Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.sessions import Session

OPERATOR = Person(None, "operator", admin=True)
"""Whoever runs a command on the machine that holds the database."""

_SESSION_DAYS = 14
_REPLACED_SECONDS = 60
_TICKET_HOURS = 24
_SHORTEST_PASSWORD = 10
_LONGEST_PASSWORD = 1000

# OWASP's cheapest advice that still costs an attacker 46 MiB a guess; two at a time keep a server answering.
_HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
_HASHING = BoundedSemaphore(2)


def needs_set_up(tx: Transaction) -> bool:
    """Whether this site has no admin yet."""
    return not users.any_admin(tx)


def set_up_token(secret_key: str) -> str:
    """What proves that whoever sets up the site can read the server's terminal."""
    return hmac.new(secret_key.encode(), b"annotator set-up", hashlib.sha256).hexdigest()[:32]


def set_up(store: Store, secret_key: str, token: str, name: str, password: str) -> str:
    """Make the first admin and sign them in; the session's token."""
    if not hmac.compare_digest(set_up_token(secret_key).encode(), token.encode()):
        raise Forbidden("no-set-up-token", "Open the link that the server printed in its terminal.")
    hashed = _hashed(password)
    with store.write() as tx:
        if users.any_admin(tx):
            raise Conflict("already-set-up", "This site has its admin already: sign in.")
        person = added(tx, name, admin=True, password_hash=hashed)
        return begun_session(tx, person)


def sign_in(store: Store, name: str, password: str) -> str:
    """Begin a session; its token.

    Raises:
        Unauthenticated: the same words for a wrong name and a wrong password, after the same time.
    """
    with store.read() as tx:
        account = users.by_name(tx, name)
    right = password_matches(account.password_hash if account else None, password)
    if account is None or not right or not account.active:
        raise Unauthenticated("wrong-sign-in", "That name and password do not go together.")
    with store.write() as tx:
        return begun_session(tx, account.person)


def sign_in_by_ticket(tx: Transaction, token: str) -> str:
    """Begin a session with a one-time link, which is spent by this."""
    person = users.use_ticket(tx, digest(token), "enter")
    if person is None:
        raise Unauthenticated("spent-ticket", "This link has been used, or it is too old. Ask for a new one.")
    return begun_session(tx, person)


def sign_out(tx: Transaction, token: str) -> None:
    """End a session."""
    sessions.end(tx, digest(token))


def signed_in(tx: Transaction, token: str | None) -> Person | None:
    """The person of a session, None where nobody is signed in."""
    found = session(tx, token)
    return found.person if found else None


def session(tx: Transaction, token: str | None) -> Session | None:
    """The session of a token, None where it is over or none."""
    return sessions.by_token(tx, digest(token)) if token else None


def replaced(tx: Transaction, secret_key: str, token: str) -> str | None:
    """The token with which a session goes on after its person's role has changed; None where it is over.

    It is derived from the one before, so that requests that were sent at the same time, or one whose answer was
    lost, are all given the same. For a minute the one before works as well.
    """
    successor = hmac.new(secret_key.encode(), f"annotator session {token}".encode(), hashlib.sha256).hexdigest()
    last = later(tx.now, timedelta(seconds=_REPLACED_SECONDS))
    return successor if sessions.replace(tx, digest(token), digest(successor), last) else None


def named(tx: Transaction, name: str) -> Person | None:
    """The person called ``name``, in whatever case it is typed."""
    account = users.by_name(tx, name)
    return account.person if account else None


def ticket_for(tx: Transaction, asker: Person, name: str, purpose: users.Purpose = "enter") -> str:
    """A one-time link's token for the person called ``name``: to sign in, or to set a new ``password``."""
    require_admin(asker)
    account = users.by_name(tx, name)
    if account is None or account.person.id is None:
        raise Invalid("unknown-user", f"There is no user “{name[:80]}”.")
    token, expires = secrets.token_urlsafe(32), later(tx.now, timedelta(hours=_TICKET_HOURS))
    users.add_ticket(tx, account.person.id, digest(token), expires, purpose)
    return token


def add_user(
    tx: Transaction, asker: Person, name: str, *, admin: bool = False, password_hash: str | None
) -> Person:
    """Make a person who can sign in with a password, or by a link where they have none yet."""
    require_admin(asker)
    return added(tx, name, admin=admin, password_hash=password_hash, by=asker)


def hashed_password(password: str) -> str:
    """``password`` hashed; slow on purpose, so it is done before a transaction begins."""
    return _hashed(password)


def added(
    tx: Transaction, name: str, *, admin: bool, password_hash: str | None, by: Person | None = None
) -> Person:
    """Make a person, on the word of ``by``, or on their own."""
    checked = checked_user_name(name)
    if users.by_name(tx, checked):
        raise Conflict("name-taken", f"There is a user “{checked}” already.")
    person = users.add(tx, checked, admin=admin, password_hash=password_hash)
    made = Event("user.create", checked, None, {"admin": admin})
    add_events(tx, Place(by.id if by else person.id, None), [made])
    return person


def begun_session(tx: Transaction, person: Person) -> str:
    """Begin a session for somebody who proved who they are; its token."""
    if person.id is None:
        raise Forbidden("operator", "The command line's operator does not sign in.")
    token = secrets.token_urlsafe(32)
    sessions.add(tx, person.id, digest(token), later(tx.now, timedelta(days=_SESSION_DAYS)))
    return token


def digest(token: str) -> str:
    """What is kept of a token: enough to know it again, too little to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _hashed(password: str) -> str:
    if not _SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        allowed = f"at least {_SHORTEST_PASSWORD} characters and at most {_LONGEST_PASSWORD}"
        raise Invalid("bad-password", f"A password has {allowed}.")
    with _HASHING:
        return _HASHER.hash(password)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether ``password`` is the right one; as slow for somebody who has none."""
    with _HASHING:
        try:
            _HASHER.verify(password_hash or _nobodys_hash(), password[:_LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None
