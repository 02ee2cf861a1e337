"""Writes TEI: document by document, with the same bytes for the same corpus."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from annotator.domain.corpus import Document, Snapshot
from annotator.formats.tei.elements import add_text, make, serialised
from annotator.formats.tei.entities_write import entities_of
from annotator.formats.tei.graft import Grafting, stock_of
from annotator.formats.tei.header import corpus_header, document_header
from annotator.formats.tei.layers_write import layers_of
from annotator.formats.tei.metadata import UNDETERMINED, language_of
from annotator.formats.tei.names import TEI
from annotator.formats.tei.precedents_write import precedents_of
from annotator.formats.tei.record_read import path_of_text
from annotator.formats.tei.references import References, Shared

VERSION = "4.12.0"
"""The version of the TEI Guidelines that exports are held against."""

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """A ``teiCorpus``; for one document its ``TEI`` alone.

    A document that came as TEI of others is its tree with our ``standOff``s appended. It always stands in a
    ``teiCorpus``, whose header is ours.
    """
    yield _DECLARATION
    if snapshot.count == 0:
        yield serialised(_nothing(snapshot))
    elif snapshot.count == 1 and (alone := _alone(snapshot)) is not None:
        yield serialised(alone)
    else:
        header = corpus_header(snapshot)
        yield f'<teiCorpus xmlns="{TEI}" version="{VERSION}">\n'.encode()
        yield serialised(header) + b"\n"
        yield from _documents(snapshot, header)
        yield b"</teiCorpus>"
    yield b"\n"


def _alone(snapshot: Snapshot) -> Element | None:
    """The one document there is; None where its header is somebody else's, so that ours is that of a corpus."""
    (document,) = snapshot.documents()
    if stock_of(document) is not None:
        return None
    return _document(document, snapshot, Shared(snapshot), alone=True)


def _documents(snapshot: Snapshot, header: Element) -> Iterator[bytes]:
    shared = Shared(snapshot)
    grafting = Grafting(snapshot, shared, header)
    for number, document in enumerate(snapshot.documents(), start=1):
        grafting.meet(document)
        stock = stock_of(document)
        if stock is None:
            yield serialised(_document(document, snapshot, shared, alone=False)) + b"\n"
        else:
            yield grafting.grafted(document, stock, path_of_text(number)) + b"\n"


def _document(document: Document, snapshot: Snapshot, shared: Shared, *, alone: bool) -> Element:
    references = References(shared, document.id)
    layers = [*precedents_of(document, references), *layers_of(document, references)]
    return make(
        "TEI",
        document_header(document, snapshot, references, alone=alone),
        _text(document, references.own("t")),
        *entities_of(document, references),
        *layers,
        id=references.own("d"),
        lang=language_of(document.meta) or UNDETERMINED,
        version=VERSION,
    )


def _text(document: Document, own: str) -> Element:
    """The text in its blocks; what stands between them is text of the body itself."""
    text = document.text
    body = make("body")
    reached = 0
    for block in document.blocks:
        add_text(body, text[reached : block.start])
        words = text[block.start : block.end]
        is_paragraph = block.kind == "paragraph"
        body.append(make("p", words) if is_paragraph else make("ab", words, type=block.kind))
        reached = block.end
    if document.blocks:
        add_text(body, text[reached:])
    else:
        body.append(make("ab", text))
    return make("text", body, id=own, space="preserve")


def _nothing(snapshot: Snapshot) -> Element:
    """A corpus without documents: TEI knows none, so it is a header and a text without a word."""
    return make(
        "TEI", corpus_header(snapshot), make("text", make("body", make("p"))), lang=UNDETERMINED, version=VERSION
    )
