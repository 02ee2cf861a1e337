"""Tokens of the API: stored hashed, named by whoever made them, revoked but never deleted."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, select, update

from annotator.domain.permission import Person
from annotator.store.engine import Transaction
from annotator.store.schema import TokenTable, UserTable


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its person sees it; ``used`` is when it last opened something, to the minute."""

    id: str
    name: str
    created: str
    used: str | None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whoever sent a token, and the token."""

    person: Person
    token: Token


def add(tx: Transaction, user_id: str, name: str, token_hash: str) -> Token:
    """Keep a new token."""
    made = Token(tx.new_id(), name, tx.now, None)
    tx.connection.execute(
        insert(TokenTable).values(
            id=made.id, user_id=user_id, name=name, token_hash=token_hash, created=made.created
        )
    )
    return made


# Built once: this is asked with every request.
_BY_HASH = (
    select(
        UserTable.id.label("user_id"),
        UserTable.name.label("user"),
        UserTable.admin,
        TokenTable.id,
        TokenTable.name,
        TokenTable.created,
        TokenTable.used,
    )
    .join(UserTable, UserTable.id == TokenTable.user_id)
    .where(
        TokenTable.token_hash == bindparam("token_hash"),
        TokenTable.revoked.is_(None),
        UserTable.active.is_(True),
    )
)


def by_hash(tx: Transaction, token_hash: str) -> Bearer | None:
    """Whose token this is; None for one that is revoked, or whose person is deactivated."""
    row = tx.connection.execute(_BY_HASH, {"token_hash": token_hash}).one_or_none()
    if row is None:
        return None
    return Bearer(Person(row.user_id, row.user, row.admin), Token(row.id, row.name, row.created, row.used))


def note_use(tx: Transaction, token_id: str) -> None:
    tx.connection.execute(update(TokenTable).where(TokenTable.id == token_id).values(used=tx.now))


def of_person(tx: Transaction, user_id: str) -> list[Token]:
    """Somebody's tokens that work, the newest first."""
    rows = tx.connection.execute(
        select(TokenTable.id, TokenTable.name, TokenTable.created, TokenTable.used)
        .where(TokenTable.user_id == user_id, TokenTable.revoked.is_(None))
        .order_by(TokenTable.created.desc(), TokenTable.id)
    )
    return [Token(row.id, row.name, row.created, row.used) for row in rows]


def count_of_person(tx: Transaction, user_id: str) -> int:
    query = select(func.count()).where(TokenTable.user_id == user_id, TokenTable.revoked.is_(None))
    return tx.connection.execute(query).scalar_one()


def revoke(tx: Transaction, user_id: str, token_id: str) -> str | None:
    """Revoke a token of somebody's; its name, None where they have no such token that works."""
    theirs = (TokenTable.id == token_id, TokenTable.user_id == user_id, TokenTable.revoked.is_(None))
    name = tx.connection.execute(select(TokenTable.name).where(*theirs)).scalar()
    if name is not None:
        tx.connection.execute(update(TokenTable).where(*theirs).values(revoked=tx.now))
    return name
