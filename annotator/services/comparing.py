"""Comparing: the layers of a document, held against each other once, and remembered until one of them changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from annotator.domain.adjudication import Unit, units
from annotator.domain.entity import Entity, meant
from annotator.domain.relation import Relation
from annotator.domain.span import Span, reading_order
from annotator.store import spans
from annotator.store.engine import Transaction
from annotator.store.layers import Expected

_SPAN = 800
"""About as many characters as take the memory of a span."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Layers side by side: the places to decide, and all spans of these layers in reading order."""

    units: tuple[Unit, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A layer, and how far it has come: as many writes to a layer never leave it as it was after fewer."""

    layer_id: str
    name: str
    rows: int
    versions: int


def standings(tx: Transaction, document_id: str, layers: Iterable[Expected]) -> list[Standing]:
    """How far those of ``layers`` have come that somebody began."""
    states = spans.states(tx, document_id)
    return [Standing(one.id, one.name, *states.get(one.id, (0, 0))) for one in layers if one.id]


def marked(tx: Transaction, layer: Standing) -> tuple[Span, ...]:
    """The spans of a layer, in reading order."""

    def load() -> tuple[tuple[Span, ...], int]:
        found = tuple(spans.in_layer(tx, layer.layer_id))
        return found, len(found) * _SPAN

    return tx.keep(("marked", layer), load)


def compare(
    tx: Transaction, layers: Sequence[Standing], relations: Sequence[Relation], entries: Mapping[str, Entity]
) -> Compared:
    """The layers held against each other; ``relations`` are theirs, and links mean what their ``entries`` mean."""

    def load() -> tuple[Compared, int]:
        by_layer = {one.name: [_meant(span, entries) for span in marked(tx, one)] for one in layers}
        found = sorted(chain.from_iterable(by_layer.values()), key=reading_order)
        return Compared(tuple(units(by_layer, relations)), tuple(found)), len(found) * _SPAN

    merged = tuple((key, one.merged_into) for key, one in sorted(entries.items()) if one.merged_into)
    return tx.keep(("compared", *layers, *(f"{one.id} {one.type}" for one in relations), merged), load)


def _meant(span: Span, entries: Mapping[str, Entity]) -> Span:
    return replace(span, links=meant(span.links, entries)) if span.links else span
