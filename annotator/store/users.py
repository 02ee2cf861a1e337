"""People and their one-time links."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import exists, insert, select, update

from annotator.domain.naming import name_key
from annotator.domain.permission import Person
from annotator.store.engine import Transaction
from annotator.store.schema import TicketTable, UserTable

Purpose = Literal["enter", "password"]
"""What a one-time link is for."""


@dataclass(frozen=True, slots=True)
class Account:
    """What signing in needs to know about a person."""

    person: Person
    password_hash: str | None
    active: bool


def any_admin(tx: Transaction) -> bool:
    """Whether somebody can already look after this site."""
    query = select(exists().where(UserTable.admin.is_(True), UserTable.active.is_(True)))
    return bool(tx.connection.execute(query).scalar())


def by_name(tx: Transaction, name: str) -> Account | None:
    """The account called ``name``, in whatever case it is typed."""
    row = tx.connection.execute(
        select(UserTable.id, UserTable.name, UserTable.admin, UserTable.password_hash, UserTable.active).where(
            UserTable.name_key == name_key(name)
        )
    ).one_or_none()
    return row and Account(Person(row.id, row.name, row.admin), row.password_hash, row.active)


def add(
    tx: Transaction, name: str, *, admin: bool = False, password_hash: str | None = None, active: bool = True
) -> Person:
    """Make a person."""
    person = Person(tx.new_id(), name, admin)
    tx.connection.execute(
        insert(UserTable).values(
            id=person.id,
            name=name,
            name_key=name_key(name),
            password_hash=password_hash,
            admin=admin,
            active=active,
            created=tx.now,
        )
    )
    return person


def set_password(tx: Transaction, user_id: str, password_hash: str) -> None:
    tx.connection.execute(update(UserTable).where(UserTable.id == user_id).values(password_hash=password_hash))


def add_ticket(tx: Transaction, user_id: str, token_hash: str, expires: str, purpose: Purpose = "enter") -> None:
    tx.connection.execute(
        insert(TicketTable).values(
            token_hash=token_hash, user_id=user_id, created=tx.now, expires=expires, purpose=purpose
        )
    )


def use_ticket(tx: Transaction, token_hash: str, purpose: Purpose) -> Person | None:
    """The person of a one-time link, which is spent by this."""
    spent = tx.connection.execute(
        update(TicketTable)
        .where(
            TicketTable.token_hash == token_hash,
            TicketTable.purpose == purpose,
            TicketTable.used.is_(None),
            TicketTable.expires > tx.now,
        )
        .values(used=tx.now)
    )
    if not spent.rowcount:
        return None
    row = tx.connection.execute(
        select(UserTable.id, UserTable.name, UserTable.admin)
        .join(TicketTable, TicketTable.user_id == UserTable.id)
        .where(TicketTable.token_hash == token_hash, UserTable.active.is_(True))
    ).one_or_none()
    return row and Person(row.id, row.name, row.admin)
