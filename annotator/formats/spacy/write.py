"""Writes DocBins of a hundred documents each, as ``spacy train`` takes a folder of them.

A DocBin is one message: memory holds it as a whole, so it does not grow with the corpus.

The spans of a layer are in ``doc.spans[LAYER]``; those of an only layer in ``doc.spans["sc"]`` too, where spaCy's
span categoriser looks. What spaCy has no place for is in ``doc.user_data``: ids, metadata, attributes, relations.
"""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from annotator.domain.corpus import Document, Snapshot
from annotator.domain.link import IS
from annotator.domain.span import Span
from annotator.domain.token import tokens
from annotator.formats._files import File
from annotator.formats._order import layers_of, relations_of, spans_of

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as Marked
    from spacy.vocab import Vocab

SPAN_CATEGORIES = "sc"
_AT_ONCE = 100


def files(snapshot: Snapshot) -> Iterator[File]:
    """DocBins, each with some of the documents."""
    from spacy.tokens import DocBin  # noqa: PLC0415 - an extra, and slow to import
    from spacy.vocab import Vocab  # noqa: PLC0415

    documents = snapshot.documents()
    number = 0
    while batch := list(islice(documents, _AT_ONCE)):
        number += 1
        vocab = Vocab()
        made = DocBin(attrs=[], store_user_data=True, docs=[_doc(one, vocab) for one in batch])
        yield File(f"{number:05}.spacy", [made.to_bytes()])


def _doc(document: Document, vocab: "Vocab") -> "Doc":
    from spacy.tokens import Doc  # noqa: PLC0415

    pieces = list(_pieces(document.text))
    doc = Doc(
        vocab,
        words=[document.text[start:end] for start, end, _ in pieces],
        spaces=[space for _, _, space in pieces],
    )
    starts = {start: number for number, (start, _, _) in enumerate(pieces)}
    ends = {end: number for number, (_, end, _) in enumerate(pieces, start=1)}
    layers = list(layers_of(document))
    for layer in layers:
        spans = [_marked(doc, starts[one.start], ends[one.end], one) for one in spans_of(document, layer)]
        doc.spans[layer] = spans
        if len(layers) == 1:
            doc.spans[SPAN_CATEGORIES] = spans
    doc.user_data.update(_user_data(document))
    return doc


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Tokens that make up all of ``text``: what is more than one blank behind a word is a token of its own."""
    reached = 0
    ranges = tokens(text)
    for number, (start, end) in enumerate(ranges):
        if reached < start:
            yield reached, start, False
        behind = ranges[number + 1][0] if number + 1 < len(ranges) else len(text)
        space = behind > end and text[end] == " "
        yield start, end, space
        reached = end + space
    if reached < len(text):
        yield reached, len(text), False


def _marked(doc: "Doc", first: int, after: int, span: Span) -> "Marked":
    from spacy.tokens import Span as Marked  # noqa: PLC0415

    return Marked(doc, first, after, label=span.label, span_id=span.id, kb_id=span.links.get(IS, ""))


def _user_data(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "meta": _sorted(document.meta),
        "spans": {span.id: said for span in spans_of(document) if (said := _said(span))},
        "relations": [
            {"id": one.id, "layer": one.layer, "type": one.type, "source": one.source, "target": one.target}
            for one in relations_of(document)
        ],
    }


def _said(span: Span) -> dict[str, Any]:
    said = {"attributes": _sorted(span.attributes), "note": span.note, "links": _sorted(span.links)}
    return {key: value for key, value in said.items() if value}


def _sorted(tree: Any) -> Any:
    """``tree`` with its keys in one order."""
    if isinstance(tree, list | tuple):
        return [_sorted(one) for one in tree]
    if hasattr(tree, "items"):
        return {key: _sorted(tree[key]) for key in sorted(tree)}
    return tree
