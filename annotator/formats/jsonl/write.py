"""Writes JSONL: each line holds its document whole."""

from collections.abc import Iterator
from typing import Any

from annotator.domain.corpus import Document, Snapshot
from annotator.domain.span import Span
from annotator.formats._line import line_of


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """One line for each document."""
    for document in snapshot.documents():
        yield _line(document)


def _line(document: Document) -> bytes:
    def words(span: Span) -> dict[str, Any]:
        return {"text": span.quote(document.text)}

    return line_of(document, {"text": document.text}, words)
