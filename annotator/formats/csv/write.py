"""Writes CSV: a row for each span in reading order, with a column for each attribute that any codebook knows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotator.domain.corpus import METADATA, Document, Snapshot
from annotator.domain.span import Span, reading_order
from annotator.formats._csv import lines

_COLUMNS = ("layer", "annotator", "id", "label", "start", "end", "fragments", "text", "note", "links", "relations")

Relations = Mapping[str, Sequence[Mapping[str, str]]]


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """A line of names, then one line for each span."""
    yield from lines(_rows(snapshot))


def _rows(snapshot: Snapshot) -> Iterator[Sequence[Any]]:
    names = sorted({one.name for book in snapshot.codebooks for label in book.labels for one in label.attributes})
    yield ("document", "title", *METADATA, *_COLUMNS, *(f"attribute.{name}" for name in names))
    for document in snapshot.documents():
        about = (document.id, document.title, *(document.meta.get(key) for key in METADATA))
        relations = _by_source(document)
        for span in sorted(document.spans, key=reading_order):
            said = (span.attributes.get(name) for name in names)
            yield (*about, *_about(span, document.text, relations), *said)


def _about(span: Span, text: str, relations: Relations) -> Sequence[Any]:
    return (
        span.layer,
        span.annotator,
        span.id,
        span.label,
        span.start,
        span.end,
        span.fragments if len(span.fragments) > 1 else None,
        span.quote(text),
        span.note,
        span.links or None,
        relations.get(span.id),
    )


def _by_source(document: Document) -> Relations:
    """For each span that relations start from, their types and targets."""
    found: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for one in sorted(document.relations, key=lambda relation: (relation.type, relation.target, relation.id)):
        found[one.source].append({"id": one.id, "target": one.target, "type": one.type})
    return found
