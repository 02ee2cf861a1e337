"""Changes of documents' metadata: what each was, and what it changed of which document."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from annotator.domain.permission import Person
from annotator.store import filing
from annotator.store.engine import Transaction
from annotator.store.filtering import Conditions
from annotator.store.lookup import AT_ONCE
from annotator.store.schema import DocumentEditChangeTable, DocumentEditTable, DocumentTable, UserTable


@dataclass(frozen=True, slots=True)
class Kept:
    """A change that was made of ``documents`` documents; ``undone`` when it was taken back, if it was."""

    id: str
    what: Mapping[str, Any]
    documents: int
    by: str | None
    created: str
    undone: str | None


@dataclass(frozen=True, slots=True)
class Edited:
    """What stood under the keys of a document's metadata that a change touched, and what it put there."""

    document_id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def metadata(tx: Transaction, conditions: Conditions) -> Iterator[tuple[str, dict[str, Any]]]:
    """The documents under some conditions, each with its metadata, a part of them in memory at a time."""
    query = select(DocumentTable.id, DocumentTable.meta).where(*conditions).order_by(DocumentTable.position)
    rows = tx.connection.execute(query).all()
    return ((row.id, row.meta) for row in rows)


def write(tx: Transaction, project_id: str, changed: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Give documents other metadata, and file them anew."""
    statement = update(DocumentTable).where(DocumentTable.id == bindparam("of")).values(meta=bindparam("said"))
    for start in range(0, len(changed), AT_ONCE):
        some = changed[start : start + AT_ONCE]
        tx.connection.execute(statement, [{"of": document, "said": dict(meta)} for document, meta in some])
        filing.change(tx.connection, project_id, some)


def add(
    tx: Transaction, project_id: str, what: Mapping[str, Any], edited: Sequence[Edited], person: Person
) -> str:
    """Keep a change with what it did; its id."""
    edit_id = tx.new_id()
    tx.connection.execute(
        insert(DocumentEditTable).values(
            id=edit_id,
            project_id=project_id,
            what=dict(what),
            documents=len(edited),
            user_id=person.id,
            created=tx.now,
        )
    )
    rows = [
        {"edit_id": edit_id, "document_id": one.document_id, "before": dict(one.before), "after": dict(one.after)}
        for one in edited
    ]
    for start in range(0, len(rows), AT_ONCE):
        tx.connection.execute(insert(DocumentEditChangeTable), rows[start : start + AT_ONCE])
    return edit_id


def of_project(tx: Transaction, project_id: str) -> list[Kept]:
    """The changes of a project's documents, the newest first."""
    query = _QUERY.where(DocumentEditTable.project_id == project_id).order_by(
        DocumentEditTable.created.desc(), DocumentEditTable.id
    )
    return [Kept(*row) for row in tx.connection.execute(query)]


def by_id(tx: Transaction, project_id: str, edit_id: str) -> Kept | None:
    query = _QUERY.where(DocumentEditTable.project_id == project_id, DocumentEditTable.id == edit_id)
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else Kept(*row)


def changes_of(tx: Transaction, edit_id: str) -> Iterable[Edited]:
    """What a change did, by document."""
    table = DocumentEditChangeTable
    query = select(table.document_id, table.before, table.after).where(table.edit_id == edit_id)
    return [Edited(*row) for row in tx.connection.execute(query.order_by(table.document_id))]


def set_undone(tx: Transaction, edit_id: str, by: str | None) -> None:
    tx.connection.execute(
        update(DocumentEditTable).where(DocumentEditTable.id == edit_id).values(undone=tx.now, undone_by=by)
    )


_QUERY = select(
    DocumentEditTable.id,
    DocumentEditTable.what,
    DocumentEditTable.documents,
    UserTable.name,
    DocumentEditTable.created,
    DocumentEditTable.undone,
).outerjoin(UserTable, UserTable.id == DocumentEditTable.user_id)
