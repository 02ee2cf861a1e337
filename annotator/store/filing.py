"""What each document is filed under, kept so that documents are counted without reading them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select

from annotator.domain.filing import filed
from annotator.store.schema import DocumentTable, FiledTable

_AT_ONCE = 500


Filed = Iterable[tuple[str, Mapping[str, Any]]]
"""Documents by their ids, each with its metadata."""


def add(connection: Connection, project_id: str, documents: Filed) -> None:
    """File documents."""
    rows = [
        {"project_id": project_id, "field": field, "value": value, "document_id": document_id}
        for document_id, meta in documents
        for field, value in dict.fromkeys(filed(meta))
    ]
    connection.execute(insert(FiledTable), rows)


def change(connection: Connection, project_id: str, documents: Filed) -> None:
    """File some documents anew, whose metadata is another."""
    some = list(documents)
    connection.execute(delete(FiledTable).where(FiledTable.document_id.in_([one for one, _ in some])))
    add(connection, project_id, some)


def catch_up(connection: Connection) -> None:
    """File the documents that are not."""
    missing = select(DocumentTable.id, DocumentTable.project_id, DocumentTable.meta).where(
        ~exists().where(FiledTable.document_id == DocumentTable.id)
    )
    while found := connection.execute(missing.limit(_AT_ONCE)).all():
        for row in found:
            add(connection, row.project_id, [(row.id, row.meta)])
