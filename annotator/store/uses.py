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
    # Counted by layer first: whether a document is blind is asked of each layer, not of each span.
    counted = (
        select(SpanTable.layer_id, SpanTable.label, func.count().label("spans"))
        .select_from(DocumentTable)
        .join(LayerTable, LayerTable.document_id == DocumentTable.id)
        .join(SpanTable, SpanTable.layer_id == LayerTable.id)
        .where(
            DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None), SpanTable.deleted.is_(None)
        )
        .group_by(SpanTable.layer_id, SpanTable.label)
        .subquery()
    )
    columns = (counted.c.label, LayerTable.name, document_is_blind)
    query = (
        select(*columns, func.sum(counted.c.spans))
        .select_from(counted)
        .join(LayerTable, LayerTable.id == counted.c.layer_id)
        .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
        .join(ProjectTable, ProjectTable.id == DocumentTable.project_id)
        .group_by(*columns)
    )
    rows = tx.connection.execute(query)
    return (Use(label, layer, bool(blind), int(count)) for label, layer, blind, count in rows)
