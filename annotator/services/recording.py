"""Recording: what every action on a layer has in common.

An action has an id that its maker chose. The same id again is the same action: it changes nothing and is
answered with how things stand. The action, the rows it changes and the events that tell of it go in one
transaction, so none of them is ever there without the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.domain.errors import Conflict, NotFound, Stale, no_span
from annotator.domain.layer import LayerState
from annotator.domain.past import links_of
from annotator.domain.permission import Act, Person
from annotator.domain.span import Span, reading_order
from annotator.services import reading
from annotator.store import history, layers, relations, spans
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, Undo
from annotator.store.layers import Desk


@dataclass(frozen=True, slots=True)
class Action:
    """An action's id, made by whoever acts, and a hash of everything it was sent with."""

    id: str
    body_hash: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an action did: the desk after it, the blocks it touched, and all spans that stand in them."""

    desk: Desk
    blocks: tuple[int, ...]
    spans: tuple[Span, ...]
    subjects: tuple[str, ...]
    """The ids of the spans and relations it changed, in the order it changed them."""
    saved: str
    labels: frozenset[str]
    """The labels that the changed spans had before, or have now."""
    joins: bool
    """Whether it changed a relation, or a span that is joined with others."""


def enter(tx: Transaction, person: Person, action: Action, document_id: str) -> tuple[Desk, Change | None]:
    """The desk of somebody who acts on their layer; with the answer, where they have done this action before.

    Raises:
        NotFound: no such document, or none they may know of.
        Forbidden: their role does not annotate.
        Conflict: the layer is complete, or the action's id was used for something else.
    """
    desk = own_desk(tx, person, document_id)
    if seen_before(tx, desk, action):
        return desk, _change(tx, desk, history.events_of(tx, action.id))
    if desk.state == "complete":
        raise Conflict("layer-complete", "You have declared this document complete. Open it again to change it.")
    return desk, None


def own_desk(tx: Transaction, person: Person, document_id: str) -> Desk:
    """The desk of somebody who may annotate; their other windows wait until this action is done."""
    tx.take_turns(f"{document_id} {person.id}")
    here = reading.desk(tx, person, document_id)
    here.standing.require(Act.ANNOTATE)
    return here


def begun(tx: Transaction, desk: Desk, state: LayerState = "in_progress", name: str | None = None) -> Desk:
    """The desk with a layer (one's own, or ``name``) that is begun, made under the codebook's present version."""
    if desk.codebook.version != desk.codebook_version:
        layers.made_under(tx, desk.document_id, desk.codebook.version)
    if desk.layer_id is None:
        layer_id = layers.add(tx, desk.document_id, name or desk.person.name, user_of(desk), state)
        return replace(desk, layer_id=layer_id, state=state)
    if desk.state == "new":
        layers.set_state(tx, desk.layer_id, state)
        return replace(desk, state=state)
    return desk


def note_action(tx: Transaction, desk: Desk, action: Action, undo: Undo) -> None:
    history.add_action(
        tx, action.id, user_id=user_of(desk), layer_id=layer_of(desk), body_hash=action.body_hash, undo=undo
    )


def write(
    tx: Transaction, span_id: str, before: dict[str, Any], after: Mapping[str, Any] | None, by: str | None = None
) -> Event:
    """Bring a span to the state ``after`` (None: deleted) and tell the log of it."""
    version = before["version"] + 1
    if after is None:
        values = {**before, "deleted": tx.now, "deleted_by": by}
    else:
        values = {**after, "links": links_of(after), "deleted": None, "deleted_by": None}
    values |= {"version": version, "updated": tx.now}
    if not spans.put(tx, span_id, values, version=before["version"]):
        raise Stale("changed-since", "Somebody changed this span at the same moment. Look at it again.")
    was_there, is_there = before["deleted"] is None, values["deleted"] is None
    kind = "span.change" if was_there and is_there else "span.delete" if was_there else "span.create"
    return Event(kind, span_id, before if was_there else None, values if is_there else None)


def finish(tx: Transaction, desk: Desk, action: Action, events: list[Event]) -> Change:
    history.add_events(tx, place_of(desk, action), events)
    for event in events:
        if event.kind.startswith("attributes."):
            desk = replace(desk, attributes=event.after or {})
    return _change(tx, desk, events)


def unchanged(tx: Transaction, desk: Desk, subject: str) -> Change:
    """The answer where there was nothing to do."""
    state = state_of(tx, subject)
    return _change(tx, desk, [Event("span.change", subject, state, state)])


def _change(tx: Transaction, desk: Desk, events: Iterable[Event]) -> Change:
    told = [event for event in events if not event.of_layer]
    blocks: set[int] = set()
    labels: set[str] = set()
    for event in told:
        for state in (event.before, event.after):
            if state is not None and event.kind.startswith("span."):
                blocks |= set(range(state["first_block"], state["last_block"] + 1))
                labels.add(state["label"])
    joined = _joined(tx, told)
    blocks |= spans.blocks_of(tx, joined)
    return Change(
        desk,
        tuple(sorted(blocks)),
        tuple(_standing(tx, layer_of(desk), sorted(blocks))),
        tuple(dict.fromkeys(event.subject for event in told)),
        tx.now,
        frozenset(labels),
        bool(joined),
    )


def _joined(tx: Transaction, told: Iterable[Event]) -> set[str]:
    """The spans at the ends of what changed: whatever is said of a relation stands at both of them."""
    changed = [event.subject for event in told if event.kind == "span.change"]
    found = {end for tie in relations.of_spans(tx, changed) for end in (tie.source, tie.target)}
    for event in told:
        if event.kind.startswith("relation."):
            state = event.after or event.before or {}
            found |= {state["source_id"], state["target_id"]}
    return found


def _standing(tx: Transaction, layer_id: str, blocks: Sequence[int]) -> list[Span]:
    """The spans that stand in some blocks, in reading order; ``blocks`` may lie far apart."""
    runs: list[list[int]] = []
    for block in blocks:
        if runs and block == runs[-1][1] + 1:
            runs[-1][1] = block
        else:
            runs.append([block, block])
    found = {one.id: one for first, last in runs for one in spans.in_blocks(tx, layer_id, first, last)}
    return sorted(found.values(), key=reading_order)


def seen_before(tx: Transaction, desk: Desk, action: Action) -> bool:
    known = history.known_action(tx, action.id)
    if known is None:
        return False
    if known != (desk.person.id, action.body_hash):
        raise Conflict("action-reused", "This action's id was used for something else.")
    return True


def state_of(tx: Transaction, span_id: str) -> dict[str, Any]:
    state = spans.state(tx, span_id)
    if state is None:
        raise no_span()
    return state


def layer_of(desk: Desk) -> str:
    if desk.layer_id is None:
        raise NotFound("no-layer", "There is nothing of yours on this document yet.")
    return desk.layer_id


def user_of(desk: Desk) -> str:
    if desk.person.id is None:
        raise Conflict("operator", "The command line's operator has no layer of their own.")
    return desk.person.id


def place_of(desk: Desk, action: Action) -> Place:
    return Place(user_of(desk), desk.project.id, desk.document_id, action.id)
