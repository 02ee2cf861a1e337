"""A page as a tree, and all the words on it."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.block import BlockKind
from annotator.domain.errors import Invalid
from annotator.domain.text import decode
from annotator.formats._base import Incoming
from annotator.formats._pieces import Piece

LARGEST = 30_000_000

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_HEAD = 4096
_BLANK = re.compile("[ \t\n\r\f]+")

_NOT_READ = frozenset(
    {"script", "style", "template", "iframe", "head", "noscript", "svg", "math", "select", "audio", "video"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARTED = frozenset(
    {
        *_HEADINGS,
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "br",
            "button",
            "caption",
            "center",
            "dd",
            "details",
        ),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame", "frameset"),
        *("header", "hr", "html", "label", "legend", "li", "main", "nav", "noframes", "ol", "option", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
}


def tree_of(incoming: Incoming) -> Element:
    """The page, decoded as its mark says, as it declares, or as UTF-8.

    Raises:
        Invalid: it is not in that encoding, too large, or nested so deeply that words would be lost.
    """
    if len(incoming.data) > LARGEST:
        raise Invalid("too-large", f"The page has {len(incoming.data):,} bytes; {LARGEST:,} are the most.")
    declared = _CHARSET.search(incoming.data[:_HEAD])
    text = decode(incoming.data, incoming.encoding or (declared[1].decode("ascii") if declared else None))
    if not text.strip():
        raise Invalid("empty-text", "The page is empty.")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    # A surrogate or a NUL in the page itself would end it for the parser.
    data = text.replace("\0", "\ufffd").encode("utf-8", "replace")
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise Invalid("bad-html", "No page can be made out of this file.") from None
    if tree is None or parser.error_log.filter_from_fatals():
        raise Invalid("bad-html", "The page is nested too deeply to be read whole.")
    return tree


def pieces_of(tree: Element) -> Iterator[Piece]:
    """Every stretch of words that the page sets apart, in order, white space as a browser shows it."""
    walk = _Walk()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        yield from walk.enter(element) if event == "start" else walk.leave(element)
    yield from walk.part()


class _Walk:
    """Collects words until something sets them apart."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._skipping = 0
        self._as_it_stands = 0
        self._kinds: list[BlockKind] = []

    def enter(self, element: Element) -> Iterator[Piece]:
        tag = element.tag
        if tag in _NOT_READ:
            self._skipping += 1
        if tag in _PARTED:
            yield from self.part()
        if tag in _KINDS:
            self._kinds.append(_KINDS[tag])
        if tag == "pre":
            self._as_it_stands += 1
        self._put(element.text)

    def leave(self, element: Element) -> Iterator[Piece]:
        tag = element.tag
        if tag in _PARTED:
            yield from self.part()
        if tag in _NOT_READ:
            self._skipping -= 1
        if tag in _KINDS:
            self._kinds.pop()
        if tag == "pre":
            self._as_it_stands -= 1
        self._put(element.tail)

    def part(self) -> Iterator[Piece]:
        """What was collected, if there is a word in it."""
        words = "".join(self._pieces)
        self._pieces = []
        if words.strip():
            yield (
                (self._kinds[-1] if self._kinds else "paragraph"),
                (words if self._as_it_stands else shown(words)),
            )

    def _put(self, words: str | None) -> None:
        if words and not self._skipping:
            self._pieces.append(words)


def shown(words: str) -> str:
    """``words`` with white space as a browser shows it; a space that does not break stays."""
    return _BLANK.sub(" ", words).strip(" ")
