"""Commenting: questions and answers where they arise, on a span, a document or a label."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.domain.comment import Comment, Thread, mentioned
from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound, no_span
from annotator.domain.layer import GOLD
from annotator.domain.permission import Act, Person, Standing
from annotator.domain.span import Span
from annotator.domain.text import checked_note
from annotator.services import codebooks, layers, projects, reading
from annotator.services.reading import Desk
from annotator.store import comments, members, spans
from annotator.store import layers as stored_layers
from annotator.store import projects as stored_projects
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.projects import Project

_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody says; the same ``id`` again is the same comment."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A thread before somebody, with where it is: a label, or a document, perhaps with the span.

    ``deleted``: the span stands no more. ``own``: the comments that they may change.
    """

    thread: Thread
    desk: Desk | None
    span: Span | None
    deleted: bool
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said stands in ``thread``; ``unaware`` are those spoken to who may not see it."""

    thread: Thread
    unaware: tuple[str, ...]


def on_label(tx: Transaction, person: Person, slug: str, label: str, remark: Remark) -> Said:
    """Ask about a label, for all members to see."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.COMMENT)
    name = codebooks.current(tx, person, slug).label(label).name
    return _added(tx, person, Thread(remark.id, project.id, name, None, None, None, ()), remark)


def on_document(
    tx: Transaction, person: Person, document_id: str, remark: Remark, *, span_id: str | None = None
) -> Said:
    """Ask about a document, or about a span in it that one may look at."""
    desk = reading.desk(tx, person, document_id)
    desk.standing.require(Act.COMMENT)
    layer = None
    if span_id is not None:
        where, span = layers.span(tx, person, span_id)
        if where.document_id != document_id:
            raise Invalid("not-here", "This span is in another document.")
        layer = span.layer
    return _added(tx, person, Thread(remark.id, desk.project.id, None, document_id, span_id, layer, ()), remark)


def reply(tx: Transaction, person: Person, thread_id: str, remark: Remark) -> Said:
    """Answer in a thread that one may see."""
    return _added(tx, person, _seen(tx, person, thread_id), remark)


def change(tx: Transaction, person: Person, comment_id: str, text: str) -> Said:
    """Write one's own comment anew."""
    thread, one = _own(tx, person, comment_id)
    checked = _checked(text)
    if checked != one.text:
        comments.set_text(tx, one.id, checked)
        _tell(tx, person, thread, Event("comment.change", one.id, one.text, checked))
    return _said(tx, thread.id, checked)


def withdraw(tx: Transaction, person: Person, comment_id: str) -> Thread:
    """Take one's own comment back: that there was one is still seen."""
    thread, one = _own(tx, person, comment_id)
    comments.set_withdrawn(tx, one.id)
    _tell(tx, person, thread, Event("comment.withdraw", one.id, one.text, None))
    return thread


def resolve(tx: Transaction, person: Person, thread_id: str, *, resolved: bool) -> Thread:
    """Say that a question is answered, or open it again."""
    thread = _seen(tx, person, thread_id)
    if (thread.resolved is not None) != resolved:
        comments.set_resolved(tx, thread.id, _user(person) if resolved else None)
        kind = "comment.resolve" if resolved else "comment.reopen"
        _tell(tx, person, thread, Event(kind, thread.id, None, None))
    return thread


