"""The queue: what somebody has to annotate, in order. Rounds fill it; a project without rounds has one for all."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.layer import LayerState
from annotator.domain.permission import Person
from annotator.store import documents, rounds
from annotator.store.engine import Transaction
from annotator.store.layers import Desk
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands in somebody's queue: those before and after it, and how far they are with all.

    Of a document that is not in the queue, its neighbours are those in the corpus.
    """

    previous: str | None
    next: str | None
    documents: int
    done: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """A queue without its documents: how many there are and how many are complete, and which comes ``next``.

    ``begun``: whether anything in it has been worked on. ``here``: which documents of a page stand in it.
    """

    documents: int
    done: int
    next: str | None
    begun: bool
    here: frozenset[str]
    by_rounds: bool


def outlook(tx: Transaction, person: Person, project: Project, page: Sequence[str]) -> Outlook:
    """Somebody's queue as it is told beside a page of documents, without reading all of it."""
    by_rounds = rounds.any_in(tx, project.id)
    if not by_rounds:
        every, done = documents.own_progress(tx, project.id, person)
        following, here = documents.next_of_own(tx, project.id, person), set(page)
    elif person.id is None:
        return Outlook(0, 0, None, begun=False, here=frozenset(), by_rounds=by_rounds)
    else:
        every, done = rounds.progress(tx, project.id, person.id)
        # Who has completed everything has none to look for, however many there are.
        following = rounds.next_in_queue(tx, project.id, person.id) if done < every else None
        here = rounds.queued(tx, project.id, person.id, page)
    document, state = following or (None, "complete")
    begun = bool(done) or state != "new"
    return Outlook(every, done, document, begun=begun, here=frozenset(here), by_rounds=by_rounds)


def queue(tx: Transaction, person: Person, project: Project) -> Queue:
    """Somebody's queue in a project."""
    if not rounds.any_in(tx, project.id):
        return Queue(tuple(documents.own_states(tx, project.id, person)), by_rounds=False)
    assigned = rounds.queue(tx, project.id, person.id) if person.id else []
    return Queue(tuple((one.document_id, one.state) for one in assigned), by_rounds=True)


def place(tx: Transaction, desk: Desk) -> Place:
    """Where the document on somebody's desk stands in their queue, without reading the rest of it."""
    project, user = desk.project.id, desk.person.id
    beside = None
    if not rounds.any_in(tx, project):
        counted = documents.own_progress(tx, project, desk.person)
    elif user is None:
        counted = 0, 0
    else:
        counted = rounds.progress(tx, project, user)
        beside = rounds.place_in_queue(tx, project, user, desk.document_id)
    return Place(*(beside or documents.neighbours(tx, project, desk.position)), *counted)
