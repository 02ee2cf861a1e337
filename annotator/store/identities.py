"""Who somebody is at an OpenID Connect provider."""

from sqlalchemy import insert, select

from annotator.domain.permission import Person
from annotator.store.engine import Transaction
from annotator.store.schema import IdentityTable, UserTable


def owner(tx: Transaction, issuer: str, subject: str) -> tuple[Person, bool] | None:
    """Whose an identity is, and whether they are active."""
    row = tx.connection.execute(
        select(UserTable.id, UserTable.name, UserTable.admin, UserTable.active)
        .join(IdentityTable, IdentityTable.user_id == UserTable.id)
        .where(IdentityTable.issuer == issuer, IdentityTable.subject == subject)
    ).one_or_none()
    return row and (Person(row.id, row.name, row.admin), row.active)


def add(tx: Transaction, issuer: str, subject: str, user_id: str) -> None:
    tx.connection.execute(
        insert(IdentityTable).values(issuer=issuer, subject=subject, user_id=user_id, created=tx.now)
    )
