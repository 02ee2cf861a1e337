"""Describing: what annotators say about a document as a whole, and what gold says of it."""

from collections.abc import Mapping
from typing import Any

from annotator.domain.codebook import with_defaults
from annotator.domain.errors import Invalid
from annotator.domain.layer import GOLD
from annotator.domain.permission import Person
from annotator.domain.span import Value
from annotator.services import gold, recording
from annotator.services.gold import Outcome
from annotator.services.recording import Action, Change
from annotator.store import layers
from annotator.store.engine import Transaction
from annotator.store.history import Event
from annotator.store.layers import Desk


def describe(
    tx: Transaction, person: Person, action: Action, document_id: str, values: Mapping[str, Any]
) -> Change:
    """Set attributes of a document in one's own layer; None takes one away, and what is not named stays.

    Raises:
        Invalid: the codebook has no such attribute of a document, or a value does not fit.
    """
    desk, answer = recording.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    after = _after(desk, values)
    if after == desk.attributes:
        return recording.finish(tx, desk, action, [])
    desk = recording.begun(tx, desk)
    recording.note_action(tx, desk, action, "done")
    return recording.finish(tx, desk, action, [described(tx, desk, after)])


def describe_gold(
    tx: Transaction, person: Person, action: Action, document_id: str, values: Mapping[str, Any]
) -> Outcome:
    """Set what gold says of a document; as ``describe``."""
    here, answer = gold.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    after = _after(here, values)
    if after == here.attributes:
        return gold.finish(tx, here, action, [])
    here = recording.begun(tx, here, name=GOLD)
    recording.note_action(tx, here, action, "done")
    return gold.finish(tx, here, action, [described(tx, here, after)])


def described(tx: Transaction, desk: Desk, after: Mapping[str, Value]) -> Event:
    """Let a layer say ``after`` of its document; the event that tells of it."""
    layer_id = recording.layer_of(desk)
    layers.set_attributes(tx, layer_id, after)
    return Event("attributes.change", layer_id, desk.attributes or None, after or None)


def completed(desk: Desk) -> dict[str, Value]:
    """What somebody says of a document by completing it: what they said, and beside it the defaults."""
    return with_defaults(desk.codebook.document_attributes, desk.attributes)


def open_attributes(desk: Desk) -> tuple[str, ...]:
    """The required attributes of the document that would be open if one completed it now."""
    return desk.codebook.missing_of_document(completed(desk))


def _after(desk: Desk, values: Mapping[str, Any]) -> dict[str, Value]:
    known = {one.name for one in desk.codebook.document_attributes} | set(desk.attributes)
    if unknown := set(values) - known:
        raise Invalid("unknown-attribute", f"A document has no attribute “{min(unknown)[:80]}”.")
    said = {name: value for name, value in values.items() if value is not None}
    checked = desk.codebook.checked_document_attributes(said)
    kept = {name: value for name, value in desk.attributes.items() if name not in values}
    return {**kept, **checked}
