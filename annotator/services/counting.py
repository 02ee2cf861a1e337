"""Counting: what several people made of a document, counted once and kept until one of their layers changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.comparison import Comparison, compare, compare_each
from annotator.domain.disagreement import Paired, pair_off
from annotator.domain.layer import GOLD
from annotator.domain.marked import Marked, mark
from annotator.domain.match import Place
from annotator.domain.span import Span
from annotator.domain.sweep import Unit
from annotator.domain.token import Tokens, tokens
from annotator.store import documents, spans
from annotator.store.completed import Completed, CompleteLayer
from annotator.store.engine import Transaction

_COUNTED = 5_000
"""About as many characters as take the memory of one document's counts for two annotators."""
_PAIRED = 1_600
"""And of one pair of spans."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One document as its annotators completed it.

    Attributes:
        document: which, with the layers that count.
        together: the comparison of all of them.
        pairs: of each two, by their names in order.
        versions: of the codebook, under which the spans were made.
    """

    document: Completed
    together: Comparison
    pairs: Mapping[tuple[str, str], Comparison]
    versions: frozenset[int]


def shared(every: Iterable[Completed], names: Sequence[str] = ()) -> list[Completed]:
    """The documents that at least two of ``names`` completed, with their layers; by default of all but gold."""
    found = []
    for one in every:
        layers = tuple(head for head in one.layers if (head.name in names if names else head.name != GOLD))
        if len(layers) > 1:
            found.append(Completed(one.document_id, one.title, one.length, one.meta, layers))
    return found


def counted(tx: Transaction, document: Completed) -> Counted:
    """The counts of one document."""

    def load() -> tuple[Counted, int]:
        made, places = _places(tx, document)
        words = _tokens(tx, document)
        together, pairs = compare_each(places, document.length, words)
        versions = frozenset(span.codebook_version for span in made)
        return Counted(document, together, pairs, versions), _COUNTED * (1 + len(pairs))

    return tx.keep(("counted", document.document_id, document.layers), load)


def part(tx: Transaction, document: Completed, start: int, end: int) -> Comparison:
    """The comparison of a part of the text, ``[start, end)``; spans that lie across its borders are cut."""

    def load() -> tuple[Comparison, int]:
        cut = {name: _cut(own, start, end) for name, own in _places(tx, document)[1].items()}
        inside = documents.reading(tx, document.document_id).text[start:end]
        return compare(cut, end - start, Tokens(tokens(inside))), _COUNTED

    return tx.keep(("part", document.document_id, document.layers, start, end), load)


def marked(tx: Transaction, document: Completed, names: Iterable[str] = ()) -> Marked:
    """The text with what everybody has marked, or some of them."""
    places = _places(tx, document)[1]
    wanted = tuple(names) or tuple(places)
    return mark({name: places[name] for name in wanted}, document.length, _tokens(tx, document))


def spans_by_layer(tx: Transaction, document: Completed) -> dict[str, list[Span]]:
    """The spans of each annotator."""
    return _by_layer(tx, document.layers)


def units(tx: Transaction, document: Completed) -> dict[str, list[Unit]]:
    """The units of each annotator in tokens, as they are: they may overlap."""
    words = _tokens(tx, document)
    return {
        name: [(*words.under(start, end), label) for fragments, label in own for start, end in fragments]
        for name, own in _places(tx, document)[1].items()
    }


def paired(tx: Transaction, document: Completed, one: str, other: str) -> tuple[Paired, ...]:
    """What two annotators marked, pair by pair, in reading order."""
    heads = {head.name: head for head in document.layers}

    def load() -> tuple[tuple[Paired, ...], int]:
        made = _by_layer(tx, (heads[one], heads[other]))
        found = pair_off(made[one], made[other])
        return found, len(found) * _PAIRED

    return tx.keep(("paired", heads[one], heads[other]), load)


def _places(tx: Transaction, document: Completed) -> tuple[list[Span], dict[str, list[Place]]]:
    by_layer = _by_layer(tx, document.layers)
    places: dict[str, list[Place]] = {
        name: [(span.fragments, span.label) for span in own] for name, own in sorted(by_layer.items())
    }
    return [span for own in by_layer.values() for span in own], places


def _cut(places: Iterable[Place], start: int, end: int) -> list[Place]:
    found = []
    for fragments, label in places:
        inside = tuple((max(a, start) - start, min(b, end) - start) for a, b in fragments if a < end and b > start)
        if inside:
            found.append((inside, label))
    return found


def _by_layer(tx: Transaction, heads: Sequence[CompleteLayer]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {head.name: [] for head in heads}
    for span in spans.in_layers(tx, [head.id for head in heads]):
        found[span.layer].append(span)
    return found


def _tokens(tx: Transaction, document: Completed) -> Tokens:
    return Tokens(tokens(documents.reading(tx, document.document_id).text))
