"""Writes JSONL: keys in a fixed order, spans in reading order, nested values with sorted keys."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from annotator.domain.block import Block
from annotator.domain.corpus import Document, Snapshot
from annotator.domain.entity import in_order
from annotator.domain.entity_tree import entity_to_tree
from annotator.domain.layer import Layer
from annotator.domain.link import ROLES
from annotator.domain.relation import Relation
from annotator.domain.span import Span, reading_order
from annotator.formats.jsonl.statements import statement_tree


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """One line for each document."""
    for document in snapshot.documents():
        yield orjson.dumps(_document(document), option=orjson.OPT_APPEND_NEWLINE)


def _document(document: Document) -> dict[str, Any]:
    spans = sorted(document.spans, key=reading_order)
    return {
        "id": document.id,
        "title": document.title,
        "text": document.text,
        "meta": _with_sorted_keys(document.meta),
        "codebook_version": document.codebook_version,
        "blocks": [_block(block) for block in document.blocks],
        "layers": [_layer(layer) for layer in sorted(document.layers, key=lambda layer: layer.name)],
        "spans": [_span(span, document.text) for span in spans],
        "relations": [_relation(relation) for relation in _in_order(document.relations, spans)],
        **_derived(document),
    }


def _derived(document: Document) -> dict[str, Any]:
    """What stands there only where there is any: the entries that spans are linked to, and statements."""
    found = {
        "entities": [entity_to_tree(one) for one in in_order(document.entities)],
        "statements": [statement_tree(one) for one in document.statements],
    }
    return {name: listed for name, listed in found.items() if listed}


def _block(block: Block) -> dict[str, Any]:
    return {"kind": block.kind, "start": block.start, "end": block.end}


def _layer(layer: Layer) -> dict[str, Any]:
    head: dict[str, Any] = {"annotator": layer.annotator, "state": layer.state}
    if layer.name != layer.annotator:
        head["layer"] = layer.name
    if layer.attributes:
        head["attributes"] = _with_sorted_keys(layer.attributes)
    return head


def _span(span: Span, text: str) -> dict[str, Any]:
    several = {"fragments": span.fragments} if len(span.fragments) > 1 else {}
    linked = {"links": {role: span.links[role] for role in ROLES if role in span.links}} if span.links else {}
    return {
        "id": span.id,
        "start": span.start,
        "end": span.end,
        **several,
        "label": span.label,
        "text": span.quote(text),
        "annotator": span.annotator,
        "layer": span.layer,
        "attributes": _with_sorted_keys(span.attributes),
        "note": span.note,
        **linked,
    }


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "id": relation.id,
        "type": relation.type,
        "source": relation.source,
        "target": relation.target,
        "annotator": relation.annotator,
        "layer": relation.layer,
    }


def _in_order(relations: Sequence[Relation], spans: Sequence[Span]) -> list[Relation]:
    """``relations`` by the places of their ends in the text."""
    places = {span.id: place for place, span in enumerate(spans)}
    return sorted(
        relations,
        key=lambda relation: (places[relation.source], places[relation.target], relation.type, relation.id),
    )


def _with_sorted_keys(tree: Any) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(tree, option=orjson.OPT_SORT_KEYS))
