"""The queue: what somebody has to annotate, in order. Rounds fill it; a project without rounds has one for all."""

from dataclasses import dataclass

from annotator.domain.layer import LayerState
from annotator.domain.permission import Person
from annotator.store import documents, rounds
from annotator.store.engine import Transaction
from annotator.store.projects import Project


@dataclass(frozen=True, slots=True)
class Queue:
    """Documents by id, each with the state of one's own layer on it. ``by_rounds``: somebody gave them out."""

    items: tuple[tuple[str, LayerState], ...]
    by_rounds: bool

    @property
    def done(self) -> int:
        return sum(state == "complete" for _, state in self.items)

    @property
    def next(self) -> str | None:
        """The first document that is not complete."""
        return next((document for document, state in self.items if state != "complete"), None)

    def beside(self, document_id: str) -> tuple[str | None, str | None] | None:
        """The documents before and after one; None where it is not in the queue."""
        ids = [document for document, _ in self.items]
        if document_id not in ids:
            return None
        index = ids.index(document_id)
        return (ids[index - 1] if index else None), (ids[index + 1] if index + 1 < len(ids) else None)


def queue(tx: Transaction, person: Person, project: Project) -> Queue:
    """Somebody's queue in a project."""
    if not rounds.any_in(tx, project.id):
        return Queue(tuple(documents.own_states(tx, project.id, person)), by_rounds=False)
    assigned = rounds.queue(tx, project.id, person.id) if person.id else []
    return Queue(tuple((one.document_id, one.state) for one in assigned), by_rounds=True)
