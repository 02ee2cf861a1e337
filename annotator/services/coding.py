"""Coding: places that a search found are marked with a label in one's own layer, many at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID, uuid5

from annotator.domain.errors import Invalid
from annotator.domain.permission import Act, Person
from annotator.domain.query import parsed
from annotator.services import annotating, projects, reading, searching
from annotator.services.annotating import Draft
from annotator.services.recording import Action
from annotator.store import spans
from annotator.store.engine import Transaction

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document, ``[start, end)`` in code points."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Coded:
    """What became of it.

    Attributes:
        made: how many spans were made.
        there: how many places had them already.
        complete: the titles of documents that are complete, which were left as they are.
        more: whether there are more places than are marked at once.
    """

    made: int
    there: int
    complete: tuple[str, ...]
    more: bool = False


def code(
    tx: Transaction, person: Person, action: Action, slug: str, places: Iterable[Place], *, label: str
) -> Coded:
    """Mark places of a project, one action for each document, so that each can be undone there.

    All of it is taken back by ``uncoding``, under the id of ``action``.

    A place that has the label already is left as it is, and so is a document that one has declared complete.

    Raises:
        Invalid: there is no place, there are more than 1,000, the codebook has no such label, or one lies outside.
    """
    wanted: defaultdict[str, list[Place]] = defaultdict(list)
    for place in dict.fromkeys(places):
        wanted[place.document].append(place)
    if not 0 < sum(map(len, wanted.values())) <= _MOST:
        raise Invalid("no-place", f"Choose at least one place, and at most {_MOST:,} at once.")
    projects.find(tx, person, slug).standing.require(Act.ANNOTATE)
    return _coded(tx, person, action, wanted.items(), label)


def code_found(tx: Transaction, person: Person, action: Action, slug: str, query: str, *, label: str) -> Coded:
    """Mark every place in texts that a query finds, as ``code`` does, until about 1,000 spans are made.

    The document in which they are reached is marked whole; where there is ``more``, the same again goes on.

    Raises:
        Invalid: the query cannot be read, finds no place in a text, or the codebook has no such label.
    """
    project = projects.find(tx, person, slug)
    project.standing.require(Act.ANNOTATE)
    places = (
        Place(hit.document, hit.start, hit.end)
        for hit in searching.hits(tx, project, parsed(query), 0)
        if not hit.span and hit.end
    )
    by_document = ((document, list(found)) for document, found in groupby(places, lambda one: one.document))
    done = _coded(tx, person, action, by_document, label)
    if not (done.made or done.there or done.complete):
        raise Invalid("no-place", "There is no place in a text that could be marked.")
    return done


def _coded(
    tx: Transaction, person: Person, action: Action, wanted: Iterable[tuple[str, list[Place]]], label: str
) -> Coded:
    made = there = 0
    complete: list[str] = []
    for document, found in wanted:
        if made >= _MOST:
            return Coded(made, there, tuple(complete), more=True)
        desk = reading.desk(tx, person, document)
        if desk.state == "complete":
            complete.append(desk.title)
            continue
        own = spans.in_layer(tx, desk.layer_id) if desk.layer_id else []
        marked = {(span.start, span.end) for span in own if span.label == label}
        drafts = [
            Draft(tx.new_id(), [(one.start, one.end)], label)
            for one in found
            if (one.start, one.end) not in marked
        ]
        if drafts:
            annotating.create(tx, person, Action(part(action.id, document), action.body_hash), document, drafts)
        made += len(drafts)
        there += len(found) - len(drafts)
    return Coded(made, there, tuple(complete))


def part(batch: str, document: str) -> str:
    """The id of the action that is done in one document, of what is done in many as ``batch``."""
    return str(uuid5(UUID(batch), document))
