"""Tokens: with one, a script acts as the person who made it, with their rights and no others."""

import hashlib
import secrets
from datetime import datetime, timedelta

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.domain.permission import Person, require_admin
from annotator.domain.text import checked_line
from annotator.store import tokens, users
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.tokens import Bearer, Token

__all__ = ["Bearer", "Token", "all_of", "bearer", "make", "make_for", "note_use", "revoke", "use_is_due"]

_PREFIX = "annotator_"
"""What programs that look for secrets in files can tell a token by."""

_MOST_OF_ONE = 100
_LONGEST_NAME = 100
_NOTED_AGAIN = timedelta(minutes=1)


def make(tx: Transaction, person: Person, name: str) -> str:
    """Make a token for oneself; what it reads, which nobody can look up again."""
    user_id = _user_of(person)
    checked = checked_line(name, "The token's name", _LONGEST_NAME)
    if tokens.count_of_person(tx, user_id) >= _MOST_OF_ONE:
        raise Conflict("too-many-tokens", f"You have {_MOST_OF_ONE} tokens: revoke one that you no longer need.")
    token = _PREFIX + secrets.token_urlsafe(32)
    made = tokens.add(tx, user_id, checked, _digest(token))
    add_events(tx, Place(user_id, None), [Event("token.create", made.id, None, {"name": checked})])
    return token


def make_for(tx: Transaction, asker: Person, user: str, name: str) -> str:
    """Make a token for the person called ``user``; what it reads."""
    require_admin(asker)
    account = users.by_name(tx, user)
    if account is None:
        raise Invalid("unknown-user", f"There is no user “{user[:80]}”.")
    if not account.active:
        raise Conflict("deactivated", f"{account.person.name} is deactivated: a token would open nothing.")
    return make(tx, account.person, name)


def all_of(tx: Transaction, person: Person) -> list[Token]:
    """One's tokens that work, the newest first."""
    return tokens.of_person(tx, _user_of(person))


def revoke(tx: Transaction, person: Person, token_id: str) -> None:
    """End a token of one's own; it opens nothing from now on."""
    user_id = _user_of(person)
    name = tokens.revoke(tx, user_id, token_id)
    if name is None:
        raise NotFound("no-token", "You have no such token, or it is revoked already.")
    add_events(tx, Place(user_id, None), [Event("token.revoke", token_id, {"name": name}, None)])


def bearer(tx: Transaction, token: str) -> Bearer | None:
    """Whose token this is; None for one that opens nothing."""
    return tokens.by_hash(tx, _digest(token))


def use_is_due(tx: Transaction, token: Token) -> bool:
    """Whether it is time to note again that a token is used: once a minute, so that reading stays cheap."""
    if token.used is None:
        return True
    return datetime.fromisoformat(tx.now) - datetime.fromisoformat(token.used) >= _NOTED_AGAIN


def note_use(tx: Transaction, token: Token) -> None:
    """Keep when a token was last used."""
    tokens.note_use(tx, token.id)


def _user_of(person: Person) -> str:
    if person.id is None:
        raise Forbidden("operator", "The command line's operator has no tokens: name a user.")
    return person.id


def _digest(token: str) -> str:
    # A token is random: there is nothing that a slow hash would make harder to guess.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
