"""The corpus of a project, as one person may see it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.domain.permission import Act, Person
from annotator.services import filters, projects, queues
from annotator.services.queues import Queue
from annotator.store import documents, filtering
from annotator.store.documents import Listed
from annotator.store.engine import Transaction
from annotator.store.projects import Project


@dataclass(frozen=True, slots=True)
class Corpus:
    """A project with its documents in order, and one's own queue among them."""

    project: Project
    documents: tuple[Listed, ...]
    queue: Queue


def corpus(tx: Transaction, person: Person, slug: str, wanted: str = "") -> Corpus:
    """The documents of a project that a filter lets through; other people's progress only for who may see it."""
    project = projects.find(tx, person, slug)
    among = filtering.conditions(tx, project, filters.chosen(tx, project, wanted).filter)
    listed = documents.listed_under(tx, project.id, person, among)
    if project.standing.may(Act.READ_OTHER_LAYERS):
        states = documents.layer_states(tx, [one.id for one in listed])
        listed = [replace(one, states=states.get(one.id, {})) for one in listed]
    return Corpus(project, tuple(listed), queues.queue(tx, person, project))


def later(tx: Transaction, person: Person, slug: str, position: int, wanted: str = "") -> Iterator[Listed]:
    """The documents that a filter, by name or as written, lets through after a place in the order, one by one.

    Nothing of other people's progress is told.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CORPUS)
    among = filtering.conditions(tx, project, filters.chosen(tx, project, wanted).filter)
    return documents.listed_after(tx, project.id, person, position, among)
