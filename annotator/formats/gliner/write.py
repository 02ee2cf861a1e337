"""Writes GLiNER's JSON: a list of passages; the end of a span is its last token, not the one behind it."""

from collections.abc import Iterator
from typing import Any

from annotator.domain.corpus import Document, Snapshot
from annotator.formats._json import listed
from annotator.formats._passages import passages


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """The passages of all documents."""
    yield from listed(one for document in snapshot.documents() for one in _examples(document))


def _examples(document: Document) -> Iterator[dict[str, Any]]:
    for passage in passages(document):
        marked = [[first, after - 1, label] for first, after, label in passage.marked]
        yield {"tokenized_text": passage.words, "ner": marked, "document": document.id}
