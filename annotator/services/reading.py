"""Reading: a document opened at one's own desk, and what can be asked of it without changing anything."""

from dataclasses import dataclass

from annotator.domain.block import touched
from annotator.domain.errors import Invalid, NotFound, no_span
from annotator.domain.mention import mentions
from annotator.domain.permission import Act, Person
from annotator.domain.span import Span
from annotator.services import queues
from annotator.services.queues import Place
from annotator.store import editions, layers, spans
from annotator.store.engine import Transaction
from annotator.store.layers import Desk

__all__ = [
    "Desk",
    "Open",
    "Opened",
    "block_spans",
    "desk",
    "open_document",
    "open_questions",
    "other_mentions",
    "own_span",
    "spans_at",
]

_MOST_MENTIONS = 500


@dataclass(frozen=True, slots=True)
class Opened:
    """A document before somebody: their spans, and where it stands in their queue."""

    desk: Desk
    spans: tuple[Span, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Open:
    """A span that leaves a required attribute open."""

    span: Span
    missing: tuple[str, ...]


def desk(tx: Transaction, person: Person, document_id: str) -> Desk:
    """The desk of somebody at a document they may read."""
    found = layers.desk(tx, document_id, person)
    if found is None:
        _refuse_superseded(tx, person, document_id)
    if found is None or not found.standing.may(Act.READ_CORPUS):
        # The same words: a stranger is not told that the document exists.
        raise NotFound("no-document", "There is no such document, or you are not in its project.")
    return found


def _refuse_superseded(tx: Transaction, person: Person, document_id: str) -> None:
    """Tell whoever may read a document that what they ask for is an earlier edition of it."""
    present = editions.present(tx, document_id)
    if present == document_id:
        return
    newer = layers.desk(tx, present, person)
    if newer is not None and newer.standing.may(Act.READ_CORPUS):
        raise NotFound(
            "superseded",
            f"This text was corrected: its present edition is /documents/{present}, and lists this one.",
        )


def open_document(tx: Transaction, person: Person, document_id: str) -> Opened:
    """A document with one's own spans."""
    here = desk(tx, person, document_id)
    own = tuple(spans.in_layer(tx, here.layer_id)) if here.layer_id else ()
    return Opened(here, own, queues.place(tx, here))


def spans_at(tx: Transaction, person: Person, document_id: str, offset: int) -> tuple[Desk, list[Span]]:
    """One's own spans over the character at ``offset``, the longest first."""
    here = desk(tx, person, document_id)
    if not 0 <= offset < len(here.reading.text):
        raise Invalid("offset-outside-text", f"Offset {offset} lies outside the text.")
    if here.layer_id is None:
        return here, []
    block = touched(here.reading.blocks, offset, offset + 1)[0]
    return here, spans.at(tx, here.layer_id, block, offset)


def own_span(tx: Transaction, person: Person, span_id: str) -> tuple[Desk, Span]:
    """A span of one's own, to look at."""
    found = spans.by_id(tx, span_id)
    if found is not None:
        span, document_id, layer_id = found
        here = layers.desk(tx, document_id, person)
        if here is not None and here.standing.may(Act.READ_CORPUS) and layer_id == here.layer_id:
            return here, span
    raise no_span()


def other_mentions(tx: Transaction, person: Person, span_id: str) -> tuple[Desk, Span, list[tuple[int, int]]]:
    """Where a span's words stand elsewhere in its document without its label."""
    here, span = own_span(tx, person, span_id)
    marked = spans.in_layer(tx, here.layer_id) if here.layer_id else []
    places = mentions(here.reading.text, here.reading.blocks, span, marked)
    return here, span, [place for place, _ in zip(places, range(_MOST_MENTIONS), strict=False)]


def open_questions(tx: Transaction, person: Person, document_id: str) -> tuple[Desk, list[Open]]:
    """One's spans on a document that leave a required attribute open."""
    here = desk(tx, person, document_id)
    own = spans.in_layer(tx, here.layer_id) if here.layer_id else []
    asked = [Open(span, here.codebook.missing(span.label, span.attributes)) for span in own]
    return here, [one for one in asked if one.missing]


def block_spans(tx: Transaction, person: Person, document_id: str, index: int) -> tuple[Desk, list[Span]]:
    """One's own spans that touch one block."""
    here = desk(tx, person, document_id)
    if not 0 <= index < len(here.reading.blocks):
        raise NotFound("no-block", "There is no such paragraph.")
    return here, spans.in_blocks(tx, here.layer_id, index, index) if here.layer_id else []
