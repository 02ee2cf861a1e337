"""Carrying: what was coded is brought to another version of the codebook, in all layers, and told in each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from annotator.domain.codebook_operation import Coded
from annotator.domain.permission import Person
from annotator.services import recording, relating
from annotator.store import decisions, layers, relations
from annotator.store.codebook_operations import Change
from annotator.store.coded import Joined, Marked
from annotator.store.engine import Transaction
from annotator.store.history import Event, Place, add_events

MARK = "layer.codebook"
"""The event that says of a layer that a change of the codebook changed it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A span and what is to be coded of it instead."""

    marked: Marked
    after: Coded


@dataclass(frozen=True, slots=True)
class Described:
    """A layer, and what it is to say of its document instead."""

    layer_id: str
    document_id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Called:
    """A relation, and the type that it is to have instead."""

    joined: Joined
    after: str


def coded(marked: Marked) -> Coded:
    """What is coded of a span."""
    return Coded(marked.span.label, marked.span.attributes, marked.span.codebook_version)


def kept(values: Mapping[str, Any]) -> Coded:
    """What was coded of a span, as an operation keeps it."""
    return Coded(values["label"], values["attributes"], values["codebook_version"])


@dataclass(frozen=True, slots=True)
class Why:
    """Who changes the codebook of which project, to which version, and what that is in a few words."""

    person: Person
    project_id: str
    version: int
    told: str


def carry(tx: Transaction, why: Why, spans: Sequence[Carried]) -> list[Change]:
    """Write what is coded of ``spans``, and tell each of their layers why; what was changed.

    Decisions in gold stay as settled as they were: their makers' reasons are not touched by it.
    """
    changes: list[Change] = []
    for document_id, here in groupby(spans, key=lambda one: one.marked.document_id):
        versions: dict[str, tuple[int, int]] = {}
        events: list[Event] = []
        for layer_id, own in groupby(here, key=lambda one: one.marked.layer_id):
            events.append(_mark(tx, layer_id, why))
            for one in own:
                event = recording.write(tx, one.marked.span.id, dict(one.marked.state), _state(one))
                events.append(event)
                versions[one.marked.span.id] = (event.before["version"], event.after["version"])
                changes.append(Change(one.marked.span.id, layer_id, _kept(coded(one.marked)), _kept(one.after)))
        decisions.follow(tx, document_id, versions)
        layers.made_under(tx, document_id, why.version)
        add_events(tx, Place(why.person.id, why.project_id, document_id), events)
    return changes


def call(tx: Transaction, why: Why, ties: Sequence[Called]) -> None:
    """The same of relations: each gets its other type."""
    for (document_id, layer_id), own in groupby(
        ties, key=lambda one: (one.joined.document_id, one.joined.layer_id)
    ):
        events = [_mark(tx, layer_id, why)]
        for one in own:
            relation = one.joined.relation
            after = replace(relation, type=one.after, codebook_version=why.version)
            relations.call(tx, relation.id, after.type, after.codebook_version)
            events.append(
                Event("relation.change", relation.id, relating.state_of(relation), relating.state_of(after))
            )
        layers.made_under(tx, document_id, why.version)
        add_events(tx, Place(why.person.id, why.project_id, document_id), events)


def describe(tx: Transaction, why: Why, said: Iterable[Described]) -> list[Change]:
    """The same of what layers say of their documents as a whole."""
    changes = []
    for one in said:
        layers.set_attributes(tx, one.layer_id, one.after)
        events = [
            _mark(tx, one.layer_id, why),
            Event("attributes.change", one.layer_id, one.before or None, one.after or None),
        ]
        add_events(tx, Place(why.person.id, why.project_id, one.document_id), events)
        changes.append(Change(one.layer_id, one.layer_id, one.before, one.after))
    return changes


def _mark(tx: Transaction, layer_id: str, why: Why) -> Event:
    layers.carry(tx, layer_id)
    return Event(MARK, layer_id, None, {"told": why.told})


def _state(one: Carried) -> dict[str, Any]:
    after = one.after
    return {
        **one.marked.state,
        "label": after.label,
        "attributes": dict(after.attributes),
        "codebook_version": after.version,
    }


def _kept(one: Coded) -> dict[str, Any]:
    return {"label": one.label, "attributes": dict(one.attributes), "codebook_version": one.version}
