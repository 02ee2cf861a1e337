"""Who somebody is at an OpenID Connect provider, for as long as they want to be known by it."""

from sqlalchemy import insert, select, update

from annotator.domain.permission import Person
from annotator.store.engine import Transaction
from annotator.store.schema import IdentityTable, UserTable


def owner(tx: Transaction, issuer: str, subject: str) -> tuple[Person, bool] | None:
    """Whose an identity is, and whether they are active; nobody's where it was disconnected."""
    row = tx.connection.execute(
        select(UserTable.id, UserTable.name, UserTable.admin, UserTable.active)
        .join(IdentityTable, IdentityTable.user_id == UserTable.id)
        .where(IdentityTable.issuer == issuer, IdentityTable.subject == subject, IdentityTable.ended.is_(None))
    ).one_or_none()
    return row and (Person(row.id, row.name, row.admin), row.active)


def add(tx: Transaction, issuer: str, subject: str, user_id: str) -> None:
    """Keep whose an identity is, whoever's it was before it was disconnected."""
    again = tx.connection.execute(
        update(IdentityTable)
        .where(IdentityTable.issuer == issuer, IdentityTable.subject == subject)
        .values(user_id=user_id, created=tx.now, ended=None)
    )
    if again.rowcount:
        return
    tx.connection.execute(
        insert(IdentityTable).values(issuer=issuer, subject=subject, user_id=user_id, created=tx.now)
    )


def end(tx: Transaction, issuer: str, user_id: str) -> None:
    """Let a person be nobody at a provider any more."""
    tx.connection.execute(
        update(IdentityTable)
        .where(IdentityTable.issuer == issuer, IdentityTable.user_id == user_id, IdentityTable.ended.is_(None))
        .values(ended=tx.now)
    )
