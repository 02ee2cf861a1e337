"""Looking again: what is marked and does not keep the present rules, as far as one may know of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_misfit import misfit_of_relation, misfits, misfits_of_document
from annotator.domain.layer import GOLD
from annotator.domain.permission import Act, Person
from annotator.domain.span import Span
from annotator.services import projects
from annotator.store import coded, layers
from annotator.store import projects as stored
from annotator.store.engine import Transaction
from annotator.store.layers import Desk
from annotator.store.projects import Project

MOST = 500
"""As many are listed; whoever has looked at them finds the next."""


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
    for layer in coded.said(tx, project.id):
        if why := misfits_of_document(book, layer.attributes):
            yield _Found(layer.document_id, layer.layer, None, tuple(why))
    joined: dict[str, list[str]] = {}
    for one in coded.joined(tx, project.id):
        if reason := misfit_of_relation(book, one.relation, one.source, one.target):
            joined.setdefault(one.relation.source, []).append(reason)
    kept = set(stored.codebook_versions(tx, project.id))
    for marked in coded.every(tx, project.id):
        made_under = marked.span.codebook_version
        then = stored.codebook(tx, project.id, made_under) if made_under in kept else book
        why = [*misfits(book, marked.span, then), *joined.get(marked.span.id, ())]
        if why:
            yield _Found(marked.document_id, marked.span.layer, marked.span, tuple(why))
