"""Relating: two spans of one's own layer are joined by a relation, and parted again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.domain.errors import Conflict, Invalid, NotFound, Stale
from annotator.domain.permission import Person
from annotator.domain.relation import Relation, check_relations
from annotator.services import recording
from annotator.services.recording import Action, Change
from annotator.store import relations, spans
from annotator.store.engine import Transaction
from annotator.store.history import Event
from annotator.store.layers import Desk


@dataclass(frozen=True, slots=True)
class Link:
    """A relation to be made, from the span ``source`` to the span ``target``."""

    id: str
    type: str
    source: str
    target: str


def create(tx: Transaction, person: Person, action: Action, document_id: str, link: Link) -> Change:
    """Join two spans of one's own.

    Raises:
        Invalid: the codebook has no such relation, or an end is not a span of one's own here, fitly labelled.
    """
    desk, answer = recording.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    relation = made(tx, desk, link)
    desk = recording.begun(tx, desk)
    recording.note_action(tx, desk, action, "done")
    relations.add(tx, [row(desk, relation)])
    return recording.finish(tx, desk, action, [Event("relation.create", link.id, None, state_of(relation))])


def delete(tx: Transaction, person: Person, action: Action, relation_id: str) -> Change:
    """Part two spans of one's own; undo joins them again."""
    found = relations.by_id(tx, relation_id)
    if found is None:
        raise _no_relation()
    relation, document_id, layer_id = found
    try:
        desk, answer = recording.enter(tx, person, action, document_id)
    except NotFound:
        # A stranger to the project is not told that the relation is there.
        raise _no_relation() from None
    if answer is not None:
        return answer
    if layer_id != desk.layer_id:
        raise _no_relation()
    recording.note_action(tx, desk, action, "done")
    gone = write(tx, relation_id, state_of(relation), None, by=recording.user_of(desk))
    return recording.finish(tx, desk, action, [gone])


def write(
    tx: Transaction,
    relation_id: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    by: str | None,
) -> Event:
    """Take a relation away (``after`` is None) or bring it back, and tell the log of it."""
    gone = after is None
    if not relations.set_deleted(tx, relation_id, deleted=tx.now if gone else None, by=by if gone else None):
        raise Stale("changed-since", "Somebody changed this relation at the same moment. Look at it again.")
    if after is not None:
        relations.call(tx, relation_id, after["type"], after["codebook_version"])
    return Event("relation.delete" if gone else "relation.create", relation_id, before, after)


def made(tx: Transaction, desk: Desk, link: Link, layer: str = "") -> Relation:
    """The relation that a link asks for, in one's own layer or ``layer``, checked against codebook and spans."""
    layer = layer or desk.person.name
    if relations.is_taken(tx, link.id):
        raise Conflict("id-taken", "There is a relation with this id already, made by another action.")
    if link.source == link.target:
        raise Invalid("relation-to-itself", "A relation joins two spans, not one with itself.")
    relation = Relation(
        id=link.id,
        layer=layer,
        annotator=desk.person.name,
        type=desk.codebook.relation(link.type).name,
        source=link.source,
        target=link.target,
        codebook_version=desk.codebook.version,
        created=tx.now,
    )
    check_relations([relation], dict(_ends(tx, desk, link, layer)), desk.codebook)
    same = (relation.type, relation.source, relation.target)
    if any((one.type, one.source, one.target) == same for one in relations.of_span(tx, link.source)):
        raise Conflict("relation-there", "These two spans are joined by this relation already.")
    return relation


def _ends(tx: Transaction, desk: Desk, link: Link, layer: str) -> Any:
    for end in (link.source, link.target):
        found = spans.by_id(tx, end)
        if found is not None and found[2] == desk.layer_id:
            yield end, (layer, found[0].label)


def row(desk: Desk, relation: Relation) -> dict[str, Any]:
    """A new relation of the desk's layer as a row of its table."""
    return {
        "id": relation.id,
        "key": relation.id,
        "document_id": desk.document_id,
        "layer_id": recording.layer_of(desk),
        "user_id": recording.user_of(desk),
        **state_of(relation),
        "created": relation.created,
    }


def state_of(relation: Relation) -> dict[str, Any]:
    """What the log keeps of a relation, as columns of its table."""
    return {
        "type": relation.type,
        "source_id": relation.source,
        "target_id": relation.target,
        "codebook_version": relation.codebook_version,
    }


def _no_relation() -> NotFound:
    return NotFound("no-relation", "This relation is no longer there, or never was.")
