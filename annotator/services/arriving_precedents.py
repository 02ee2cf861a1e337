"""Rules that come with an import: kept under their labels and numbers, or under the next where one is taken."""

from collections.abc import Iterable

from annotator.domain.corpus import Document
from annotator.domain.layer import GOLD
from annotator.domain.permission import Person
from annotator.domain.precedent import Precedent, by_label, numbered_anew
from annotator.services.import_books import Books
from annotator.services.keeping import People
from annotator.store import precedents
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.projects import Project

IMPORTED = "imported"
"""Who made the rules of a document that has no gold layer."""


class Numbers:
    """The numbers of rules that a project has given, and those that an import takes."""

    def __init__(self, tx: Transaction, project: Project) -> None:
        self._taken = precedents.numbers(tx, project.id)

    def take(self, several: Iterable[Precedent]) -> list[Precedent]:
        """Each rule under the number that it gets."""
        return [self._take(one) for one in several]

    def findings(self, document: Document, books: Books) -> tuple[str, ...]:
        """What becomes otherwise of a document's rules, in words; their numbers are taken."""
        labels = {label.name for label in books.latest.labels}
        found = []
        for one, kept in zip(document.precedents, self.take(document.precedents), strict=True):
            if kept != one:
                found.append(
                    f"Rule {one.number} of “{one.label}” becomes rule {kept.number}: the number is taken."
                )
            if one.label not in labels:
                found.append(
                    f"Rule {one.number} is about “{one.label}”, which the codebook lacks: nobody sees it."
                )
        return tuple(found)

    def _take(self, one: Precedent) -> Precedent:
        kept = numbered_anew(one, self._taken)
        self._taken.add(by_label(kept))
        return kept


class Rules:
    """The rules of documents that are kept: they wait until all of these are there, and are kept together."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, str, tuple[Precedent, ...]]] = []

    def take(self, document: Document, document_id: str, people: People) -> None:
        """Take in the rules of a document, whose id here is given; whoever made its gold counts as their maker."""
        if document.precedents:
            makers = (layer.annotator for layer in document.layers if layer.name == GOLD)
            self._waiting.append((document_id, people.id_of(next(makers, IMPORTED)), document.precedents))

    def keep(self, tx: Transaction, person: Person, project: Project) -> None:
        """Keep all that were taken in."""
        if not self._waiting:
            return
        tx.take_turns(f"{project.id} precedents")
        numbers = Numbers(tx, project)
        for document_id, user_id, several in self._waiting:
            place = Place(person.id, project.id, document_id)
            told = [_kept(tx, one, place, user_id) for one in numbers.take(several)]
            add_events(tx, place, told)


def _kept(tx: Transaction, one: Precedent, place: Place, user_id: str) -> Event:
    row = precedents.Precedent(
        id=tx.new_id(),
        project_id=place.project_id or "",
        label=one.label,
        number=one.number,
        rule=one.rule,
        document_id=place.document_id or "",
        start=one.start,
        end=one.end,
    )
    precedents.add(tx, row, decision_id=None, user_id=user_id)
    return Event("precedent.import", row.id, None, {"label": one.label, "number": one.number, "rule": one.rule})