def of_project(tx: Transaction, person: Person, slug: str) -> tuple[Project, list[Shown]]:
    """All threads of a project that somebody may see, the oldest first."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.COMMENT)
    return project, _shown(tx, person, project.standing, comments.of_project(tx, project.id))


def of_document(tx: Transaction, person: Person, document_id: str) -> tuple[Desk, list[Shown]]:
    """The threads on a document and its spans that somebody may see, the oldest first."""
    desk = reading.desk(tx, person, document_id)
    desk.standing.require(Act.COMMENT)
    return desk, _shown(tx, person, desk.standing, comments.of_document(tx, document_id))


def asked_about(tx: Transaction, person: Person, desk: Desk, span_id: str) -> Span:
    """A span that somebody asks about: one they may look at, or one with a thread that they may see.

    Raises:
        NotFound: there is none, or none they may know of, in the same words.
    """
    found = spans.ever_by_id(tx, span_id)
    if found is None or found[1] != desk.document_id:
        raise no_span()
    threads = [one for one in comments.of_document(tx, desk.document_id) if one.span_id == span_id]
    if any(_sees(desk.standing, one) for one in threads):
        return found[0]
    return layers.span(tx, person, span_id)[1]


def project_of(tx: Transaction, person: Person, thread: Thread) -> Project:
    """The project that a thread is in."""
    project = stored_projects.by_id(tx, thread.project_id, person)
    if project is None:
        raise _no_comment()
    return project


def _added(tx: Transaction, person: Person, thread: Thread, remark: Remark) -> Said:
    one = Comment(remark.id, _user(person), person.name, _checked(remark.text), tx.now)
    there = comments.thread_of(tx, one.id)
    if there is not None:
        # The same id again is the same comment: a double click, or a retry after a lost answer.
        same = next(other for other in there.comments if other.id == one.id)
        if (same.user_id, same.text, there.id) != (one.user_id, one.text, thread.id):
            raise Conflict("id-taken", "There is another comment with this id already.")
        return _said(tx, there.id, one.text)
    comments.add(tx, thread, one)
    kind = "comment.reply" if thread.comments else "comment.begin"
    _tell(tx, person, thread, Event(kind, one.id, None, one.text))
    return _said(tx, thread.id, one.text)


def _said(tx: Transaction, thread_id: str, text: str) -> Said:
    thread = comments.thread_of(tx, thread_id)
    if thread is None:
        raise _no_comment()
    team = {one.name: one for one in members.of_project(tx, thread.project_id)}
    unaware = [
        name
        for name in mentioned(text, team)
        if not team[name].active or not _may_see(tx, Person(team[name].id, name), thread)
    ]
    return Said(thread, tuple(unaware))


def _shown(tx: Transaction, person: Person, standing: Standing, threads: Iterable[Thread]) -> list[Shown]:
    desks: dict[str, Desk | None] = {}
    found = []
    for thread in threads:
        desk = None
        if thread.document_id is not None:
            if thread.document_id not in desks:
                desks[thread.document_id] = stored_layers.desk(tx, thread.document_id, person)
            desk = desks[thread.document_id]
            if desk is None:
                continue
        if not _sees(desk.standing if desk else standing, thread):
            continue
        span = spans.ever_by_id(tx, thread.span_id) if thread.span_id else None
        stands = spans.by_id(tx, thread.span_id) if thread.span_id else None
        own = frozenset(one.id for one in thread.comments if one.user_id == person.id and not one.withdrawn)
        found.append(Shown(thread, desk, span[0] if span else None, bool(span) and stands is None, own))
    return found


def _sees(standing: Standing, thread: Thread) -> bool:
    """Whether a thread is for somebody's eyes: while a document is blind, those on their spans and their own.

    One on a span of somebody else's, asked while the document was open, would tell what became of that span.
    """
    if not standing.may(Act.COMMENT):
        return False
    if thread.label is not None or standing.may(Act.READ_OTHERS_COMMENTS):
        return True
    if thread.layer == GOLD:
        return standing.may(Act.READ_GOLD)
    if standing.person.name == thread.layer:
        return True
    own = standing.person.id == thread.first.user_id
    return own and (thread.layer is None or standing.may(Act.READ_OTHER_LAYERS))


def _may_see(tx: Transaction, person: Person, thread: Thread) -> bool:
    if thread.document_id is None:
        project = stored_projects.by_id(tx, thread.project_id, person)
        return project is not None and _sees(project.standing, thread)
    desk = stored_layers.desk(tx, thread.document_id, person)
    return desk is not None and _sees(desk.standing, thread)


def _seen(tx: Transaction, person: Person, comment_id: str) -> Thread:
    thread = comments.thread_of(tx, comment_id)
    if thread is None or not _may_see(tx, person, thread):
        raise _no_comment()
    return thread


def _own(tx: Transaction, person: Person, comment_id: str) -> tuple[Thread, Comment]:
    thread = _seen(tx, person, comment_id)
    one = next(one for one in thread.comments if one.id == comment_id)
    if one.user_id != person.id:
        raise Forbidden("not-yours", "Only whoever wrote a comment changes it.")
    if one.withdrawn:
        raise Conflict("withdrawn", "This comment was withdrawn.")
    return thread, one


def _checked(text: str) -> str:
    checked = checked_note(text.strip(), "The comment", _LONGEST)
    if not checked:
        raise Invalid("no-comment", "Write a sentence or two.")
    return checked


def _tell(tx: Transaction, person: Person, thread: Thread, event: Event) -> None:
    add_events(tx, Place(person.id, thread.project_id, thread.document_id), [event])


def _user(person: Person) -> str:
    if person.id is None:
        raise Conflict("operator", "The command line's operator has no comments of their own.")
    return person.id


def _no_comment() -> NotFound:
    return NotFound("no-comment", "There is no such comment, or none that you may see.")
