"""Passages of the corpus that the codebook shows, with the words around them, to whoever may read them."""

from dataclasses import dataclass

from annotator.domain.block import touched
from annotator.domain.permission import Act, Person
from annotator.domain.surroundings import around
from annotator.services import queues
from annotator.store import documents, layers
from annotator.store.engine import Transaction
from annotator.store.layers import Desk
from annotator.store.projects import Project

_AROUND = 60


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of a document and those around them; ``title`` for whoever may read the document.

    ``words`` are empty for whoever has still to read it blind: what is said of it would be told to them.
    """

    words: str = ""
    before: str = ""
    after: str = ""
    block: int = 0
    title: str | None = None


class Passages:
    """The passages of a project as one person may see them."""

    def __init__(self, tx: Transaction, person: Person, project: Project) -> None:
        self._tx = tx
        self._person = person
        self._desks: dict[str, Desk | None] = {}
        self._unread = _unread(tx, person, project)

    def at(self, document_id: str, start: int, end: int) -> Passage:
        """The passage from ``start`` to ``end``."""
        if document_id not in self._desks:
            self._desks[document_id] = layers.desk(self._tx, document_id, self._person)
        desk = self._desks[document_id]
        if document_id in self._unread and not (desk and desk.standing.may(Act.READ_OTHER_LAYERS)):
            return Passage()
        reading = documents.reading(self._tx, document_id)
        text = reading.text
        first, after = around(text, start, end, _AROUND)
        return Passage(
            text[start:end],
            text[first:start],
            text[end:after],
            touched(reading.blocks, start, end)[0],
            desk.title if desk and desk.standing.may(Act.READ_CORPUS) else None,
        )


def _unread(tx: Transaction, person: Person, project: Project) -> set[str]:
    """The documents that somebody has still to complete."""
    if not project.standing.may(Act.ANNOTATE):
        return set()
    return {document for document, state in queues.queue(tx, person, project).items if state != "complete"}
