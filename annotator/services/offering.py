"""Names that texts mark in themselves, taken over as a layer as far as somebody wants them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from annotator.domain.corpus import Document
from annotator.domain.fitting import Lack
from annotator.domain.layer import Layer
from annotator.domain.span import Span, reading_order
from annotator.services.import_books import Fit
from annotator.services.parsing import Parsed


class Taken:
    """Files with what is wanted of what they offer, each time they are gone through; they offer the rest."""

    def __init__(self, parsed: Iterable[Parsed], fit: Fit) -> None:
        self._parsed, self._fit = parsed, fit

    def __iter__(self) -> Iterator[Parsed]:
        for file in self._parsed:
            yield self._taken(file) if file.arrival.offered else file

    def _taken(self, file: Parsed) -> Parsed:
        offered = file.arrival.offered
        wanted = {key: tuple(one for one in spans if self._wants(one)) for key, spans in offered.items()}
        left = {key: tuple(one for one in spans if not self._wants(one)) for key, spans in offered.items()}
        documents = tuple(_with(document, wanted.get(document.id, ())) for document in file.arrival.documents)
        return replace(file, arrival=replace(file.arrival, documents=documents, offered=left))

    def _wants(self, span: Span) -> bool:
        return span.label in self._fit.names or self._fit.adds(Lack("label", span.label, 1))


def told(offers: Mapping[str, int]) -> str:
    """What is left in the texts, in a line."""
    named = ", ".join(f"{name} ({times})" for name, times in sorted(offers.items()))
    return (
        f"The texts mark {named} themselves. That stays in their trees; what is called a label of the codebook, "
        "or added to it, becomes a layer as well."
    )


def _with(document: Document, spans: tuple[Span, ...]) -> Document:
    """``document`` with ``spans``, in layers that it may not have yet."""
    if not spans:
        return document
    there = {layer.name for layer in document.layers}
    made = {
        one.layer: Layer(one.layer, one.annotator, "complete", one.created, one.created)
        for one in spans
        if one.layer not in there
    }
    return replace(
        document,
        layers=tuple(sorted((*document.layers, *made.values()), key=lambda layer: layer.name)),
        spans=tuple(sorted((*document.spans, *spans), key=reading_order)),
    )
