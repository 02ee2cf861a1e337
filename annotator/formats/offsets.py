"""JSONL without the texts: offsets, hashes and short quotes, for articles that may not be passed on.

``annotator attach`` puts it onto one's own copy of the articles.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from annotator.domain.corpus import Document, Snapshot, fingerprint
from annotator.domain.quotation import Folded
from annotator.domain.span import Span
from annotator.formats._base import Format, never_claims
from annotator.formats._line import line_of
from annotator.formats._loss import RULES, TREES
from annotator.formats._unseen import HISTORY


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """One line for each document."""
    for document in snapshot.documents():
        yield _line(document)


def _line(document: Document) -> bytes:
    folded = Folded(document.text)

    def words(span: Span) -> dict[str, Any]:
        return {"quotes": [asdict(folded.quoted(start, end)) for start, end in span.fragments]}

    text = {"text_sha256": fingerprint(document.text), "text_length": len(document.text)}
    return line_of(document, text, words)


FORMAT = Format(
    name="offsets",
    title="JSONL without the texts: offsets, hashes and short quotes",
    suffix=".offsets.jsonl",
    media_type="application/jsonl",
    claims=never_claims,
    write=write,
    losses=(RULES, TREES, HISTORY),
    holds_text=False,
)
