"""Writes JSONL: each line holds its document whole."""

from collections.abc import Iterator, Sequence
from typing import Any

from annotator.domain.codebook import Codebook
from annotator.domain.corpus import Document, Snapshot
from annotator.domain.precedent import by_label
from annotator.domain.span import Span
from annotator.formats._line import line_of
from annotator.formats.jsonl.codebooks import codebook_trees
from annotator.formats.jsonl.precedents import precedent_tree


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """One line for each document."""
    for document in snapshot.documents():
        yield _line(document, snapshot.codebooks)


def _line(document: Document, books: Sequence[Codebook]) -> bytes:
    def words(span: Span) -> dict[str, Any]:
        return {"text": span.quote(document.text)}

    # A rule speaks of the words of a text: it goes where these go.
    beside = {
        "precedents": [precedent_tree(one) for one in sorted(document.precedents, key=by_label)],
        "codebooks": codebook_trees(document, books),
    }
    return line_of(document, {"text": document.text}, words, beside)
