"""The order of what formats write: by place in the text, whatever order a database hands it over in."""

from collections.abc import Iterator

from annotator.domain.corpus import Document
from annotator.domain.relation import Relation
from annotator.domain.span import Span, reading_order


def spans_of(document: Document, layer: str | None = None) -> list[Span]:
    """The spans of ``document``, or of one layer of it, in reading order."""
    return sorted((one for one in document.spans if layer in (None, one.layer)), key=reading_order)


def relations_of(document: Document, layer: str | None = None) -> list[Relation]:
    """The relations of ``document``, or of one layer of it, by the places of their ends."""
    places = {span.id: place for place, span in enumerate(spans_of(document))}
    return sorted(
        (one for one in document.relations if layer in (None, one.layer)),
        key=lambda one: (places[one.source], places[one.target], one.type, one.id),
    )


def layers_of(document: Document) -> Iterator[str]:
    """The names of its layers."""
    return iter(sorted({one.name for one in document.layers} | {one.layer for one in document.spans}))
