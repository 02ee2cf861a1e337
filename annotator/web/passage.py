"""A disagreement as its page shows it: both readings, each with what was marked, in the words around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from annotator.domain.codebook import Codebook
from annotator.domain.span import Span
from annotator.domain.surroundings import around
from annotator.services.disagreeing import Disagreement
from annotator.services.listing_joined import Joint
from annotator.web.wording import label_of, value

_AROUND = 90


@dataclass(frozen=True, slots=True)
class Side:
    """What one annotator made of it."""

    name: str
    html: Markup
    labels: tuple[tuple[int, str, str], ...]
    """Of each span the label's number, its title and the attributes."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Both readings of one place, and where it stands."""

    disagreement: Disagreement
    sides: tuple[Side, Side]
    span: str
    """The id of a span of it."""


def passage(found: Disagreement, book: Codebook) -> Passage:
    """One disagreement in the words around it."""
    sides = (
        side(found, found.one, found.sides[0], book),
        side(found, found.other, found.sides[1], book),
    )
    return Passage(found, sides, found.paired.spans[0].id)


Placed = Disagreement | Joint
"""What stands at a place of a text."""


def side(found: Placed, name: str, spans: Sequence[Span], book: Codebook) -> Side:
    """What one annotator made of a place."""
    labels = tuple(
        (min(book.index(span.label), len(book.labels)), label_of(book, span.label), _values(span))
        for span in spans
    )
    return Side(name, _marked(found, spans, book), labels)


def _marked(found: Placed, spans: Sequence[Span], book: Codebook) -> Markup:
    text, block = found.reading.text, found.reading.blocks[found.block]
    since, until = min(block.start, found.start), min(len(text), max(block.end, found.end))
    start, end = around(text, found.start, found.end, _AROUND, since=since, until=until)
    parts = [Markup("… ") if start > block.start else Markup("")]
    at = start
    for first, last, number in sorted(_stretches(spans, book)):
        if max(first, at) < last <= end:
            parts.append(escape(text[at : max(first, at)]))
            parts.append(Markup('<mark class="c{}">{}</mark>').format(number, text[max(first, at) : last]))
            at = last
    parts.append(escape(text[at:end]))
    parts.append(Markup(" …") if end < block.end else Markup(""))
    return Markup("").join(parts)


def _stretches(spans: Sequence[Span], book: Codebook) -> list[tuple[int, int, int]]:
    return [(start, end, book.index(span.label)) for span in spans for start, end in span.fragments]


def _values(span: Span) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')}: {value(given)}" for name, given in sorted(span.attributes.items())
    )
