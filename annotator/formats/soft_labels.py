"""Soft labels: each span once, with the share of annotators who marked it just so, to train on disagreement."""

from collections.abc import Iterator
from typing import Any

from annotator.domain.corpus import Document, Snapshot
from annotator.domain.layer import GOLD
from annotator.domain.span import Fragments
from annotator.formats._base import Format, never_claims
from annotator.formats._json import fixed, lines
from annotator.formats._order import spans_of


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """One line for each document that somebody has completed."""
    rows = (_row(one, annotators) for one in snapshot.documents() if (annotators := _complete(one)))
    yield from lines(rows)


def _complete(document: Document) -> list[str]:
    """The annotators whose layers count: those that are complete. Gold is nobody's reading but everybody's."""
    return sorted(one.name for one in document.layers if one.state == "complete" and one.name != GOLD)


def _row(document: Document, annotators: list[str]) -> dict[str, Any]:
    marked: dict[tuple[Fragments, str], set[str]] = {}
    for span in spans_of(document):
        if span.layer in annotators:
            marked.setdefault((span.fragments, span.label), set()).add(span.layer)
    return {
        "id": document.id,
        "title": document.title,
        "text": document.text,
        "meta": fixed(document.meta),
        "annotators": annotators,
        "spans": [
            _span(fragments, label, sorted(who), len(annotators), document.text)
            for (fragments, label), who in marked.items()
        ],
    }


def _span(fragments: Fragments, label: str, who: list[str], of: int, text: str) -> dict[str, Any]:
    start, end = fragments[0][0], fragments[-1][1]
    several = {"fragments": fragments} if len(fragments) > 1 else {}
    place = {"start": start, "end": end, **several, "label": label, "text": text[start:end]}
    return {**place, "annotators": who, "share": len(who) / of}


FORMAT = Format(
    name="soft-labels",
    title="JSONL, each span with the share of annotators who marked it",
    suffix=".soft.jsonl",
    media_type="application/jsonl",
    claims=never_claims,
    write=write,
    derived=True,
)
