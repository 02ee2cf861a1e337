"""Regrouping: documents come into collections and leave them, get tags and metadata; many at once, and undone."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.document_filter import EVERYTHING, Filter
from annotator.domain.errors import Conflict, NotFound
from annotator.domain.permission import Act, Person
from annotator.domain.regrouping import Change, difference, taken_back
from annotator.services import projects, reading
from annotator.store import document_edits, filtering, history
from annotator.store.document_edits import Edited, Kept
from annotator.store.engine import Transaction
from annotator.store.filtering import Conditions
from annotator.store.history import Event, Place
from annotator.store.projects import Project


@dataclass(frozen=True, slots=True)
class Which:
    """The documents that are changed: those named, or all that a filter lets through.

    ``seen`` is how many those were when somebody looked: if they are not as many now, nothing is changed.
    """

    documents: Sequence[str] = ()
    filter: Filter | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was made, of so many documents; ``id`` is None where all were so already."""

    id: str | None
    documents: int


@dataclass(frozen=True, slots=True)
class Undone:
    """So many documents are as they were before a change; so many keys were changed again since, and stay."""

    documents: int
    left: int


def change(tx: Transaction, person: Person, slug: str, which: Which, wanted: Change) -> Done:
    """Change the metadata of documents.

    Raises:
        NotFound: one of those named is not in this project.
        Conflict: a filter lets others through than when somebody looked.
    """
    project = _managed(tx, person, slug)
    found = list(document_edits.metadata(tx, _conditions(tx, project, which)))
    if which.filter is None and (lost := set(which.documents) - {document for document, _ in found}):
        raise NotFound("no-document", f"There is no document “{min(lost)[:80]}” in this project.")
    if which.seen is not None and which.seen != len(found):
        raise Conflict(
            "others-match", f"When you looked {which.seen} documents matched, now {len(found)} do: look again."
        )
    made = [(document, meta, wanted.of(meta)) for document, meta in found]
    edited = [Edited(document, *difference(before, after)) for document, before, after in made]
    edited = [one for one in edited if one.before or one.after]
    if not edited:
        return Done(None, 0)
    metas = {document: after for document, _, after in made}
    document_edits.write(tx, project.id, [(one.document_id, metas[one.document_id]) for one in edited])
    edit_id = document_edits.add(tx, project.id, wanted.tree(), edited, person)
    _tell(tx, project, person, edit_id, edited)
    return Done(edit_id, len(edited))


def change_one(tx: Transaction, person: Person, document_id: str, wanted: Change) -> Done:
    """Change the metadata of one document."""
    slug = reading.desk(tx, person, document_id).project.slug
    return change(tx, person, slug, Which([document_id]), wanted)


def changes(tx: Transaction, person: Person, slug: str) -> tuple[Project, list[Kept]]:
    """The changes that were made of a project's documents, the newest first."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.CHANGE_CORPUS)
    return project, document_edits.of_project(tx, project.id)


def change_told(tx: Transaction, person: Person, slug: str, edit_id: str) -> Kept | None:
    """A change to be told of to whoever may know of it; None where there is nothing to tell."""
    project = projects.find(tx, person, slug)
    if not edit_id or not project.standing.may(Act.CHANGE_CORPUS):
        return None
    return document_edits.by_id(tx, project.id, edit_id)


def undo(tx: Transaction, person: Person, slug: str, edit_id: str) -> Undone:
    """Take a change back; whatever was changed again since stays as it is.

    Raises:
        NotFound: there is no such change.
        Conflict: it was taken back already.
    """
    project = _managed(tx, person, slug)
    kept = document_edits.by_id(tx, project.id, edit_id)
    if kept is None:
        raise NotFound("no-change", "There is no such change of documents in this project.")
    if kept.undone is not None:
        raise Conflict("undone-already", "This change was taken back already.")
    changed = {one.document_id: one for one in document_edits.changes_of(tx, edit_id)}
    there = document_edits.metadata(tx, [filtering.one_of(tx, list(changed))])
    left, written, edited = 0, [], []
    for document, meta in there:
        made, stays = taken_back(meta, changed[document].before, changed[document].after)
        left += stays
        was, became = difference(meta, made)
        if was or became:
            written.append((document, made))
            edited.append(Edited(document, was, became))
    document_edits.write(tx, project.id, written)
    document_edits.set_undone(tx, edit_id, person.id)
    _tell(tx, project, person, edit_id, edited)
    return Undone(len(edited), left)


def _conditions(tx: Transaction, project: Project, which: Which) -> Conditions:
    if which.filter is not None:
        return filtering.conditions(tx, project, which.filter)
    return [*filtering.conditions(tx, project, EVERYTHING), filtering.one_of(tx, which.documents)]


def _managed(tx: Transaction, person: Person, slug: str) -> Project:
    project = projects.find(tx, person, slug)
    project.standing.require(Act.CHANGE_CORPUS)
    tx.take_turns(f"metadata {project.id}")
    return project


def _tell(tx: Transaction, project: Project, person: Person, edit_id: str, edited: Sequence[Edited]) -> None:
    for one in edited:
        told = Event("document.meta", edit_id, dict(one.before), dict(one.after))
        history.add_events(tx, Place(person.id, project.id, one.document_id), [told])
