"""Documents that arrive with an import: kept a few at a time, seen by nobody, and there all at once."""

from sqlalchemy import exists, select, update
from sqlalchemy.orm import aliased

from annotator.store.engine import Transaction
from annotator.store.schema import DocumentTable


def taken_key(tx: Transaction, batch: str) -> str | None:
    """A key that arrives with ``batch`` and that the project has, or once had; None where there is none."""
    here = aliased(DocumentTable)
    query = (
        select(DocumentTable.arriving_key)
        .where(DocumentTable.arriving == batch)
        .where(exists().where(here.project_id == DocumentTable.project_id, here.key == DocumentTable.arriving_key))
        .order_by(DocumentTable.position)
        .limit(1)
    )
    return tx.connection.execute(query).scalar()


def appear(tx: Transaction, batch: str) -> None:
    """Let all documents of ``batch`` be there, under the keys that they came with."""
    tx.connection.execute(
        update(DocumentTable)
        .where(DocumentTable.arriving == batch)
        .values(key=DocumentTable.arriving_key, deleted=None, arriving=None, arriving_key=None)
    )
