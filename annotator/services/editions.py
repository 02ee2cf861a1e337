"""Editions: what a document was before its text was corrected, to be read and exported, and what stayed behind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.domain.errors import NotFound
from annotator.domain.permission import Act, Person
from annotator.domain.span import Span
from annotator.services import exporting, reading
from annotator.services.exporting import Export
from annotator.services.remembering import readable
from annotator.store import documents, editions, layers, spans
from annotator.store.editions import Edition
from annotator.store.engine import Store, Transaction
from annotator.store.layers import Desk

__all__ = ["Edition", "Editions", "Left", "Old", "export", "listed", "opened", "own_left"]


@dataclass(frozen=True, slots=True)
class Left:
    """A span that did not come along into the next edition, with its words and the text they stand in."""

    span: Span
    quote: str
    text: str


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions of a document, the oldest first, and of those before the last what stayed behind, by number."""

    desk: Desk
    all: tuple[Edition, ...]
    left: dict[int, list[Left]]


@dataclass(frozen=True, slots=True)
class Old:
    """An edition before somebody: ``desk`` has its text, and ``layers`` are those that they may look at."""

    desk: Desk
    edition: Edition
    layers: tuple[str, ...]
    layer: str
    spans: tuple[Span, ...]


def listed(tx: Transaction, person: Person, document_id: str) -> Editions:
    """The editions of a document; of spans that were left behind those that somebody may know of."""
    desk = reading.desk(tx, person, document_id)
    every = editions.of_document(tx, document_id)
    left = {one.number: _left(tx, desk, one, every) for one in every[:-1]}
    return Editions(desk, tuple(every), left)


def own_left(tx: Transaction, desk: Desk) -> list[Left]:
    """The spans of one's own that a correction of the text left behind, and that were placed nowhere since."""
    if not desk.standing.may(Act.ANNOTATE):
        return []
    every = editions.of_document(tx, desk.document_id)
    return [span for one in every[:-1] for span in _left(tx, desk, one, every, only=desk.person.name)]


def opened(tx: Transaction, person: Person, document_id: str, number: int, layer: str | None = None) -> Old:
    """An edition with one of its layers, one's own where none is named."""
    desk = reading.desk(tx, person, document_id)
    edition = _numbered(tx, document_id, number)
    heads = layers.of_document(tx, edition.document_id)
    names = readable(desk.standing, (one.name for one in heads))
    chosen = layer or person.name
    if chosen not in names:
        raise NotFound("no-layer", "There is no such layer on this document.")
    ids = [one.id for one in heads if one.name == chosen]
    old = replace(
        desk, document_id=edition.document_id, reading=documents.reading(tx, edition.document_id), layer_id=None
    )
    return Old(old, edition, names, chosen, tuple(spans.in_layers(tx, ids)))


def export(
    store: Store,
    person: Person,
    document_id: str,
    number: int,
    *,
    form: str,
    layer: str,
    allow_loss: bool = False,
) -> Export:
    """The export of a document in one of its editions, as of a project that has nothing else."""
    with store.read() as tx:
        desk = reading.desk(tx, person, document_id)
        edition = _numbered(tx, document_id, number)
    return exporting.prepare(store, person, desk.project.slug, form, layer, allow_loss=allow_loss, edition=edition)


def _numbered(tx: Transaction, document_id: str, number: int) -> Edition:
    for one in editions.of_document(tx, document_id):
        if one.number == number:
            return one
    raise NotFound("no-edition", f"This document has no edition {number}.")


def _left(
    tx: Transaction, desk: Desk, one: Edition, every: Sequence[Edition], only: str | None = None
) -> list[Left]:
    heads = layers.of_document(tx, one.document_id)
    names = (only,) if only else readable(desk.standing, (head.name for head in heads))
    ids = [head.id for head in heads if head.name in names]
    newer = [then.document_id for then in every if then.number > one.number]
    return _quoted(tx, one.document_id, editions.left_behind(tx, one.document_id, newer, ids))


def _quoted(tx: Transaction, document_id: str, span_ids: Sequence[str]) -> list[Left]:
    if not span_ids:
        return []
    text = documents.reading(tx, document_id).text
    found = spans.by_ids(tx, span_ids)
    return [Left(found[one], found[one].quote(text), text) for one in span_ids]
