"""The stand-off layers of a document, with their spans and relations."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from lxml.etree import _Element as Element

from annotator.domain.entity import Entity
from annotator.domain.errors import Invalid
from annotator.domain.layer import GOLD, STATES, Layer, LayerState
from annotator.domain.naming import checked_user_name
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.formats.tei.entities_read import read_entities
from annotator.formats.tei.ground import Ground, note_others
from annotator.formats.tei.kept_tree import standing_off
from annotator.formats.tei.marked_names import IMPORTED
from annotator.formats.tei.names import IN_TEI, PRECEDENTS, XML_ID
from annotator.formats.tei.relations_read import relation_from
from annotator.formats.tei.spans_read import naming, span_from
from annotator.formats.tei.tree import children, place, shown
from annotator.formats.tei.values import attributes_of

T = TypeVar("T")

_KNOWN = frozenset({"listAnnotation", "annotation", "listRelation", "fs", "listChange"})


@dataclass(slots=True)
class Standing:
    """What stands off a document's text."""

    layers: dict[str, Layer] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)


def read_layers(tei: Element, ground: Ground) -> Standing:
    """The layers of a document; any other ``standOff`` is noted.

    Raises:
        Invalid: names what is wrong.
    """
    standing = Standing(entities=read_entities(tei, ground))
    marked: dict[str, Span] = {}
    heads = []
    for stand_off in standing_off(tei):
        if stand_off.get("type") == "layer":
            layer = _layer(stand_off, ground)
            _keep_once(standing.layers, layer.name, layer, stand_off)
            heads.append((stand_off, layer))
            marked |= _spans(stand_off, layer, standing, ground)
        elif stand_off.get("type") not in ("entities", PRECEDENTS) and not ground.keeps_tree:
            kind = shown(stand_off.get("type", "without a type"))
            ground.file.notes.add("standOff", f"{kind}: not kept")
    for stand_off, layer in heads:
        for one in children(stand_off, "listRelation", "relation"):
            relation = relation_from(one, layer, marked, ground)
            _keep_once(standing.relations, relation.id, relation, one)
    return standing


def _layer(stand_off: Element, ground: Ground) -> Layer:
    note_others(stand_off, _KNOWN, ground.file)
    annotator = ground.person(stand_off, "resp")
    if annotator is None:
        annotator = IMPORTED
        ground.file.notes.add("standOff", f"without an annotator: kept as that of “{IMPORTED}”")
    name = GOLD if stand_off.get("subtype") == GOLD else naming(stand_off, lambda: _name(stand_off, annotator))
    created, updated, state = None, None, "complete"
    for change in _own_changes(stand_off):
        status = change.get("status") or ""
        if status == "created":
            created = ground.file.time(change)
        elif status in STATES:
            updated, state = ground.file.time(change), status
        else:
            ground.file.notes.add("standOff", f"change {shown(status)}: not kept")
    created = created or updated or ground.file.incoming.now
    return Layer(
        name, annotator, _state(state), created, updated or created, attributes_of(stand_off, ground.file.ids)
    )


def _name(stand_off: Element, annotator: str) -> str:
    named = stand_off.get("n")
    return annotator if named is None else checked_user_name(named)


def _state(name: str) -> LayerState:
    return next(state for state in STATES if state == name)


def _own_changes(stand_off: Element) -> Iterator[Element]:
    """The changes of the layer itself; those that relations point to have an id."""
    return (one for one in children(stand_off, "listChange", "change") if one.get(XML_ID) is None)


def _spans(stand_off: Element, layer: Layer, standing: Standing, ground: Ground) -> dict[str, Span]:
    """The spans of a layer by their ``xml:id``."""
    marked = {}
    for annotation in stand_off.iter(f"{IN_TEI}annotation"):
        span = span_from(annotation, layer, standing.entities, ground)
        if span is not None:
            _keep_once(standing.spans, span.id, span, annotation)
            marked[annotation.get(XML_ID) or ""] = span
    return marked


def _keep_once(kept: dict[str, T], key: str, value: T, element: Element) -> None:
    if key in kept:
        raise Invalid("duplicate-id", f"{place(element)}: there are two of “{key[:80]}” in this document.")
    kept[key] = value
