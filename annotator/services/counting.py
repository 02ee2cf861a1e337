"""Counting: what several people made of a document, counted once and kept until one of their layers changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from annotator.domain.alignment import Pair, align_each
from annotator.domain.comparison import Comparison, compare, compare_each
from annotator.domain.disagreement import Paired, Pattern, pair_off_aligned, pattern
from annotator.domain.layer import GOLD
from annotator.domain.marked import Marked, mark
from annotator.domain.match import Place as Marking
from annotator.domain.place import Counts, Place, Sort, Sum, counts_of, places_of, summed, thirds
from annotator.domain.rated import attribute_ratings
from annotator.domain.rating import Ratings
from annotator.domain.span import Span
from annotator.domain.sweep import Unit
from annotator.domain.token import Tokens, tokens
from annotator.store import documents, spans
from annotator.store.completed import Completed
from annotator.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Counted:
    """One document as its annotators completed it.

    Attributes:
        document: which, with the layers that count.
        together: the comparison of all of them.
        pairs: of each two, by their names in order.
        rated: by label and attribute, what was said of the places that two or more gave this label.
        versions: of the codebook, under which the spans were made.
        counts: of every pair of readings of each two annotators.
        thirds: the comparisons of the beginning, the middle and the end of the text; what lies across is cut.
    """

    document: Completed
    together: Comparison
    pairs: Mapping[tuple[str, str], Comparison]
    rated: Mapping[tuple[str, str], Ratings]
    versions: frozenset[int]
    counts: Counts
    thirds: Sequence[Comparison]

    def __reduce__(self) -> tuple[Any, ...]:
        # Much faster than what a dataclass does with each of its fields.
        return Counted, tuple(getattr(self, one.name) for one in fields(self))


def shared(every: Iterable[Completed], names: Sequence[str] = (), labels: tuple[str, ...] = ()) -> list[Completed]:
    """The documents that at least two of ``names`` completed, with their layers; by default of all but gold.

    Only what has one of the ``labels`` counts; by default all of it.
    """
    found = []
    for one in every:
        layers = tuple(head for head in one.layers if (head.name in names if names else head.name != GOLD))
        if len(layers) > 1:
            found.append(replace(one, layers=layers, labels=labels))
    return found


class Work:
    """What several people marked in a document: read once, when it is first asked for."""

    def __init__(self, tx: Transaction, document: Completed) -> None:
        self._tx = tx
        self.document = document

    @cached_property
    def text(self) -> str:
        """The document's text."""
        return documents.reading(self._tx, self.document.document_id).text

    @cached_property
    def words(self) -> Tokens:
        """Its words and signs."""
        return Tokens(tokens(self.text))

    @cached_property
    def layers(self) -> dict[str, list[Span]]:
        """By the name of each annotator their spans."""
        found: dict[str, list[Span]] = {head.name: [] for head in self.document.layers}
        for span in spans.in_layers(self._tx, [head.id for head in self.document.layers]):
            if not self.document.labels or span.label in self.document.labels:
                found[span.layer].append(span)
        return found

    @cached_property
    def aligned(self) -> dict[tuple[str, str], list[Pair]]:
        """For each two annotators their spans, aligned."""
        return align_each(self.layers)

    @property
    def marked(self) -> dict[str, list[Marking]]:
        """The places of these, without who made them."""
        return {name: [(span.fragments, span.label) for span in own] for name, own in sorted(self.layers.items())}

    def paired(self) -> Iterator[tuple[str, str, tuple[Paired, ...]]]:
        """For each two annotators what they marked, pair by pair, in reading order."""
        for (one, other), aligned in self.aligned.items():
            yield one, other, pair_off_aligned(aligned)

    def placed(self) -> Iterator[tuple[tuple[Paired, ...], list[Place]]]:
        """The same, and beside each pair what it is without where just it is."""
        return places_of(self.layers, self.aligned, self.document.length)

    def units(self) -> dict[str, list[Unit]]:
        """The units of each annotator in tokens, as they are: they may overlap."""
        return {
            name: [(*self.words.under(start, end), label) for fragments, label in own for start, end in fragments]
            for name, own in self.marked.items()
        }


def counted(tx: Transaction, document: Completed, work: Work | None = None) -> Counted:
    """The counts of one document; from its ``work`` where that is read already."""
    return tx.keep_at_hand(("counted", *document.state), lambda: _count(work or Work(tx, document)))


def _count(work: Work) -> Counted:
    marked, length = work.marked, work.document.length
    together, pairs = compare_each(marked, length, work.words)
    met = ((one, other) for aligned in work.aligned.values() for one, other in aligned if one and other)
    return Counted(
        document=work.document,
        together=together,
        pairs=pairs,
        rated=attribute_ratings(work.layers, met),
        versions=frozenset(span.codebook_version for own in work.layers.values() for span in own),
        counts=counts_of(place for _, here in work.placed() for place in here),
        thirds=[_part(marked, work.text, start, end) for start, end in pairwise(thirds(length))],
    )


def _part(places: Mapping[str, Sequence[Marking]], text: str, start: int, end: int) -> Comparison:
    cut = {name: _cut(own, start, end) for name, own in places.items()}
    return compare(cut, end - start, Tokens(tokens(text[start:end])))


def marked(tx: Transaction, document: Completed, names: Iterable[str] = ()) -> Marked:
    """The text with what everybody has marked, or some of them."""
    work = Work(tx, document)
    places = work.marked
    return mark({name: places[name] for name in tuple(names) or places}, document.length, work.words)


def patterns(tx: Transaction, document: Completed) -> dict[tuple[Pattern, Sort], Sum]:
    """The places with their words, by how they differ; for lists, as they are many."""

    def load() -> dict[tuple[Pattern, Sort], Sum]:
        work = Work(tx, document)
        return summed(
            ((pattern(paired, work.text), place.sort), place)
            for pairs, here in work.placed()
            for paired, place in zip(pairs, here, strict=True)
        )

    return tx.keep_packed(("patterns", *document.state), load)


def _cut(places: Iterable[Marking], start: int, end: int) -> list[Marking]:
    found = []
    for fragments, label in places:
        inside = tuple((max(a, start) - start, min(b, end) - start) for a, b in fragments if a < end and b > start)
        if inside:
            found.append((inside, label))
    return found
