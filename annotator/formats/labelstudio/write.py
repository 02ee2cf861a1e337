"""Writes ``tasks.json`` and ``config.xml``. Label Studio counts offsets in code points, as we do."""

from collections.abc import Iterator
from typing import Any

from annotator.domain.corpus import Document, Snapshot
from annotator.domain.relation import Relation
from annotator.domain.span import Span, Value
from annotator.formats._files import File
from annotator.formats._json import fixed, listed
from annotator.formats._order import layers_of, relations_of, spans_of
from annotator.formats.labelstudio.config import LABELS, NOTE, TEXT, config
from annotator.formats.labelstudio.controls import Controls

Json = dict[str, Any]


def files(snapshot: Snapshot) -> Iterator[File]:
    """The configuration to make a project with, and the tasks to import into it."""
    controls = Controls(snapshot.codebooks)
    yield File("config.xml", [config(snapshot.codebooks, controls)])
    tasks = (_task(number, one, controls) for number, one in enumerate(snapshot.documents(), start=1))
    yield File("tasks.json", listed(tasks))


def _task(number: int, document: Document, controls: Controls) -> Json:
    about = {"document": document.id, "title": document.title, "meta": fixed(document.meta)}
    return {
        "id": number,
        "data": {"text": document.text, **about},
        "annotations": [_annotation(document, name, controls) for name in layers_of(document)],
    }


def _annotation(document: Document, layer: str, controls: Controls) -> Json:
    spans = spans_of(document, layer)
    # Ids of regions hold few characters; ours hold any, and stand beside.
    regions = {span.id: f"s{number}" for number, span in enumerate(spans, start=1)}
    result = [one for span in spans for one in _region(span, regions[span.id], document.text, controls)]
    result += [_relation(one, regions) for one in relations_of(document, layer)]
    return {"created_username": layer, "ground_truth": layer == "gold", "result": result}


def _region(span: Span, region: str, text: str, controls: Controls) -> Iterator[Json]:
    """A span, and what is said about it: results of one id are one region."""
    place = {"start": span.start, "end": span.end, "text": span.quote(text)}
    base = {"id": region, "to_name": TEXT}
    meta = {"meta": {"span": [span.id]}}
    yield {**base, "from_name": LABELS, "type": "labels", "value": {**place, "labels": [span.label]}, **meta}
    for name in sorted(span.attributes):
        control = controls.of(span, name)
        value = {**place, "text" if control.kind == "textarea" else control.kind: _said(span.attributes[name])}
        yield {**base, "from_name": control.name, "type": control.kind, "value": value}
    if span.note:
        yield {**base, "from_name": NOTE, "type": "textarea", "value": {**place, "text": [span.note]}}


def _said(value: Value) -> Any:
    match value:
        case bool():
            return ["true" if value else "false"]
        case str():
            return [value]
    return value


def _relation(relation: Relation, regions: dict[str, str]) -> Json:
    ends = {"from_id": regions[relation.source], "to_id": regions[relation.target]}
    return {**ends, "type": "relation", "direction": "right", "labels": [relation.type]}
