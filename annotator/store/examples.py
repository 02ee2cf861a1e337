"""Passages kept as examples of labels: of what is marked with one, or of what is not."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from annotator.store.engine import Transaction
from annotator.store.schema import DocumentTable, ExampleTable


@dataclass(frozen=True, slots=True)
class Example:
    """A passage under a label, and why it is there; ``positive`` where it is to be marked with it."""

    id: str
    project_id: str
    label: str
    positive: bool
    document_id: str
    start: int
    end: int
    why: str = ""


_COLUMNS = (
    ExampleTable.id,
    ExampleTable.project_id,
    ExampleTable.label,
    ExampleTable.positive,
    ExampleTable.document_id,
    ExampleTable.start,
    ExampleTable.end,
    ExampleTable.why,
)


def of_project(tx: Transaction, project_id: str) -> list[Example]:
    """The examples that stand, in the order that they were kept in, of documents that are there."""
    query = (
        select(*_COLUMNS)
        .join(DocumentTable, DocumentTable.id == ExampleTable.document_id)
        .where(
            ExampleTable.project_id == project_id, ExampleTable.deleted.is_(None), DocumentTable.deleted.is_(None)
        )
        .order_by(ExampleTable.created, ExampleTable.id)
    )
    return [Example(*row) for row in tx.connection.execute(query)]


def by_id(tx: Transaction, example_id: str) -> Example | None:
    """An example that stands."""
    query = select(*_COLUMNS).where(ExampleTable.id == example_id, ExampleTable.deleted.is_(None))
    row = tx.connection.execute(query).one_or_none()
    return row and Example(*row)


def add(tx: Transaction, one: Example, *, user_id: str) -> None:
    tx.connection.execute(
        insert(ExampleTable).values(
            id=one.id,
            project_id=one.project_id,
            label=one.label,
            positive=one.positive,
            document_id=one.document_id,
            start=one.start,
            end=one.end,
            why=one.why,
            user_id=user_id,
            created=tx.now,
        )
    )


def set_deleted(tx: Transaction, example_id: str, by: str | None) -> None:
    tx.connection.execute(
        update(ExampleTable).where(ExampleTable.id == example_id).values(deleted=tx.now, deleted_by=by)
    )


def relabel(tx: Transaction, project_id: str, name: str, other: str) -> None:
    """Let the examples of a label stand under another name of it."""
    tx.connection.execute(
        update(ExampleTable)
        .where(ExampleTable.project_id == project_id, ExampleTable.label == name)
        .values(label=other)
    )
