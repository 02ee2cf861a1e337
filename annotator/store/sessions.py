"""Sign-ins: begun, known again by the hash of their token, given another token, ended."""

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, or_, select, update

from annotator.domain.permission import Person
from annotator.store.engine import Transaction
from annotator.store.schema import SessionTable, UserTable


@dataclass(frozen=True, slots=True)
class Session:
    """Whose session it is. ``outdated``: its token is older than its person's role, and to be replaced."""

    person: Person
    outdated: bool


def add(tx: Transaction, user_id: str, token_hash: str, expires: str) -> None:
    tx.connection.execute(
        insert(SessionTable).values(token_hash=token_hash, user_id=user_id, created=tx.now, expires=expires)
    )


# Built once: this is asked with every request.
_BY_TOKEN = (
    select(UserTable.id, UserTable.name, UserTable.admin, SessionTable.outdated)
    .join(SessionTable, SessionTable.user_id == UserTable.id)
    .where(
        SessionTable.token_hash == bindparam("token_hash"),
        SessionTable.ended.is_(None),
        SessionTable.expires > bindparam("now"),
        UserTable.active.is_(True),
    )
)


def by_token(tx: Transaction, token_hash: str) -> Session | None:
    """The session of a token that has neither ended nor expired."""
    row = tx.connection.execute(_BY_TOKEN, {"token_hash": token_hash, "now": tx.now}).one_or_none()
    return row and Session(Person(row.id, row.name, row.admin), row.outdated is not None)


def outdate(tx: Transaction, user_id: str) -> None:
    """Note that a person's role has changed: each of their sessions needs another token."""
    tx.connection.execute(
        update(SessionTable)
        .where(SessionTable.user_id == user_id, SessionTable.ended.is_(None), SessionTable.outdated.is_(None))
        .values(outdated=tx.now)
    )


def replace(tx: Transaction, token_hash: str, successor: str, last: str) -> bool:
    """Go on with a session under another token; whether the session stands under that one now.

    The token of before works until ``last``, for requests that were on their way: each of them may ask for the
    same, and it is done once.
    """
    row = tx.connection.execute(
        select(SessionTable.user_id, SessionTable.created, SessionTable.expires).where(
            SessionTable.token_hash == token_hash
        )
    ).one()
    replaced = tx.connection.execute(
        update(SessionTable)
        .where(
            SessionTable.token_hash == token_hash, SessionTable.ended.is_(None), SessionTable.successor.is_(None)
        )
        .values(successor=successor, expires=min(row.expires, last))
    )
    if replaced.rowcount:
        # What was on its way with the token before this one has arrived long ago.
        tx.connection.execute(
            update(SessionTable).where(SessionTable.successor == token_hash).values(ended=tx.now)
        )
        tx.connection.execute(
            insert(SessionTable).values(
                token_hash=successor, user_id=row.user_id, created=row.created, expires=row.expires
            )
        )
    return by_token(tx, successor) is not None


def present(tx: Transaction, token_hash: str) -> str:
    """The hash of the token under which a session stands now: this one, or the one that replaced it."""
    query = select(SessionTable.successor).where(SessionTable.token_hash == token_hash)
    return tx.connection.execute(query).scalar() or token_hash


def end(tx: Transaction, token_hash: str) -> None:
    """End a session, under the tokens before and after this one as well."""
    before = select(SessionTable.successor).where(SessionTable.token_hash == token_hash).scalar_subquery()
    tx.connection.execute(
        update(SessionTable)
        .where(
            or_(
                SessionTable.token_hash == token_hash,
                SessionTable.successor == token_hash,
                SessionTable.token_hash == before,
            )
        )
        .values(ended=tx.now)
    )


def of_person(tx: Transaction, user_id: str) -> list[tuple[str, str]]:
    """The sessions of a person that are not over: the hash of each token and when it began, newest first."""
    rows = tx.connection.execute(
        select(SessionTable.token_hash, SessionTable.created)
        .where(
            SessionTable.user_id == user_id,
            SessionTable.ended.is_(None),
            SessionTable.expires > tx.now,
            SessionTable.successor.is_(None),
        )
        .order_by(SessionTable.created.desc(), SessionTable.token_hash)
    )
    return [(row.token_hash, row.created) for row in rows]


def end_all(tx: Transaction, user_id: str, *, but: str = "") -> None:
    """End a person's sessions, all ``but`` the one whose token has this hash."""
    tx.connection.execute(
        update(SessionTable)
        .where(SessionTable.user_id == user_id, SessionTable.ended.is_(None), SessionTable.token_hash != but)
        .values(ended=tx.now)
    )
