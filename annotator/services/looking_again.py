"""Looking again: what is marked and does not keep the present rules, as far as one may know of it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_misfit import (
    asked_of_document,
    left_open,
    misfit_of_relation,
    misfits,
    misfits_of_document,
)
from annotator.domain.codebook_operation import Coded, Done
from annotator.domain.layer import GOLD
from annotator.domain.permission import Act, Person
from annotator.domain.span import Span
from annotator.services import carrying, projects
from annotator.store import codebook_operations, coded, completed, layers
from annotator.store import projects as stored
from annotator.store.codebook_operations import Change
from annotator.store.coded import Said
from annotator.store.engine import Transaction
from annotator.store.layers import Desk
from annotator.store.projects import Project

MOST = 500
"""As many are listed; whoever has looked at them finds the next."""
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Again:
    """Something to look at again, and why: a span, or a relation where it begins, or a document as a whole."""

    desk: Desk
    layer: str
    span: Span | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    document_id: str
    layer: str
    span: Span | None
    why: tuple[str, ...]


def to_look_at(tx: Transaction, person: Person, slug: str) -> tuple[Project, list[Again]]:
    """What is to be looked at again in one's own layers, and in those that one may know of."""
    project = projects.find(tx, person, slug)
    project.standing.require(Act.READ_CODEBOOK)
    desks: dict[str, Desk | None] = {}
    listed: list[Again] = []
    for one in _every(tx, project, stored.codebook(tx, project.id)):
        if one.document_id not in desks:
            desks[one.document_id] = layers.desk(tx, one.document_id, person)
        desk = desks[one.document_id]
        act = Act.READ_GOLD if one.layer == GOLD else Act.READ_OTHER_LAYERS
        if desk is not None and (one.layer == person.name or desk.standing.may(act)):
            listed.append(Again(desk, one.layer, one.span, one.why))
        if len(listed) == MOST:
            break
    return project, listed


def _every(tx: Transaction, project: Project, book: Codebook) -> Iterator[_Found]:
    left = _LeftOpen(tx, project, book)
    said = coded.said(tx, project.id)
    asked_then = left.about(said)
    for layer in said:
        if why := misfits_of_document(book, layer.attributes, asked_then(layer)):
            yield _Found(layer.document_id, layer.layer, None, tuple(why))
    joined: dict[str, list[str]] = {}
    for one in coded.joined(tx, project.id):
        if reason := misfit_of_relation(book, one.relation, one.source, one.target):
            joined.setdefault(one.relation.source, []).append(reason)
    every = coded.every(tx, project.id)
    while some := list(islice(every, _AT_ONCE)):
        open_then = left.of(one.span for one in some)
        for marked in some:
            why = [*misfits(book, marked.span, open_then(marked.span)), *joined.get(marked.span.id, ())]
            if why:
                yield _Found(marked.document_id, marked.span.layer, marked.span, tuple(why))


class _LeftOpen:
    """What was left open on purpose, also where the codebook has changed what is marked since."""

    def __init__(self, tx: Transaction, project: Project, book: Codebook) -> None:
        self._tx, self._project_id, self._book = tx, project.id, book
        self._kept = set(stored.codebook_versions(tx, project.id))
        done = codebook_operations.of_project(tx, project.id)
        self._done = [Done(one.operation, one.version, one.undone) for one in done]

    def about(self, layers: Iterable[Said]) -> Callable[[Said], Collection[str] | None]:
        """What of their documents complete layers left open, to be asked for each; None of one that is not."""
        lacking = {
            one.layer_id: one.document_id
            for one in layers
            if one.complete and self._book.missing_of_document(one.attributes)
        }
        under = completed.under(self._tx, self._project_id, lacking) if lacking else {}
        asked = {version: self._asked_under(version) for version in set(under.values())}
        return lambda layer: asked[under[layer.layer_id]] if layer.layer_id in under else None

    def _asked_under(self, version: int) -> Collection[str]:
        then = stored.codebook(self._tx, self._project_id, version) if version in self._kept else Codebook()
        return asked_of_document(then, self._done)

    def of(self, spans: Iterable[Span]) -> Callable[[Span], Collection[str]]:
        """What of some spans was left open, to be asked for each of them."""
        lacking = [one.id for one in spans if self._book.missing(one.label, one.attributes)]
        changes = codebook_operations.changes_of_spans(self._tx, lacking)
        asked = frozenset(lacking)
        return lambda span: self._by_maker(span, changes.get(span.id, ())) if span.id in asked else ()

    def _by_maker(self, span: Span, changes: Iterable[Change]) -> Collection[str]:
        was = Coded(span.label, span.attributes, span.codebook_version)
        for one in changes:
            if not was.says(carrying.kept(one.after)):
                break
            was = carrying.kept(one.before)
        then = self._book
        if was.version in self._kept:
            then = stored.codebook(self._tx, self._project_id, was.version)
        return left_open(then, was, self._done)
