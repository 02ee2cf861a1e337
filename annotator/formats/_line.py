"""What a line of JSON says of a document: keys in a fixed order, spans in reading order, nested values sorted."""

from collections.abc import Callable, Sequence
from typing import Any

import orjson

from annotator.domain.block import Block
from annotator.domain.corpus import Document
from annotator.domain.entity import in_order
from annotator.domain.entity_tree import entity_to_tree
from annotator.domain.layer import Layer
from annotator.domain.link import ROLES
from annotator.domain.relation import Relation
from annotator.domain.span import Span, reading_order
from annotator.domain.statement import Slot, Statement

_SLOTS = ("actor", "instrument", "reporter", "addressee")

Told = dict[str, Any]


def line_of(document: Document, text: Told, words: Callable[[Span], Told], beside: Told | None = None) -> bytes:
    """The line of a document.

    Args:
        document: what it is of.
        text: the keys that say what its text is.
        words: the keys that say what stands under a span.
        beside: lists that stand at the end where there is anything in them.
    """
    told = {**_document(document, text, words), **_filled(beside or {})}
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def _document(document: Document, text: Told, words: Callable[[Span], Told]) -> Told:
    version = document.codebook_version
    spans = sorted(document.spans, key=reading_order)
    return {
        "id": document.id,
        "title": document.title,
        **text,
        "meta": _with_sorted_keys(document.meta),
        "codebook_version": version,
        "blocks": [_block(block) for block in document.blocks],
        "layers": [_layer(layer) for layer in sorted(document.layers, key=lambda layer: layer.name)],
        "spans": [_span(span, words(span), version) for span in spans],
        "relations": [_relation(one, version) for one in _in_order(document.relations, spans)],
        **_derived(document),
    }


def _derived(document: Document) -> Told:
    """What stands there only where there is any: the entries that spans are linked to, and statements."""
    return _filled(
        {
            "entities": [entity_to_tree(one) for one in in_order(document.entities)],
            "statements": [_statement(one) for one in document.statements],
        }
    )


def _filled(lists: Told) -> Told:
    return {name: listed for name, listed in lists.items() if listed}


def _block(block: Block) -> Told:
    return {"kind": block.kind, "start": block.start, "end": block.end}


def _layer(layer: Layer) -> Told:
    head: Told = {"annotator": layer.annotator, "state": layer.state}
    if layer.name != layer.annotator:
        head["layer"] = layer.name
    if layer.attributes:
        head["attributes"] = _with_sorted_keys(layer.attributes)
    return head


def _span(span: Span, words: Told, version: int) -> Told:
    several = {"fragments": span.fragments} if len(span.fragments) > 1 else {}
    linked = {"links": {role: span.links[role] for role in ROLES if role in span.links}} if span.links else {}
    return {
        "id": span.id,
        "start": span.start,
        "end": span.end,
        **several,
        "label": span.label,
        **words,
        "annotator": span.annotator,
        "layer": span.layer,
        "attributes": _with_sorted_keys(span.attributes),
        "note": span.note,
        **linked,
        **_of_another(version, span.codebook_version),
    }


def _relation(relation: Relation, version: int) -> Told:
    return {
        "id": relation.id,
        "type": relation.type,
        "source": relation.source,
        "target": relation.target,
        "annotator": relation.annotator,
        "layer": relation.layer,
        **_of_another(version, relation.codebook_version),
    }


def _of_another(line: int, own: int) -> Told:
    """The version that something was made under, where it is not the line's."""
    return {} if own == line else {"codebook_version": own}


def _in_order(relations: Sequence[Relation], spans: Sequence[Span]) -> list[Relation]:
    """``relations`` by the places of their ends in the text."""
    places = {span.id: place for place, span in enumerate(spans)}
    return sorted(
        relations,
        key=lambda relation: (places[relation.source], places[relation.target], relation.type, relation.id),
    )


def _with_sorted_keys(tree: Any) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(tree, option=orjson.OPT_SORT_KEYS))


def _statement(one: Statement) -> Told:
    slots = {name: _slot(slot) for name in _SLOTS if (slot := getattr(one, name)) is not None}
    said = {"polarity": one.polarity, "voice": one.voice}
    return {
        "id": one.id,
        "stance": one.stance.id,
        "annotator": one.annotator,
        "layer": one.layer,
        **slots,
        **{name: value for name, value in said.items() if value is not None},
    }


def _slot(slot: Slot) -> dict[str, str]:
    span = {"span": slot.span.id} if slot.span else {}
    return {**span, **({"entity": slot.entity} if slot.entity else {})}
