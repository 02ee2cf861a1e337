"""Filters of documents under a name: kept by managers, used by whoever is in the project."""

from dataclasses import dataclass

from annotator.domain.document_filter import EVERYTHING, Filter, checked_filter_name, filter_from
from annotator.domain.errors import Invalid, NotFound
from annotator.domain.permission import Act, Person
from annotator.services import projects
from annotator.services.release_about import Filtered
from annotator.store import document_filters, filtering, history
from annotator.store.document_filters import Kept
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place
from annotator.store.projects import Project

__all__ = ["Chosen", "Kept", "all_of", "chosen", "remove", "save"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that somebody named or wrote; ``name`` is None for one that is not kept."""

    filter: Filter = EVERYTHING
    name: str | None = None

    def __bool__(self) -> bool:
        return bool(self.filter)

    def require_any(self, tx: Transaction, project: Project) -> None:
        """Refuse a filter that lets nothing through.

        Raises:
            Invalid: no document is like that.
        """
        if not filtering.count(tx, filtering.conditions(tx, project, self.filter)):
            raise Invalid("nothing-matches", "The filter lets no document through.")

    def tree(self) -> Filtered | None:
        """What a manifest says of it."""
        return {"name": self.name, "query": str(self.filter)} if self else None


def chosen(tx: Transaction, project: Project, text: str) -> Chosen:
    """The filter called ``text``, or written so; one that asks too much of whoever asks is refused here.

    Raises:
        NotFound: no filter has this name.
        Invalid: it is written as none.
        Forbidden: it is about what is not told to this person.
    """
    if not text:
        return Chosen()
    if "=" in text:
        found = Chosen(filter_from(text))
    else:
        kept = document_filters.by_name(tx, project.id, text)
        if kept is None:
            raise NotFound("no-filter", f"This project keeps no filter called “{text[:80]}”.")
        found = Chosen(filter_from(kept.query), kept.name)
    filtering.conditions(tx, project, found.filter)
    return found


def all_of(tx: Transaction, person: Person, slug: str) -> tuple[Project, list[Kept]]:
    """The filters that a project keeps, by name."""
    project = projects.find(tx, person, slug)
    return project, document_filters.of_project(tx, project.id)


def save(tx: Transaction, person: Person, slug: str, name: str, wanted: Filter) -> Kept:
    """Keep a filter under a name; one that had the name is written over."""
    project = _managed(tx, person, slug)
    called = checked_filter_name(name)
    if not wanted:
        raise Invalid("no-filter", "A filter that lets every document through is not kept.")
    before = document_filters.by_name(tx, project.id, called)
    if before is None:
        document_filters.add(tx, project.id, called, str(wanted), person)
    else:
        document_filters.change(tx, before.id, called, str(wanted), person)
    told = Event("filter.save", called, before and {"query": before.query}, {"query": str(wanted)})
    history.add_events(tx, Place(person.id, project.id), [told])
    kept = document_filters.by_name(tx, project.id, called)
    assert kept is not None  # noqa: S101 - written a moment ago, in this transaction
    return kept


def remove(tx: Transaction, person: Person, slug: str, name: str) -> None:
    """Keep a filter no longer; rounds and exports that were made with it stay as they are."""
    project = _managed(tx, person, slug)
    kept = document_filters.by_name(tx, project.id, name)
    if kept is None:
        raise NotFound("no-filter", f"This project keeps no filter called “{name[:80]}”.")
    document_filters.remove(tx, kept.id)
    told = Event("filter.remove", kept.name, {"query": kept.query}, None)
    history.add_events(tx, Place(person.id, project.id), [told])


def _managed(tx: Transaction, person: Person, slug: str) -> Project:
    project = projects.find(tx, person, slug)
    project.standing.require(Act.CHANGE_CORPUS)
    tx.take_turns(f"filters {project.id}")
    return project
