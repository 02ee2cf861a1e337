"""What some formats never look at: they write the same with it and without, so it is only counted and told."""

from collections.abc import Callable, Iterator

from annotator.domain.corpus import Document
from annotator.formats._loss import ABOUT_DOCUMENT, Loss


def _unseen(
    name: str,
    one: str,
    many: str,
    becomes: str,
    touches: Callable[[Document], Iterator[str]],
    *,
    said: bool = False,
) -> Loss:
    return Loss(name, one, many, becomes, lambda document: document, refused=False, said=said, touches=touches)


def _itself(_document: Document) -> Iterator[str]:
    yield ABOUT_DOCUMENT


def _kinds(document: Document) -> Iterator[str]:
    return (one.kind for one in document.blocks if one.kind != "paragraph")


def _layers(document: Document) -> Iterator[str]:
    return (ABOUT_DOCUMENT for _ in document.layers)


def _empty_layers(document: Document) -> Iterator[str]:
    marked = {one.layer for one in document.spans}
    return (ABOUT_DOCUMENT for one in document.layers if one.name not in marked)


def _spans(document: Document) -> Iterator[str]:
    return (one.label for one in document.spans)


def _relations(document: Document) -> Iterator[str]:
    return (one.type for one in document.relations)


def _history_beside_spans(document: Document) -> Iterator[str]:
    yield from _layers(document)
    yield from _relations(document)


def _history(document: Document) -> Iterator[str]:
    yield from _history_beside_spans(document)
    yield from _spans(document)


def _makers_beside_spans(document: Document) -> Iterator[str]:
    yield from (ABOUT_DOCUMENT for one in document.layers if one.annotator != one.name)
    yield from (one.type for one in document.relations if one.annotator != one.layer)


def _makers(document: Document) -> Iterator[str]:
    yield from _makers_beside_spans(document)
    yield from (one.label for one in document.spans if one.annotator != one.layer)


def _over_line_ends(document: Document) -> Iterator[str]:
    """Spans of which a fragment has words on both sides of a line end."""
    for span in document.spans:
        parted = [document.text[start:end].split("\n") for start, end in span.fragments]
        if any(sum(bool(line.strip()) for line in lines) > 1 for lines in parted):
            yield span.label


BLOCKS = _unseen("blocks", "block that is no paragraph", "blocks that are no paragraphs", "not told apart", _kinds)
HISTORY = _unseen(
    "history",
    "layer, span or relation with when it was made",
    "layers, spans and relations with when they were made",
    "without it, and without when and how often they were changed",
    _history,
)
HISTORY_BESIDE_SPANS = _unseen(
    "history",
    "layer or relation with when it was made",
    "layers and relations with when they were made",
    "without it",
    _history_beside_spans,
)
MAKERS = _unseen(
    "makers",
    "layer, span or relation that somebody made in a layer of another name, as in gold",
    "layers, spans and relations that somebody made in a layer of another name, as in gold",
    "without who made them",
    _makers,
)
MAKERS_BESIDE_SPANS = _unseen(
    "makers",
    "layer or relation that somebody made in a layer of another name, as in gold",
    "layers and relations that somebody made in a layer of another name, as in gold",
    "without who made them",
    _makers_beside_spans,
)
BOOK_VERSIONS = _unseen(
    "codebook_versions",
    "span with the version of the codebook it was made under",
    "spans with the version of the codebook they were made under",
    "without it",
    _spans,
)
IDS = _unseen("ids", "span with its id", "spans with their ids", "without them", _spans)
DOCUMENT_IDS = _unseen("document_ids", "document with its id", "documents with their ids", "without them", _itself)
TITLES = _unseen("titles", "document with its title", "documents with their titles", "without them", _itself)
DOCUMENTS = _unseen("documents", "document", "documents", "left out", _itself)
LAYERS = _unseen("layers", "layer", "layers", "left out", _layers)
EMPTY_LAYERS = _unseen(
    "empty_layers",
    "layer in which nothing is marked",
    "layers in which nothing is marked",
    "left out",
    _empty_layers,
    said=True,
)
LINE_ENDS = _unseen(
    "line_ends",
    "span over a line end",
    "spans over line ends",
    "parted there into fragments",
    _over_line_ends,
    said=True,
)
