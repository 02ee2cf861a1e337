"""Filters of documents that a project keeps under a name."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from annotator.domain.naming import name_key
from annotator.domain.permission import Person
from annotator.store.engine import Transaction
from annotator.store.schema import DocumentFilterTable, UserTable


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter under its name, written as in an address; ``by`` whom it was last written."""

    id: str
    name: str
    query: str
    by: str | None
    updated: str


def of_project(tx: Transaction, project_id: str) -> list[Kept]:
    """The filters of a project, by name."""
    rows = tx.connection.execute(_QUERY.where(DocumentFilterTable.project_id == project_id))
    return sorted((Kept(*row) for row in rows), key=lambda one: (name_key(one.name), one.name))


def by_name(tx: Transaction, project_id: str, name: str) -> Kept | None:
    query = _QUERY.where(
        DocumentFilterTable.project_id == project_id, DocumentFilterTable.name_key == name_key(name)
    )
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else Kept(*row)


def add(tx: Transaction, project_id: str, name: str, query: str, person: Person) -> None:
    """Keep a filter under a name that no other has."""
    tx.connection.execute(
        insert(DocumentFilterTable).values(
            id=tx.new_id(),
            project_id=project_id,
            name=name,
            name_key=name_key(name),
            query=query,
            user_id=person.id,
            created=tx.now,
            updated=tx.now,
        )
    )


def change(tx: Transaction, filter_id: str, name: str, query: str, person: Person) -> None:
    """Write a filter anew, under the same name however it is spelled."""
    tx.connection.execute(
        update(DocumentFilterTable)
        .where(DocumentFilterTable.id == filter_id)
        .values(name=name, query=query, user_id=person.id, updated=tx.now)
    )


def remove(tx: Transaction, filter_id: str) -> None:
    tx.connection.execute(delete(DocumentFilterTable).where(DocumentFilterTable.id == filter_id))


_QUERY = select(
    DocumentFilterTable.id,
    DocumentFilterTable.name,
    DocumentFilterTable.query,
    UserTable.name.label("by"),
    DocumentFilterTable.updated,
).outerjoin(UserTable, UserTable.id == DocumentFilterTable.user_id)
