"""Everybody on this site, and what an admin changes about them."""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from annotator.domain.permission import Person
from annotator.store.engine import Transaction
from annotator.store.schema import IdentityTable, TicketTable, TokenTable, UserTable


@dataclass(frozen=True, slots=True)
class Entry:
    """A person as the list of people shows them. ``password``: whether they have one."""

    id: str
    name: str
    email: str | None
    admin: bool
    active: bool
    password: bool
    created: str

    @property
    def person(self) -> Person:
        return Person(self.id, self.name, self.admin)


_ENTRY = select(
    UserTable.id,
    UserTable.name,
    UserTable.email,
    UserTable.admin,
    UserTable.active,
    UserTable.password_hash.is_not(None).label("password"),
    UserTable.created,
)


def everybody(tx: Transaction) -> list[Entry]:
    """All people, by name."""
    rows = tx.connection.execute(_ENTRY)
    return sorted((Entry(*row) for row in rows), key=lambda one: (one.name.casefold(), one.name))


def by_id(tx: Transaction, user_id: str) -> Entry | None:
    row = tx.connection.execute(_ENTRY.where(UserTable.id == user_id)).one_or_none()
    return row and Entry(*row)


def password_hash(tx: Transaction, user_id: str) -> str | None:
    query = select(UserTable.password_hash).where(UserTable.id == user_id)
    return tx.connection.execute(query).scalar()


def count_admins(tx: Transaction) -> int:
    """How many people look after this site."""
    query = select(func.count()).where(UserTable.admin.is_(True), UserTable.active.is_(True))
    return tx.connection.execute(query).scalar_one()


def set_active(tx: Transaction, user_id: str, *, active: bool) -> None:
    tx.connection.execute(update(UserTable).where(UserTable.id == user_id).values(active=active))


def set_admin(tx: Transaction, user_id: str, *, admin: bool) -> None:
    tx.connection.execute(update(UserTable).where(UserTable.id == user_id).values(admin=admin))


def set_email(tx: Transaction, user_id: str, email: str | None) -> None:
    tx.connection.execute(update(UserTable).where(UserTable.id == user_id).values(email=email))


def spend_tickets(tx: Transaction, user_id: str) -> None:
    """Let none of a person's one-time links work any more."""
    tx.connection.execute(
        update(TicketTable).where(TicketTable.user_id == user_id, TicketTable.used.is_(None)).values(used=tx.now)
    )


def revoke_tokens(tx: Transaction, user_id: str) -> None:
    """Let none of a person's tokens of the API work any more."""
    tx.connection.execute(
        update(TokenTable)
        .where(TokenTable.user_id == user_id, TokenTable.revoked.is_(None))
        .values(revoked=tx.now)
    )


def identities(tx: Transaction, user_id: str) -> list[tuple[str, str]]:
    """Who a person is at OpenID Connect providers: issuer and subject."""
    query = select(IdentityTable.issuer, IdentityTable.subject).where(
        IdentityTable.user_id == user_id, IdentityTable.ended.is_(None)
    )
    return sorted((row.issuer, row.subject) for row in tx.connection.execute(query))
