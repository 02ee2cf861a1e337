"""Drafting: a manager edits the codebook part by part, and then makes a new version of it.

A draft is somebody's own and is kept as they go. Where a version was made meanwhile, the two are brought together
before the draft becomes a version; nothing of either is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_difference import Difference, differences
from annotator.domain.codebook_merging import Merged, merged
from annotator.domain.errors import Conflict, Stale
from annotator.domain.permission import Act, Person
from annotator.domain.text import checked_note
from annotator.services import codebooks, projects
from annotator.store import codebook_drafts
from annotator.store import projects as stored
from annotator.store.engine import Transaction
from annotator.store.projects import Project

_LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Drafted:
    """A codebook being edited.

    Attributes:
        project: whose it is.
        codebook: the draft, or the present version where nothing is drafted.
        begun: whether there is a draft.
        own: what the draft changes of the version that it was begun from.
        meanwhile: what the versions made since then changed of it.
    """

    project: Project
    codebook: Codebook
    begun: bool
    own: tuple[Difference, ...]
    meanwhile: tuple[Difference, ...]
    present: int

    @property
    def stale(self) -> bool:
        """Whether a version was made since the draft was begun."""
        return self.begun and self.codebook.version != self.present


def look(tx: Transaction, person: Person, slug: str) -> Drafted:
    """One's own draft of a project's codebook."""
    project = _managed(tx, person, slug)
    present = stored.codebook(tx, project.id)
    draft = codebook_drafts.of_person(tx, project.id, _id(person))
    if draft is None:
        return Drafted(project, present, False, (), (), present.version)
    base = stored.codebook(tx, project.id, draft.version)
    own, meanwhile = differences(base, draft), differences(base, present)
    return Drafted(project, draft, True, tuple(own), tuple(meanwhile), present.version)


def edit(tx: Transaction, person: Person, slug: str, change: Callable[[Codebook], Codebook]) -> Codebook:
    """Keep what ``change`` makes of one's draft; the first change begins one."""
    project = _managed(tx, person, slug)
    tx.take_turns(f"{project.id} draft {_id(person)}")
    before = look(tx, person, slug)
    after = change(before.codebook)
    if after != before.codebook:
        codebook_drafts.keep(tx, project.id, _id(person), after)
    return after


def bring_in(tx: Transaction, person: Person, slug: str, data: bytes, name: str) -> tuple[str, ...]:
    """Put the codebook of a file, YAML, JSON or ``.qdc``, in the place of one's draft.

    Returns:
        What of the file a codebook cannot hold, a sentence each.

    Raises:
        Invalid: says what is wrong, and where in the file.
    """
    _managed(tx, person, slug)
    book, lost = codebooks.read_with_findings(data, name)
    edit(tx, person, slug, lambda before: book.at_version(before.version))
    return lost


def discard(tx: Transaction, person: Person, slug: str) -> None:
    """Drop one's draft."""
    codebook_drafts.end(tx, _managed(tx, person, slug).id, _id(person))


def bring_together(tx: Transaction, person: Person, slug: str) -> Merged:
    """Bring one's draft together with the present version, which it goes on from.

    Raises:
        Conflict: there is no draft.
    """
    project = _managed(tx, person, slug)
    tx.take_turns(f"{project.id} draft {_id(person)}")
    draft = codebook_drafts.of_person(tx, project.id, _id(person))
    if draft is None:
        raise Conflict("no-draft", "There is no draft of the codebook.")
    base = stored.codebook(tx, project.id, draft.version)
    both = merged(base, draft, stored.codebook(tx, project.id))
    codebook_drafts.keep(tx, project.id, _id(person), both.codebook)
    return both


def publish(tx: Transaction, person: Person, slug: str, note: str) -> Codebook:
    """Make one's draft the next version, with a note.

    Raises:
        Stale: a version was made since the draft was begun.
        Conflict: there is no draft, or it leaves out a label that spans have.
    """
    project = _managed(tx, person, slug)
    tx.take_turns(f"{project.id} codebook")
    drafted = look(tx, person, slug)
    if not drafted.begun:
        raise Conflict("no-draft", "There is no draft of the codebook.")
    if drafted.stale:
        raise Stale("codebook-changed", "A version was made since you began. Look at what it changed.")
    codebooks.refuse_lost_labels(tx, project, drafted.codebook)
    kept = codebooks.replace(
        tx, person, slug, drafted.codebook, checked_note(note.strip(), "The note", _LONGEST_NOTE)
    )
    codebook_drafts.end(tx, project.id, _id(person))
    return kept


def _managed(tx: Transaction, person: Person, slug: str) -> Project:
    project = projects.find(tx, person, slug)
    project.standing.require(Act.CHANGE_CODEBOOK)
    return project


def _id(person: Person) -> str:
    if person.id is None:
        raise Conflict("operator", "The command line's operator has no draft of their own.")
    return person.id
