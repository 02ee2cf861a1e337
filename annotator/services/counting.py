"""Counting: what several people made of a document, counted once and kept until one of their layers changes."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from annotator.domain.beside import Beside, Marks
from annotator.domain.comparison import Comparison, compare, compare_each
from annotator.domain.disagreement import NOT_MARKED, Kind, Paired, Pattern, differing, pair_off, pattern
from annotator.domain.layer import GOLD
from annotator.domain.marked import Marked, mark
from annotator.domain.match import Place as Marking
from annotator.domain.rated import attribute_ratings, value_of
from annotator.domain.rating import Ratings
from annotator.domain.span import Span
from annotator.domain.sweep import Unit
from annotator.domain.token import Tokens, tokens
from annotator.store import documents, spans
from annotator.store.completed import Completed
from annotator.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Place:
    """What two annotators made of one place, without where just it is.

    Attributes:
        labels: the one's and the other's.
        third: the beginning of the text, its middle or its end: 0, 1 or 2.
        differing: the attributes of which they say different things, where both gave the same label.
        said: what either says: the label, the attribute, and the value.
        beside: how much of what each marked here the other did not mark so.
    """

    one: str
    other: str
    kind: Kind
    labels: tuple[str, str]
    pattern: Pattern
    third: int
    differing: tuple[str, ...]
    said: tuple[tuple[str, str, str], ...]
    beside: Beside

    def behind(self, measure: str) -> int:
        """How much of it is counted where this figure counts what differs: characters, or spans."""
        return BEHIND[measure](self)


def _not_exact(place: Place) -> int:
    return 0 if place.kind in ("same", "attribute") else sum(label != NOT_MARKED for label in place.labels)


BEHIND: Mapping[str, Callable[[Place], int]] = {
    # A character that only one marked differs for both.
    "u_alpha": lambda place: 2 * place.beside.alone + place.beside.otherwise,
    "u_alpha_binary": lambda place: 2 * place.beside.alone,
    "cu_alpha": lambda place: place.beside.otherwise,
    "span_f1_exact": _not_exact,
    "span_f1_overlap": lambda place: place.beside.unmet,
}
"""For each figure that is shown first what it counts as different in one place."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One document as its annotators completed it.

    Attributes:
        document: which, with the layers that count.
        together: the comparison of all of them.
        pairs: of each two, by their names in order.
        rated: by label and attribute, what was said of the places that two or more gave this label.
        versions: of the codebook, under which the spans were made.
    """

    document: Completed
    together: Comparison
    pairs: Mapping[tuple[str, str], Comparison]
    rated: Mapping[tuple[str, str], Ratings]
    versions: frozenset[int]


@dataclass(frozen=True, slots=True)
class Passages:
    """Where in a document its annotators differ, and in what; for pages, as it takes longer than the counts.

    Attributes:
        places: every pair of readings of each two annotators, by how they differ.
        thirds: the comparisons of the beginning, the middle and the end of the text; what lies across is cut.
    """

    places: Counter[Place]
    thirds: Sequence[Comparison]


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


def counted(tx: Transaction, document: Completed) -> Counted:
    """The counts of one document."""

    def load() -> Counted:
        text = documents.reading(tx, document.document_id).text
        return _count(document, text, _by_layer(tx, document))

    return tx.keep_packed(("counted", *document.state), load)


def _count(document: Completed, text: str, layers: Mapping[str, Sequence[Span]]) -> Counted:
    together, pairs = compare_each(_places(layers), document.length, Tokens(tokens(text)))
    versions = frozenset(span.codebook_version for own in layers.values() for span in own)
    return Counted(document, together, pairs, attribute_ratings(layers), versions)


def passages(tx: Transaction, document: Completed) -> Passages:
    """Where the annotators of one document differ."""

    def load() -> Passages:
        text = documents.reading(tx, document.document_id).text
        layers = _by_layer(tx, document)
        marked = _places(layers)
        borders = _thirds(document.length)
        return Passages(
            Counter(
                place
                for one, other in combinations(layers, 2)
                for place in places_of(one, other, layers, pair_off(layers[one], layers[other]), text)
            ),
            [_part(marked, text, start, end) for start, end in pairwise(borders)],
        )

    return tx.keep_packed(("passages", *document.state), load)


def places_of(
    one: str, other: str, layers: Mapping[str, Sequence[Span]], pairs: Iterable[Paired], text: str
) -> Iterator[Place]:
    """The pairs of two annotators' readings, without where just they are."""
    marks = Marks(layers[one]), Marks(layers[other])
    return (_place_of(one, other, paired, marks, text) for paired in pairs)


