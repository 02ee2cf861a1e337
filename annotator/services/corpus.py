"""The corpus of a project, as one person may see it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.domain.permission import Act, Person
from annotator.services import projects, queues
from annotator.services.queues import Queue
from annotator.store import documents
from annotator.store.documents import Listed
from annotator.store.engine import Transaction
from annotator.store.projects import Project


@dataclass(frozen=True, slots=True)
class Corpus:
    """A project with its documents in order, and one's own queue among them."""

    project: Project
    documents: tuple[Listed, ...]
    queue: Queue


def corpus(tx: Transaction, person: Person, slug: str) -> Corpus:
    """The documents of a project; other people's progress only for who may see their layers."""
    project = projects.find(tx, person, slug)
    listed = documents.listed(tx, project.id, person)
    if project.standing.may(Act.READ_OTHER_LAYERS):
        states = documents.layer_states(tx, project.id)
        listed = [replace(one, states=states.get(one.id, {})) for one in listed]
    return Corpus(project, tuple(listed), queues.queue(tx, person, project))


def later(tx: Transaction, person: Person, slug: str, position: int) -> Iterator[Listed]:
    """The documents of a project after a place in its order, one by one; nothing of other people's progress."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CORPUS)
    return documents.listed_after(tx, project.id, person, position)
