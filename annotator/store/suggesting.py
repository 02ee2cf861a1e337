"""What suggestions are made of: somebody's marks in their own layers, and what became of suggestions before."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from annotator.domain.permission import Person
from annotator.store.engine import Transaction
from annotator.store.schema import ActionTable, DocumentTable, EventTable, LayerTable, SpanTable

JUDGED = "layer.suggestion"
"""The event that tells that a suggestion was accepted or refused."""

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Judged:
    """A suggestion that somebody accepted or refused, in a document."""

    document_id: str
    told: dict[str, Any]


def own_marked(tx: Transaction, project_id: str, person: Person) -> list[tuple[str, str, int]]:
    """The words and label of what somebody marked in their own layers of a project, and how often they did."""
    words = func.substr(DocumentTable.text, SpanTable.start + 1, SpanTable.end - SpanTable.start)
    rows = tx.connection.execute(
        select(words.label("words"), SpanTable.label, func.count().label("times"))
        .join(DocumentTable, DocumentTable.id == SpanTable.document_id)
        .join(LayerTable, LayerTable.id == SpanTable.layer_id)
        .where(
            DocumentTable.project_id == project_id,
            DocumentTable.deleted.is_(None),
            SpanTable.deleted.is_(None),
            SpanTable.user_id == person.id,
            LayerTable.name == person.name,
            SpanTable.end - SpanTable.start <= _LONGEST,
        )
        .group_by(words, SpanTable.label)
    )
    return sorted((row.words, row.label, row.times) for row in rows)


def judged(tx: Transaction, project_id: str, person: Person) -> list[Judged]:
    """What somebody accepted and refused in a project and did not undo, the oldest first."""
    rows = tx.connection.execute(
        select(EventTable.document_id, EventTable.after)
        .join(ActionTable, ActionTable.id == EventTable.action_id)
        .where(
            EventTable.kind == JUDGED,
            EventTable.project_id == project_id,
            EventTable.user_id == person.id,
            ActionTable.undo == "done",
        )
        .order_by(EventTable.sequence)
    )
    return [Judged(row.document_id, row.after) for row in rows]
