"""Writes Prodigy's tasks, as ``prodigy db-in`` and its views ``spans_manual`` and ``relations`` read them.

What Prodigy has no name for, such as attributes and notes, stands beside its own keys: it carries them along.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.domain.corpus import Document, Snapshot
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.domain.token import Tokens, tokens
from annotator.formats._json import fixed, lines
from annotator.formats._order import layers_of, relations_of, spans_of

Json = dict[str, Any]


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """One line for each layer of each document; a document that nobody opened is one line without an answer."""
    yield from lines(task for document in snapshot.documents() for task in _tasks(document))


def _tasks(document: Document) -> Iterator[Json]:
    ranges = tokens(document.text)
    base = {
        "text": document.text,
        "meta": fixed({**document.meta, "id": document.id, "title": document.title}),
        "tokens": list(_tokens(document.text, ranges)),
    }
    names = list(layers_of(document))
    if not names:
        yield {**base, "spans": []}
    for name in names:
        yield {**base, **_answer(document, name, Tokens(ranges))}


def _tokens(text: str, ranges: list[tuple[int, int]]) -> Iterator[Json]:
    for number, (start, end) in enumerate(ranges):
        behind = ranges[number + 1][0] if number + 1 < len(ranges) else len(text)
        yield {"text": text[start:end], "start": start, "end": end, "id": number, "ws": behind > end}


def _answer(document: Document, layer: str, found: Tokens) -> Json:
    spans = {span.id: _span(span, found) for span in spans_of(document, layer)}
    relations = [_relation(one, spans) for one in relations_of(document, layer)]
    return {
        "spans": list(spans.values()),
        **({"relations": relations} if relations else {}),
        "_view_id": "relations" if relations else "spans_manual",
        "_annotator_id": layer,
        "_session_id": layer,
        "answer": "accept",
    }


def _span(span: Span, found: Tokens) -> Json:
    first, after = found.under(span.start, span.end)
    said = {
        "attributes": fixed(span.attributes) if span.attributes else None,
        "note": span.note,
        "links": fixed(span.links) if span.links else None,
    }
    return {
        "start": span.start,
        "end": span.end,
        "token_start": first,
        "token_end": after - 1,
        "label": span.label,
        "id": span.id,
        **{key: value for key, value in said.items() if value},
    }


def _relation(relation: Relation, spans: Mapping[str, Json]) -> Json:
    """A relation between the last tokens of two spans, where Prodigy hangs it."""
    head, child = spans[relation.source], spans[relation.target]
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": _end(head),
        "child_span": _end(child),
        "label": relation.type,
        "id": relation.id,
    }


def _end(span: Json) -> Json:
    return {key: span[key] for key in ("start", "end", "token_start", "token_end", "label", "id")}
