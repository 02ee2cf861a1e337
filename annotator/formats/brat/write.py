"""Writes brat's files: fragments end at line breaks, and what brat has no line for stands in notes.

Choices and booleans are attributes. Other values and a note of a person's are notes of the types ``Attribute`` and
``AnnotatorNotes``; a link is a ``Reference`` with its role before the key.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import count

import orjson

from annotator.domain.codebook import Codebook
from annotator.domain.corpus import Document, Snapshot
from annotator.domain.span import Span, Value
from annotator.formats._files import File, folder, numbered
from annotator.formats._order import layers_of, relations_of, spans_of
from annotator.formats.brat.config import annotation_conf, attribute_name, visual_conf
from annotator.formats.brat.names import in_one_line, shown, typed

Choices = frozenset[tuple[str, str]]
_NOBODY = "without-layer"
"""The folder of documents that nobody has opened."""
_LINES = re.compile(r"[^\n]+")


def files(snapshot: Snapshot) -> Iterator[File]:
    """The configuration, and in a folder for each layer a text with its annotations for each document."""
    yield File("annotation.conf", [annotation_conf(snapshot.codebooks)])
    yield File("visual.conf", [visual_conf(snapshot.codebooks)])
    choices = _choices(snapshot.codebooks)
    for stem, document in numbered(snapshot.documents()):
        for layer in list(layers_of(document)) or [_NOBODY]:
            path = f"{folder(layer)}/{stem}"
            yield File(f"{path}.txt", [document.text.encode()])
            yield File(f"{path}.ann", ["".join(f"{line}\n" for line in _lines(document, layer, choices)).encode()])


def _choices(codebooks: Sequence[Codebook]) -> Choices:
    """The attributes of which brat knows all values, by label and name."""
    return frozenset(
        (label.name, one.name)
        for book in codebooks
        for label in book.labels
        for one in label.attributes
        if one.type in ("choice", "boolean")
    )


def _lines(document: Document, layer: str, choices: Choices) -> Iterator[str]:
    spans = spans_of(document, layer)
    ids = {span.id: f"T{number}" for number, span in enumerate(spans, start=1)}
    yield from (_span(span, ids[span.id], document.text) for span in spans)
    for number, one in enumerate(relations_of(document, layer), start=1):
        yield f"R{number}\t{typed(one.type)} Arg1:{ids[one.source]} Arg2:{ids[one.target]}"
    numbers = {kind: count(1) for kind in "A#N"}
    for span in spans:
        for kind, line in _said(span, ids[span.id], choices):
            yield f"{kind}{next(numbers[kind])}\t{line}"


def _span(span: Span, name: str, text: str) -> str:
    pieces = [piece for start, end in span.fragments for piece in _within_lines(text, start, end)]
    places = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(text[start:end] for start, end in pieces)
    return f"{name}\t{typed(span.label)} {places}\t{shown(words)}"


def _within_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of ``[start, end)`` that are not blank, as no fragment of brat's crosses a line break."""
    found = (one.span() for one in _LINES.finditer(text, start, end))
    return [(left, right) for left, right in found if text[left:right].strip()]


def _said(span: Span, name: str, choices: Choices) -> Iterator[tuple[str, str]]:
    for attribute in sorted(span.attributes):
        value = span.attributes[attribute]
        if (span.label, attribute) in choices and isinstance(value, str | bool):
            yield "A", f"{attribute_name(span.label, attribute)} {name} {typed(_word(value))}"
        else:
            yield "#", f"Attribute {name}\t{typed(attribute)}={in_one_line(orjson.dumps(value).decode())}"
    if span.note:
        yield "#", f"AnnotatorNotes {name}\t{in_one_line(span.note)}"
    for role in sorted(span.links):
        yield "N", f"Reference {name} {role}:{span.links[role]}\t{span.links[role]}"


def _word(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
