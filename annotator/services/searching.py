"""Searching: what a project's texts and spans say, each place with what stands left and right of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal, get_args

from annotator.domain.block import touched
from annotator.domain.errors import Invalid
from annotator.domain.naming import name_key
from annotator.domain.permission import Person
from annotator.domain.query import Condition, Phrase, Query, holds, parsed
from annotator.domain.script import direction
from annotator.domain.span import Span
from annotator.domain.word import Words, word_keys, words
from annotator.services import projects
from annotator.services.table import Table, as_csv
from annotator.store import searching
from annotator.store.engine import Store, Transaction
from annotator.store.projects import Project
from annotator.store.searching import Found

Order = Literal["text", "left", "right", "words"]
ORDERS: tuple[Order, ...] = get_args(Order)

CONTEXT = 60
_PLACE = ("document", "title", "start", "end", "left", "text", "right")
_OF_SPAN = ("span", "label", "annotator", "layer", "attributes", "note")
_COLUMNS = (*_PLACE, *_OF_SPAN)
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that was found: ``[start, end)`` of a document's text, with what stands around it.

    ``block`` is the number of the block that it stands in. ``span`` is the one that was searched for, where spans
    were.
    """

    document: str
    title: str
    start: int
    end: int
    left: str
    text: str
    right: str
    block: int
    span: Span | None = None

    @property
    def direction(self) -> str:
        """From which side the line is read: its context may begin with words of another script."""
        return direction(f"{self.left}{self.text}{self.right}")


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of what was found. ``total`` is None where there is more than was counted."""

    project: Project
    hits: tuple[Hit, ...]
    more: bool
    total: int | None


def search(
    tx: Transaction,
    person: Person,
    slug: str,
    text: str,
    *,
    context: int = CONTEXT,
    after: int = 0,
    limit: int = 100,
    order: str = "text",
) -> Hits:
    """One page of the places that a query finds.

    In the order of the text no more is read than the page needs; any other order looks at the first 10,000 places.

    Raises:
        Invalid: the query cannot be read, or there is no such order.
    """
    if order not in ORDERS:
        raise Invalid("unknown-order", f"“{order[:40]}” is no order; these are: {', '.join(ORDERS)}.")
    project = projects.find(tx, person, slug)
    found = hits(tx, project, parsed(text), context)
    if order == "text":
        page = list(islice(found, after, after + limit + 1))
        more = len(page) > limit
        return Hits(project, tuple(page[:limit]), more, None if more else after + len(page))
    every = sorted(islice(found, _MOST), key=_KEYS[order])
    page = every[after : after + limit]
    return Hits(project, tuple(page), after + limit < len(every), len(every) if len(every) < _MOST else None)


def hits(tx: Transaction, project: Project, query: Query, context: int = CONTEXT) -> Iterator[Hit]:
    """Everything that a query finds, in the order of the project and of its texts."""
    for document in searching.texts(tx, project, query.words):
        if not holds(query.of_documents, document.title, document.meta) or _excluded(query, document.words):
            continue
        if query.finds_spans:
            yield from _spans(tx, project, query, document, context)
        elif query.phrases:
            yield from _places(query, document, context)
        else:
            yield _hit(document, 0, 0, context)


def refuse_unreadable(tx: Transaction, person: Person, slug: str, text: str) -> None:
    """Refuse what cannot be searched for, before anything is read.

    Raises:
        NotFound: no such project, or none that this person may know of.
        Invalid: the query cannot be read.
    """
    projects.find(tx, person, slug)
    parsed(text)


def concordance(store: Store, person: Person, slug: str, text: str, *, context: int = CONTEXT) -> Iterator[bytes]:
    """Every place of a query as CSV, with what stands around it and, of spans, what they say.

    Piece by piece while it is read; what cannot be searched for is refused before.
    """
    with store.read() as tx:
        found = hits(tx, projects.find(tx, person, slug), parsed(text), context)
        yield from as_csv(Table(_COLUMNS, ([told(hit).get(name) for name in _COLUMNS] for hit in found)))


def told(hit: Hit) -> dict[str, object]:
    """A place as plain values, for scripts and files; of a span also whose it is and what it says."""
    place: dict[str, object] = {name: getattr(hit, name) for name in _PLACE}
    span = hit.span
    if span is None:
        return place
    said = (span.id, span.label, span.annotator, span.layer, dict(span.attributes), span.note)
    return place | dict(zip(_OF_SPAN, said, strict=True))


def _places(query: Query, document: Found, context: int) -> Iterator[Hit]:
    found = [phrase.places(document.words) for phrase in query.phrases]
    if all(found):
        for start, end in sorted({place for places in found for place in places}):
            yield _hit(document, start, end, context)


def _spans(tx: Transaction, project: Project, query: Query, document: Found, context: int) -> Iterator[Hit]:
    labels = [one.value for one in query.of_spans if one.name == "label" and not one.excluded]
    for span in searching.marked(tx, project, document, labels[0] if labels else None):
        if _meets(span, query) and _says(span, query.phrases, document):
            yield _hit(document, span.start, span.end, context, span)


def _says(span: Span, phrases: tuple[Phrase, ...], document: Found) -> bool:
    # A span that begins within a word holds a part of it, which is no word of the text.
    said = words(span.quote(document.reading.text)) if phrases else Words((), ())
    return all(phrase.places(said) for phrase in phrases)


def _meets(span: Span, query: Query) -> bool:
    return all(_of_span(span, one) != one.excluded for one in query.of_spans) and all(
        _of_attribute(span, one) != one.excluded for one in query.attributes
    )


def _of_span(span: Span, one: Condition) -> bool:
    match one.name:
        case "label":
            return span.label == one.value
        case "by":
            return name_key(span.annotator) == name_key(one.value)
        case "layer":
            return name_key(span.layer) == name_key(one.value)
    wanted, said = word_keys(one.value), word_keys(span.note)
    return any(said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1))


def _of_attribute(span: Span, one: Condition) -> bool:
    value = span.attributes.get(one.name)
    values = value if isinstance(value, list) else [value]
    return any(name_key(_spoken(said)) == name_key(one.value) for said in values if said is not None)


def _spoken(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _excluded(query: Query, said: Words) -> bool:
    return any(phrase.places(said) for phrase in query.excluded)


def _hit(document: Found, start: int, end: int, context: int, span: Span | None = None) -> Hit:
    text = document.reading.text
    left, right = text[max(0, start - context) : start], text[end : end + context]
    blocks = touched(document.reading.blocks, start, end)
    block = blocks[0] if blocks else 0
    return Hit(document.id, document.title, start, end, left, text[start:end], right, block, span)


def _right(hit: Hit) -> tuple[object, ...]:
    return (word_keys(hit.right), word_keys(hit.text), hit.title, hit.start)


_KEYS = {
    "left": lambda hit: (word_keys(hit.left)[::-1], word_keys(hit.text), hit.title, hit.start),
    "right": _right,
    "words": lambda hit: (word_keys(hit.text), *_right(hit)),
}