def _place_of(one: str, other: str, paired: Paired, marks: tuple[Marks, Marks], text: str) -> Place:
    start = min(span.start for span in paired.spans)
    mine = marks[1].beside(paired.one) if paired.one else Beside()
    theirs = marks[0].beside(paired.other) if paired.other else Beside()
    return Place(
        one,
        other,
        paired.kind,
        paired.labels,
        pattern(paired, text),
        third=bisect_right(_thirds(len(text)), start) - 1,
        differing=differing(paired),
        said=tuple(sorted({said for span in paired.spans for said in _said(span)})),
        beside=mine.plus(theirs),
    )


def _thirds(length: int) -> list[int]:
    """Where each third of a text begins, and where the last one ends."""
    return [length * third // 3 for third in range(4)]


def _said(span: Span) -> Iterator[tuple[str, str, str]]:
    for name in span.attributes:
        value = value_of(span.attributes, name)
        if value is not None:
            yield span.label, name, str(value)


def _part(places: Mapping[str, Sequence[Marking]], text: str, start: int, end: int) -> Comparison:
    cut = {name: _cut(own, start, end) for name, own in places.items()}
    return compare(cut, end - start, Tokens(tokens(text[start:end])))


def marked(tx: Transaction, document: Completed, names: Iterable[str] = ()) -> Marked:
    """The text with what everybody has marked, or some of them."""
    places = _places(_by_layer(tx, document))
    wanted = tuple(names) or tuple(places)
    return mark({name: places[name] for name in wanted}, document.length, _tokens(tx, document))


def units(tx: Transaction, document: Completed) -> dict[str, list[Unit]]:
    """The units of each annotator in tokens, as they are: they may overlap."""
    words = _tokens(tx, document)
    return {
        name: [(*words.under(start, end), label) for fragments, label in own for start, end in fragments]
        for name, own in _places(_by_layer(tx, document)).items()
    }


def spans_by_layer(tx: Transaction, document: Completed) -> dict[str, list[Span]]:
    """The spans of each annotator of one document."""
    return _by_layer(tx, document)


def word_count(tx: Transaction, document: Completed) -> int:
    """How many words and signs a document has."""
    return len(_tokens(tx, document))


def paired(tx: Transaction, document: Completed) -> Iterator[tuple[str, str, tuple[Paired, ...]]]:
    """For each two annotators what they marked, pair by pair, in reading order."""
    layers = _by_layer(tx, document)
    for one, other in combinations(layers, 2):
        yield one, other, pair_off(layers[one], layers[other])


def placed(tx: Transaction, document: Completed, text: str) -> Iterator[tuple[tuple[Paired, ...], list[Place]]]:
    """The same, and beside each pair what it is without where just it is."""
    layers = _by_layer(tx, document)
    for one, other in combinations(layers, 2):
        pairs = pair_off(layers[one], layers[other])
        yield pairs, list(places_of(one, other, layers, pairs, text))


def _places(layers: Mapping[str, Sequence[Span]]) -> dict[str, list[Marking]]:
    return {name: [(span.fragments, span.label) for span in own] for name, own in sorted(layers.items())}


def _cut(places: Iterable[Marking], start: int, end: int) -> list[Marking]:
    found = []
    for fragments, label in places:
        inside = tuple((max(a, start) - start, min(b, end) - start) for a, b in fragments if a < end and b > start)
        if inside:
            found.append((inside, label))
    return found


def _by_layer(tx: Transaction, document: Completed) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {head.name: [] for head in document.layers}
    for span in spans.in_layers(tx, [head.id for head in document.layers]):
        if not document.labels or span.label in document.labels:
            found[span.layer].append(span)
    return found


def _tokens(tx: Transaction, document: Completed) -> Tokens:
    return Tokens(tokens(documents.reading(tx, document.document_id).text))
