"""Splitting: the spans of a label that was split, one after another, each to be decided by somebody."""

from dataclasses import dataclass, replace

from annotator.domain.block import Block, touched
from annotator.domain.codebook import Codebook
from annotator.domain.codebook_operation import fits
from annotator.domain.errors import Conflict, Invalid, Stale, no_span
from annotator.domain.label_operation import Split
from annotator.domain.permission import Act, Person
from annotator.services import carrying, operating, projects
from annotator.services.carrying import Carried, Why
from annotator.store import codebook_operations, coded, documents
from annotator.store import projects as stored
from annotator.store.codebook_operations import Kept
from annotator.store.coded import Marked
from annotator.store.documents import Reading
from annotator.store.engine import Transaction
from annotator.store.projects import Project


@dataclass(frozen=True, slots=True)
class Queue:
    """What is to be decided about a split: how much, and the span that is next, with its text.

    What was put off comes last, ``later`` so many.
    """

    project: Project
    kept: Kept
    codebook: Codebook
    open: int
    decided: int
    next: Marked | None
    reading: Reading | None
    later: int
    following: str | None

    @property
    def block(self) -> Block | None:
        """The paragraph that the span begins in."""
        if self.next is None or self.reading is None:
            return None
        return self.reading.blocks[touched(self.reading.blocks, self.next.span.start, self.next.span.end)[0]]


def queue(tx: Transaction, person: Person, slug: str, operation_id: str, at: str | None = None) -> Queue:
    """What is still to be decided; ``at`` is the span to begin with, where it is still open."""
    project, kept, split = _split(tx, person, slug, operation_id)
    waiting = [] if kept.undone is not None else _waiting(tx, project, kept, split)
    place = next((index for index, one in enumerate(waiting) if one.span.id == at), 0)
    chosen = waiting[place] if waiting else None
    following = waiting[(place + 1) % len(waiting)].span.id if len(waiting) > 1 else None
    return Queue(
        project=project,
        kept=kept,
        codebook=stored.codebook(tx, project.id),
        open=len(waiting),
        decided=len(codebook_operations.changes_of(tx, kept.id)),
        next=chosen,
        reading=documents.reading(tx, chosen.document_id) if chosen else None,
        later=sum(one.span.id in kept.put_off for one in waiting),
        following=following,
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A span of a split that is still to be decided, with its words."""

    marked: Marked
    words: str
    put_off: bool


def waiting(tx: Transaction, person: Person, slug: str, operation_id: str) -> list[Waiting]:
    """All spans that are still to be decided, in the order of the queue."""
    project, kept, split = _split(tx, person, slug, operation_id)
    listed = [] if kept.undone is not None else _waiting(tx, project, kept, split)
    texts = {one: documents.reading(tx, one).text for one in dict.fromkeys(one.document_id for one in listed)}
    return [Waiting(one, one.span.quote(texts[one.document_id]), one.span.id in kept.put_off) for one in listed]


@dataclass(frozen=True, slots=True)
class Decided:
    """Which of the new labels a span gets; ``version`` is the one of the span that whoever decides saw, if any."""

    span: str
    label: str
    version: int | None


def decide(tx: Transaction, person: Person, slug: str, operation_id: str, decided: Decided) -> None:
    """Give a span one of the new labels.

    Raises:
        Stale: somebody changed the span since.
        Conflict: the split was taken back.
    """
    project, kept, split = _split(tx, person, slug, operation_id)
    tx.take_turns(f"{project.id} codebook")
    if kept.undone is not None:
        raise Conflict("undone-already", "This split was taken back: there is nothing to decide.")
    one = next(iter(coded.some(tx, project.id, [decided.span])), None)
    if one is None:
        raise no_span()
    if decided.version is not None and one.span.version != decided.version:
        raise Stale("changed-since", "Somebody changed this span since you looked at it. Look at it again.")
    book = stored.codebook(tx, project.id)
    label = book.offered_label(decided.label)
    new = replace(split.decided(carrying.coded(one), label.name), version=book.version)
    if not fits(book, new):
        raise Invalid(
            "does-not-fit", "What this span says does not fit the new label: it is to be looked at first."
        )
    why = Why(person, project.id, book.version, f"decided a split: {label.title or label.name}")
    for change in carrying.carry(tx, why, [Carried(one, new)]):
        if not codebook_operations.set_after(tx, kept.id, change.subject, change.after):
            codebook_operations.add_changes(tx, kept.id, [change])


def put_off(tx: Transaction, person: Person, slug: str, operation_id: str, span_id: str) -> None:
    """Let a span of a split be decided after all others, whoever decides them."""
    project, kept, _ = _split(tx, person, slug, operation_id)
    tx.take_turns(f"{project.id} codebook")
    others = [one for one in operating.found(tx, project, operation_id).put_off if one != span_id]
    codebook_operations.put_off(tx, kept.id, [*others, span_id])


def _waiting(tx: Transaction, project: Project, kept: Kept, split: Split) -> list[Marked]:
    """The spans that are still to be decided; those that were put off come last, in that order."""
    later = {span: place for place, span in enumerate(kept.put_off, start=1)}
    waiting = coded.labelled(tx, project.id, [split.label])
    return sorted(waiting, key=lambda one: later.get(one.span.id, 0))


def _split(tx: Transaction, person: Person, slug: str, operation_id: str) -> tuple[Project, Kept, Split]:
    project = projects.find(tx, person, slug)
    project.standing.require(Act.CHANGE_CODEBOOK)
    kept = operating.found(tx, project, operation_id)
    if not isinstance(kept.operation, Split):
        raise Conflict("not-a-split", "Only what is split is decided one by one.")
    return project, kept, kept.operation
