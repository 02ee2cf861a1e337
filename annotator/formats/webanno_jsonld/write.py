"""Writes ``annotations.jsonld``, the texts that it points into, and ``documents.jsonl``, which describes these.

Positions count code points, as the Web Annotation model has it. A span in fragments has a target for each.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from annotator.domain.corpus import Document, Snapshot
from annotator.domain.layer import Layer
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.formats._files import File, numbered
from annotator.formats._guid import guid
from annotator.formats._json import fixed, lines
from annotator.formats._order import relations_of, spans_of

Json = dict[str, Any]

_OWN = "urn:annotator:"
_CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "@version": 1.1,
        "layer": f"{_OWN}layer",
        "key": f"{_OWN}key",
        "attributes": {"@id": f"{_OWN}attributes", "@type": "@json"},
        "links": {"@id": f"{_OWN}links", "@type": "@json"},
    },
]
_AROUND = 32
"""Characters before and after a quotation that help to find it again in another edition."""


def files(snapshot: Snapshot) -> Iterator[File]:
    """The texts, then what is known of each, then the annotations."""
    for stem, document in numbered(snapshot.documents()):
        yield File(_path(stem), [document.text.encode()])
    yield File("documents.jsonl", lines(_about(stem, one) for stem, one in numbered(snapshot.documents())))
    yield File("annotations.jsonld", _page(snapshot))


def _path(stem: str) -> str:
    return f"texts/{stem}.txt"


def _about(stem: str, document: Document) -> Json:
    blocks = [{"kind": one.kind, "start": one.start, "end": one.end} for one in document.blocks]
    about = {"source": _path(stem), "id": document.id, "title": document.title, "meta": fixed(document.meta)}
    return {**about, "blocks": blocks}


def _page(snapshot: Snapshot) -> Iterator[bytes]:
    """One ``AnnotationPage``, item by item."""
    head = {"@context": _CONTEXT, "id": f"urn:uuid:{guid('page', snapshot.slug)}", "type": "AnnotationPage"}
    yield orjson.dumps(head)[:-1] + b',"items":['
    before = b"\n"
    for stem, document in numbered(snapshot.documents()):
        for one in _annotations(document, _path(stem)):
            yield before + orjson.dumps(one)
            before = b",\n"
    yield b"\n]}\n"


def _annotations(document: Document, source: str) -> Iterable[Json]:
    for layer in sorted(document.layers, key=lambda one: one.name):
        if layer.attributes:
            yield _of_document(layer, document, source)
    for span in spans_of(document):
        yield _of_span(span, document, source)
    for relation in relations_of(document):
        yield _of_relation(relation, document)


def _of_document(layer: Layer, document: Document, source: str) -> Json:
    return {
        **_head("describing", document, layer.name, layer.annotator, layer.name),
        "attributes": fixed(layer.attributes),
        "target": source,
    }


def _of_span(span: Span, document: Document, source: str) -> Json:
    bodies = [_textual("tagging", span.label), *([_textual("commenting", span.note)] if span.note else [])]
    return {
        **_head("tagging", document, span.id, span.annotator, span.layer),
        "body": bodies,
        **({"attributes": fixed(span.attributes)} if span.attributes else {}),
        **({"links": fixed(span.links)} if span.links else {}),
        "target": [_target(source, document.text, start, end) for start, end in span.fragments],
    }


def _of_relation(relation: Relation, document: Document) -> Json:
    ends = [f"urn:uuid:{guid('tagging', document.id, one)}" for one in (relation.source, relation.target)]
    linked = {"type": "SpecificResource", "purpose": "linking", "source": ends[1]}
    return {
        **_head("linking", document, relation.id, relation.annotator, relation.layer),
        "body": [_textual("tagging", relation.type), linked],
        "target": ends[0],
    }


def _head(motivation: str, document: Document, key: str, annotator: str, layer: str) -> Json:
    return {
        "id": f"urn:uuid:{guid(motivation, document.id, key)}",
        "type": "Annotation",
        "motivation": motivation,
        "creator": {"id": f"urn:uuid:{guid('person', annotator)}", "type": "Person", "nickname": annotator},
        "layer": layer,
        "key": key,
    }


def _textual(purpose: str, value: str) -> Json:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _target(source: str, text: str, start: int, end: int) -> Json:
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    quotation = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }
    return {"type": "SpecificResource", "source": source, "selector": [position, quotation]}
