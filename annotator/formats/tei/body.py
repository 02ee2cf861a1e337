"""The text of a document as its tree holds it: its text nodes in a row, its blocks, and where each id stands."""

from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.block import KINDS, Block, BlockKind, checked_blocks, recognise
from annotator.domain.counting import counted
from annotator.domain.errors import Invalid
from annotator.domain.text import Canonical, canonical, refuse_blank
from annotator.formats.tei.names import XML_ID
from annotator.formats.tei.notes import Notes
from annotator.formats.tei.tree import local, shown

Place = tuple[int, int]

_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("ab", "p", "l", "lg", "sp", "item", "label", "row", "quote", "cit", "said"), "paragraph"),
    **dict.fromkeys(("opener", "closer", "epigraph", "argument", "salute", "signed", "note"), "paragraph"),
    **dict.fromkeys(("head", "docTitle", "titlePart", "trailer"), "heading"),
    **dict.fromkeys(("figure", "figDesc"), "caption"),
    **dict.fromkeys(("byline", "docAuthor", "dateline"), "byline"),
    "fw": "apparatus",
}
_STAND_OFF = frozenset({"standOff", "spanGrp", "linkGrp", "interpGrp", "listAnnotation"})
_INLINE = frozenset({"name", "rs", "persName", "orgName", "placeName", "title"})


@dataclass(frozen=True, slots=True)
class Mark:
    """An element that says what its words are, and where they stand in the raw text."""

    element: Element
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a document.

    Attributes:
        raw: what the file's own offsets count.
        text: that as we keep it.
        blocks: of ``text``.
        places: the stretch of ``raw`` under each id.
        marks: the names and interpreted segments in it, in the order in which they end.
    """

    raw: str
    text: Canonical
    blocks: tuple[Block, ...]
    places: dict[str, Place]
    marks: tuple[Mark, ...] = ()


def read_body(text: Element, notes: Notes) -> Body:
    """The text of a document with its blocks; where its elements leave words outside, they are recognised.

    Raises:
        Invalid: there is no word in it.
    """
    walk = _Walk()
    for event, element in etree.iterwalk(text, events=("start", "end")):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element, is_last=element is text)
    raw = "".join(walk.pieces)
    made = canonical(raw)
    refuse_blank(made.text)
    _note_changes(made, notes)
    for name in walk.not_kept:
        notes.add("text", f"{name}: not taken over as a span; its words are part of the text")
    return Body(raw, made, _blocks(walk.blocks, made, notes), walk.places, tuple(walk.marks))


class _Walk:
    """Goes through the elements of a text in their order, counting code points."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.blocks: list[tuple[BlockKind, int, int]] = []
        self.places: dict[str, Place] = {}
        self.not_kept: list[str] = []
        self.marks: list[Mark] = []
        self._reached = 0
        self._starts: list[int] = []
        self._in_block: Element | None = None

    def enter(self, element: Element) -> None:
        self._starts.append(self._reached)
        if self._in_block is None and _kind(element) is not None:
            self._in_block = element
        name = local(element)
        if name in _STAND_OFF:
            self.not_kept.append(name)
        self._read(element.text)

    def leave(self, element: Element, *, is_last: bool) -> None:
        start = self._starts.pop()
        if local(element) in _INLINE or (local(element) == "seg" and element.get("ana")):
            self.marks.append(Mark(element, start, self._reached))
        if xml_id := element.get(XML_ID):
            self.places.setdefault(xml_id, (start, self._reached))
        kind = _kind(element)
        if element is self._in_block and kind is not None:
            self._in_block = None
            self.blocks.append((kind, start, self._reached))
        if not is_last:
            self._read(element.tail)

    def _read(self, words: str | None) -> None:
        if words:
            self.pieces.append(words)
            self._reached += len(words)


def _kind(element: Element) -> BlockKind | None:
    name = local(element)
    said = element.get("type")
    return next((kind for kind in KINDS if name == "ab" and kind == said), _KINDS.get(name))


def _blocks(found: list[tuple[BlockKind, int, int]], made: Canonical, notes: Notes) -> tuple[Block, ...]:
    mapped = (Block(kind, made.offset(start), made.offset(end)) for kind, start, end in found)
    try:
        return checked_blocks((block for block in mapped if block.start < block.end), made.text)
    except Invalid as refusal:
        notes.add("text", f"its blocks were recognised anew: {shown(refusal.message)}")
        return recognise(made.text)


def _note_changes(made: Canonical, notes: Notes) -> None:
    if made.line_ends:
        notes.add("text", f"{counted(made.line_ends, 'line end')} rewritten as LF; offsets moved along")
