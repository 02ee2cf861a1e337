"""Coding: places that a search found are marked with a label in one's own layer, many at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from annotator.domain.errors import Invalid
from annotator.domain.permission import Act, Person
from annotator.services import annotating, projects, reading
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
    """What became of it: spans that were made, places that had them already, and titles of complete documents."""

    made: int
    there: int
    complete: tuple[str, ...]


def code(
    tx: Transaction, person: Person, action: Action, slug: str, places: Iterable[Place], *, label: str
) -> Coded:
    """Mark places of a project, one action for each document, so that each can be undone there.

    A place that has the label already is left as it is, and so is a document that one has declared complete.

    Raises:
        Invalid: there is no place, there are more than 1,000, the codebook has no such label, or one lies outside.
    """
    wanted: defaultdict[str, list[Place]] = defaultdict(list)
    for place in dict.fromkeys(places):
        wanted[place.document].append(place)
    count = sum(map(len, wanted.values()))
    if not 0 < count <= _MOST:
        raise Invalid("no-place", f"Choose at least one place, and at most {_MOST:,} at once.")
    project = projects.find(tx, person, slug)
    project.standing.require(Act.ANNOTATE)
    made = 0
    complete: list[str] = []
    for document, found in wanted.items():
        desk = reading.desk(tx, person, document)
        if desk.state == "complete":
            complete.append(desk.title)
            count -= len(found)
            continue
        own = spans.in_layer(tx, desk.layer_id) if desk.layer_id else []
        marked = {(span.start, span.end) for span in own if span.label == label}
        drafts = [
            Draft(tx.new_id(), [(one.start, one.end)], label)
            for one in found
            if (one.start, one.end) not in marked
        ]
        if drafts:
            annotating.create(tx, person, _part(action, document), document, drafts)
        made += len(drafts)
    return Coded(made, count - made, tuple(complete))


def _part(action: Action, document: str) -> Action:
    return Action(str(uuid5(UUID(action.id), document)), action.body_hash)
