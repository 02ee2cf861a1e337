"""Statements as CSV: one row for who takes which stance on what, with the words that say so."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotator.domain.codebook import Codebook
from annotator.domain.corpus import METADATA, Document, Snapshot
from annotator.domain.entity import Entity
from annotator.domain.statement import Slot, Statement, statements
from annotator.formats._base import Format, never_claims
from annotator.formats._csv import lines

_SLOTS = ("actor", "instrument", "reporter", "addressee")
_OF_SLOT = ("span", "start", "end", "text", "entity", "entity_name")
_COLUMNS = ("layer", "annotator", "id", "stance_span", "start", "end", "text", "polarity", "voice")


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """A line of names, then one line for each statement, in reading order."""
    yield from lines(_rows(snapshot))


def _rows(snapshot: Snapshot) -> Iterator[Sequence[Any]]:
    places = (f"{slot}_{what}" for slot in _SLOTS for what in _OF_SLOT)
    yield ("document", "title", *METADATA, *_COLUMNS, *places, "missing")
    book = snapshot.codebooks[-1] if snapshot.codebooks else Codebook()
    for document in snapshot.documents():
        about = (document.id, document.title, *(document.meta.get(key) for key in METADATA))
        entries = {one.key: one for one in document.entities}
        for one in statements(book, document.spans, document.relations):
            yield (*about, *_statement(one, document, entries))


def _statement(one: Statement, document: Document, entries: Mapping[str, Entity]) -> Sequence[Any]:
    stance = one.stance
    slots = (cell for slot in _SLOTS for cell in _slot(getattr(one, slot), document.text, entries))
    words = (stance.id, stance.start, stance.end, stance.quote(document.text), one.polarity, one.voice)
    return (one.layer, one.annotator, one.id, *words, *slots, " ".join(one.missing) or None)


def _slot(slot: Slot | None, text: str, entries: Mapping[str, Entity]) -> Sequence[Any]:
    if slot is None:
        return (None,) * len(_OF_SLOT)
    entry = entries.get(slot.entity) if slot.entity else None
    span = (slot.span.id, slot.span.start, slot.span.end, slot.span.quote(text)) if slot.span else (None,) * 4
    return (*span, slot.entity, entry.name if entry else None)


FORMAT = Format(
    name="statements-csv",
    title="CSV, one row a statement: who takes which stance on what",
    suffix=".statements.csv",
    media_type="text/csv",
    claims=never_claims,
    write=write,
    derived=True,
)
