"""What a format has no place for, and what becomes of a document without it.

A format names its losses in the order in which they are taken away. Whatever is counted, in a refusal, a report or
a manifest, is counted on what these functions did; the format then writes all of what they leave.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.domain.corpus import Document, Snapshot
from annotator.domain.counting import counted
from annotator.domain.span import Span, reading_order
from annotator.domain.token import Tokens, tokens

ABOUT_DOCUMENT = "document"
"""Stands in counts for what is said about a document as a whole, which has no label."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of thing that a format has no place for.

    Attributes:
        name: for scripts.
        one: what a person reads after “1”.
        many: what a person reads after any other number.
        becomes: what happens to them.
        without: the document as the format can hold it in this respect.
        refused: whether an export is refused unless the loss is allowed. What nobody annotated (the state of a
            layer, what else is known of a document or an entry) never is.
        said: whether whoever exports is told of it at once. What stands beside the marks of the layers, as most
            formats have no place for it, only stands in the manifest.
        touches: what it falls on, where the format never looks at it, so that ``without`` need change nothing.
    """

    name: str
    one: str
    many: str
    becomes: str
    without: Callable[[Document], Document]
    refused: bool = True
    said: bool = True
    touches: Callable[[Document], Iterable[str]] | None = None

    def counted(self, count: int) -> str:
        return counted(count, self.one, self.many)


Losses = Sequence[Loss]

Counted = tuple[Loss, Counter[str]]
"""A loss, and how often it touches what."""


def reduced(document: Document, losses: Losses) -> tuple[Document, dict[str, Counter[str]]]:
    """``document`` as a format with these ``losses`` holds it, and by loss how often that touches each label."""
    touched: dict[str, Counter[str]] = {}
    for loss in losses:
        if loss.touches is not None:
            touched.setdefault(loss.name, Counter()).update(loss.touches(document))
            continue
        left = loss.without(document)
        touched.setdefault(loss.name, Counter()).update(_touched(document, left))
        # Relations also go with a span that goes.
        touched.setdefault(RELATIONS.name, Counter()).update(_relations_gone(document, left))
        document = left
    return document, touched


def all_reduced(snapshot: Snapshot, losses: Losses) -> Snapshot:
    """``snapshot`` with every document as a format with these ``losses`` holds it."""
    if not losses:
        return snapshot
    return replace(snapshot, documents=lambda: (reduced(one, losses)[0] for one in snapshot.documents()))


def _touched(before: Document, after: Document) -> Iterator[str]:
    """The label of each span or rule that is gone or not as it was, and the sort of each entry that is gone.

    What is no longer said of the document as a whole, or by it, counts as about it.
    """
    left = set(map(id, (*after.spans, *after.precedents)))
    yield from (one.label for one in before.spans if id(one) not in left)
    yield from (one.label for one in before.precedents if id(one) not in left)
    yield from (one.sort for one in before.entities[len(after.entities) :])
    yield from (ABOUT_DOCUMENT for one, other in zip(before.layers, after.layers, strict=True) if one is not other)
    if (bool(before.meta), before.tree) != (bool(after.meta), after.tree):
        yield ABOUT_DOCUMENT


def _relations_gone(before: Document, after: Document) -> Iterator[str]:
    left = set(map(id, after.relations))
    return (one.type for one in before.relations if id(one) not in left)


def _with_spans(document: Document, spans: Iterable[Span]) -> Document:
    """``document`` with other spans in reading order, and without relations that have lost an end."""
    kept = tuple(sorted(spans, key=reading_order))
    there = {one.id for one in kept}
    relations = tuple(one for one in document.relations if one.source in there and one.target in there)
    return replace(document, spans=kept, relations=relations)


def _each(change: Callable[[Span], Span]) -> Callable[[Document], Document]:
    return lambda document: _with_spans(document, map(change, document.spans))


def _without_spans(document: Document) -> Document:
    return _with_spans(document, ())


def _without_relations(document: Document) -> Document:
    return replace(document, relations=())


def _without_attributes(span: Span) -> Span:
    return replace(span, attributes={}) if span.attributes else span


def _without_note(span: Span) -> Span:
    return replace(span, note="") if span.note else span


def _without_links(span: Span) -> Span:
    return replace(span, links={}) if span.links else span


def _joined(span: Span) -> Span:
    return span if len(span.fragments) == 1 else replace(span, fragments=((span.start, span.end),))


def _without_words_about_it(document: Document) -> Document:
    layers = (replace(one, attributes={}) if one.attributes else one for one in document.layers)
    return replace(document, layers=tuple(layers))


def _all_complete(document: Document) -> Document:
    layers = (one if one.state == "complete" else replace(one, state="complete") for one in document.layers)
    return replace(document, layers=tuple(layers))


def _without_overlaps(document: Document) -> Document:
    """Of spans that overlap, the one that starts first stays, the longest of those that start together."""
    kept: list[Span] = []
    for span in sorted(document.spans, key=reading_order):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return _with_spans(document, kept)


def _without_blanks(document: Document) -> Document:
    """Without fragments that mark nothing but white space; spans that are all blank are gone."""

    def left(span: Span) -> Span | None:
        seen = tuple((start, end) for start, end in span.fragments if document.text[start:end].strip())
        if seen == span.fragments:
            return span
        return replace(span, fragments=seen) if seen else None

    return _with_spans(document, (one for one in map(left, document.spans) if one is not None))


def _on_tokens(document: Document) -> Document:
    """Every fragment widened to whole tokens; spans without a token are gone."""
    ranges = tokens(document.text)
    found = Tokens(ranges)
    widened = (_widened(span, found, ranges) for span in document.spans)
    return _with_spans(document, (span for span in widened if span is not None))


def _widened(span: Span, found: Tokens, ranges: Sequence[tuple[int, int]]) -> Span | None:
    runs: list[tuple[int, int]] = []
    for start, end in span.fragments:
        first, after = found.under(start, end)
        if runs and first < runs[-1][1]:
            first, _ = runs.pop()
        if first < after:
            runs.append((first, after))
    if not runs:
        return None
    fragments = tuple((ranges[first][0], ranges[after - 1][1]) for first, after in runs)
    return span if fragments == span.fragments else replace(span, fragments=fragments)


RELATIONS = Loss("relations", "relation", "relations", "left out", _without_relations)
ATTRIBUTES = Loss(
    "attributes", "span with attributes", "spans with attributes", "without them", _each(_without_attributes)
)
LINKS = Loss("links", "span with links", "spans with links", "unlinked", _each(_without_links))
NOTES = Loss("notes", "span with a note", "spans with notes", "without them", _each(_without_note))
FRAGMENTS = Loss(
    "fragments", "span in fragments", "spans in fragments", "joined from the first to the last", _each(_joined)
)
OVERLAPS = Loss(
    "overlaps",
    "span that overlaps another",
    "spans that overlap another",
    "left out; of two, the first or longer stays",
    _without_overlaps,
)
BLANK = Loss("blank", "span of white space", "spans of white space", "left out", _without_blanks)
CUT_TOKENS = Loss(
    "cut_tokens",
    "span that cuts a token or marks none",
    "spans that cut a token or mark none",
    "widened to whole tokens, left out where there is none",
    _on_tokens,
)
ABOUT = Loss(
    "document_attributes",
    "layer that says something of a document as a whole",
    "layers that say something of a document as a whole",
    "without it",
    _without_words_about_it,
)
RULES = Loss(
    "rules",
    "rule made of a decision",
    "rules made of decisions",
    "left out",
    lambda document: replace(document, precedents=()) if document.precedents else document,
    refused=False,
    said=False,
)
STATES = Loss(
    "states",
    "layer that is not complete",
    "layers that are not complete",
    "not told from complete ones",
    _all_complete,
    refused=False,
)
METADATA = Loss(
    "metadata",
    "document with metadata",
    "documents with metadata",
    "without it",
    lambda document: replace(document, meta={}) if document.meta else document,
    refused=False,
    said=False,
)
ENTITIES = Loss(
    "entities",
    "entry of the registry in a document",
    "entries of the registry in documents",
    "named by their keys alone",
    lambda document: replace(document, entities=()) if document.entities else document,
    refused=False,
    said=False,
)
TREES = Loss(
    "trees",
    "document that came as a TEI file",
    "documents that came as TEI files",
    "without that file’s own markup",
    lambda document: replace(document, tree=None) if document.tree is not None else document,
    refused=False,
    said=False,
)
SPANS = Loss("spans", "span", "spans", "left out", _without_spans)
