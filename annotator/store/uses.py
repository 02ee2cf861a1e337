"""How labels are used: how many spans stand, in which layers, known or not known of while work is blind."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from annotator.store.blindness import document_is_blind
from annotator.store.engine import Transaction
from annotator.store.schema import DocumentTable, LayerTable, ProjectTable, SpanTable


@dataclass(frozen=True, slots=True)
class Use:
    """So many spans of a label in all layers of one name, on documents that are ``blind`` or that are not."""

    label: str
    layer: str
    blind: bool
    spans: int


def of_labels(tx: Transaction, project_id: str) -> Iterator[Use]:
    """The spans that stand in a project, counted by label and layer."""
    columns = (SpanTable.label, LayerTable.name, document_is_blind)
    query = (
        select(*columns, func.count())
        .select_from(SpanTable)
        .join(LayerTable, LayerTable.id == SpanTable.layer_id)
        .join(DocumentTable, DocumentTable.id == SpanTable.document_id)
        .join(ProjectTable, ProjectTable.id == DocumentTable.project_id)
        .where(
            DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None), SpanTable.deleted.is_(None)
        )
        .group_by(*columns)
    )
    return (Use(label, layer, bool(blind), count) for label, layer, blind, count in tx.connection.execute(query))
