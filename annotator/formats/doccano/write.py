"""Writes doccano's lines; its ids are numbers, which go on through the whole file."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from annotator.domain.corpus import Document, Snapshot
from annotator.formats._json import fixed, lines
from annotator.formats._order import relations_of, spans_of


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """One line for each document; what is not doccano's own it keeps as metadata."""
    entities, relations = count(1), count(1)
    yield from lines(
        _line(number, document, entities, relations)
        for number, document in enumerate(snapshot.documents(), start=1)
    )


def _line(number: int, document: Document, entities: "count[int]", relations: "count[int]") -> dict[str, Any]:
    spans = spans_of(document)
    numbers = {span.id: next(entities) for span in spans}
    return {
        "id": number,
        "text": document.text,
        "entities": [
            {"id": numbers[one.id], "label": one.label, "start_offset": one.start, "end_offset": one.end}
            for one in spans
        ],
        "relations": [
            {"id": next(relations), "from_id": numbers[one.source], "to_id": numbers[one.target], "type": one.type}
            for one in relations_of(document)
        ],
        "document": document.id,
        "title": document.title,
        "meta": fixed(document.meta),
    }
