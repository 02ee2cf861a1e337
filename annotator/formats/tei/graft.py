"""A tree of others with our ``standOff``s appended: its header and its text stay as they are."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.corpus import Document, Snapshot
from annotator.formats.tei.body import read_body
from annotator.formats.tei.elements import laid_out
from annotator.formats.tei.entities_write import entities_of
from annotator.formats.tei.kept_tree import rename_ids, told_apart_by
from annotator.formats.tei.layers_write import layers_of
from annotator.formats.tei.names import XML_ID, part
from annotator.formats.tei.notes import Notes
from annotator.formats.tei.precedents_write import precedents_of
from annotator.formats.tei.record_write import record_of
from annotator.formats.tei.references import References, Shared
from annotator.formats.tei.tree import child, parse

_LIKE_OURS = re.compile(r"[a-z]{1,2}\.([^.]+)")


@dataclass(frozen=True, slots=True)
class Stock:
    """The tree that a document came as; ``raw`` is its text, before line ends were rewritten."""

    tree: Element
    raw: str


def stock_of(document: Document) -> Stock | None:
    """The tree of a document, as long as its text is the document's."""
    if document.tree is None:
        return None
    text = child(parse(document.tree), "text")
    body = None if text is None else read_body(text, Notes())
    if body is None or body.text.text != document.text:
        return None
    return Stock(parse(document.tree, whole=True), body.raw)


class Grafting:
    """Trees going into one corpus, whose ids have to be told apart.

    Args:
        snapshot: of the corpus.
        shared: what all its documents point to.
        header: of the corpus, with its ids.
    """

    def __init__(self, snapshot: Snapshot, shared: Shared, header: Element) -> None:
        self._snapshot = snapshot
        self._shared = shared
        self._taken = {str(one.get(XML_ID)) for one in header.iter() if one.get(XML_ID)}
        self._documents: set[str] = set()

    def meet(self, document: Document) -> None:
        """Take down the ids that a document's own ``standOff``s have."""
        self._documents.add(part(document.id))

    def grafted(self, document: Document, stock: Stock, place: str) -> bytes:
        """The bytes of a document on its tree, whose text stands at ``place``, a path."""
        self._tell_apart(stock.tree, document.id)
        pairs = [found.start() - number for number, found in enumerate(re.finditer("\r\n", stock.raw))]
        references = References(
            self._shared, document.id, place, lambda offset: offset + bisect_left(pairs, offset)
        )
        appended = [
            *entities_of(document, references),
            *precedents_of(document, references),
            *layers_of(document, references),
        ]
        for one in (record_of(document, self._snapshot, references), *appended):
            stock.tree.append(laid_out(one))
            one.tail = "\n"
        return etree.tostring(stock.tree, encoding="UTF-8", xml_declaration=False)

    def _tell_apart(self, tree: Element, document_id: str) -> None:
        own = {str(one.get(XML_ID)) for one in tree.iter("*") if one.get(XML_ID)}
        double = {one for one in own if self._is_taken(one)}
        if double:
            apart = told_apart_by(document_id)
            rename_ids(tree, lambda name: apart(name) if name in double else name)
        self._taken |= own - double

    def _is_taken(self, xml_id: str) -> bool:
        like = _LIKE_OURS.match(xml_id)
        return xml_id in self._taken or (like is not None and like[1] in self._documents)
