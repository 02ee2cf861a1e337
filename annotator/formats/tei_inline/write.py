"""Writes a ``teiCorpus``: a block is an ``ab``, a span a ``seg`` with its label in ``ana``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from annotator import __version__
from annotator.domain.codebook import Label
from annotator.domain.corpus import METADATA, Document, Snapshot
from annotator.formats.tei_inline.marking import Part, marking

_TEI = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass(frozen=True, slots=True)
class _Pointers:
    """The ids of labels and people in the corpus' header."""

    labels: Mapping[str, str]
    people: Mapping[str, str]


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """The corpus, one text at a time."""
    labels = {label.name: label for book in snapshot.codebooks for label in book.labels}
    pointers = _Pointers(
        {name: f"label-{number}" for number, name in enumerate(labels, start=1)},
        {name: f"person-{number}" for number, name in enumerate(snapshot.people, start=1)},
    )
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="{_TEI}">\n'.encode()
    yield _bytes(_corpus_header(snapshot, labels, pointers))
    for number, document in enumerate(snapshot.documents(), start=1):
        yield _bytes(_text(number, document, pointers))
    if snapshot.count == 0:
        yield _bytes(_nothing(snapshot))
    yield b"</teiCorpus>\n"


def _nothing(snapshot: Snapshot) -> Element:
    """TEI knows no corpus without a text: this one is without a word."""
    file = _make(
        "fileDesc",
        _make("titleStmt", _make("title", snapshot.name)),
        _make("publicationStmt", _make("p", "No article is in this corpus.")),
        _make("sourceDesc", _make("p", "None.")),
    )
    return _make("TEI", _make("teiHeader", file), _make("text", _make("body", _make("ab"))))


def _bytes(element: Element) -> bytes:
    declared = f' xmlns="{_TEI}"'.encode()
    return etree.tostring(element, encoding="UTF-8", xml_declaration=False).replace(declared, b"", 1) + b"\n"


def _make(tag: str, *parts: Element | str, **attributes: str) -> Element:
    element = etree.Element(f"{{{_TEI}}}{tag}", attributes, nsmap={None: _TEI})  # type: ignore[dict-item]  # stubs
    for part in parts:
        if isinstance(part, str):
            element.text = part
        else:
            element.append(part)
    return element


def _corpus_header(snapshot: Snapshot, labels: Mapping[str, Label], pointers: _Pointers) -> Element:
    people = [
        _named(pointers.people[name], _make("respStmt", _make("resp", "annotator"), _make("name", name)))
        for name in snapshot.people
    ]
    file = _make(
        "fileDesc",
        _make("titleStmt", _make("title", snapshot.name), *people),
        _make("publicationStmt", _make("p", f"Exported by annotator {__version__}.")),
        _make("sourceDesc", _make("p", "Articles; see the header of each text.")),
    )
    header = _make("teiHeader", file)
    if labels:
        categories = [_category(pointers.labels[name], label) for name, label in labels.items()]
        header.append(_make("encodingDesc", _make("classDecl", _make("taxonomy", *categories))))
    return header


def _category(name: str, label: Label) -> Element:
    described = _make(
        "catDesc", f"{label.title or label.name}: {label.description}" if label.description else label.title
    )
    return _named(name, _make("category", described, n=label.name))


def _named(name: str, element: Element) -> Element:
    element.set(_ID, name)
    return element


def _text(number: int, document: Document, pointers: _Pointers) -> Element:
    known = [_make("note", str(document.meta[key]), type=key) for key in METADATA if document.meta.get(key)]
    bibl = _make("bibl", _make("title", document.title), *known)
    file = _make(
        "fileDesc",
        _make("titleStmt", _make("title", document.title)),
        _make("publicationStmt", _make("p", document.id)),
        _make("sourceDesc", bibl),
    )
    body = _make("body")
    made = marking(document)
    ids = {name: f"d{number}-s{place}" for place, name in enumerate(made.counts, start=1)}
    reached = 0
    for block, parts in zip(document.blocks, made.by_block, strict=True):
        _add_gap(body, document.text[reached : block.start])
        body.append(_block(document.text, block.start, block.end, parts, _Marks(ids, made.counts, pointers)))
        body[-1].set("type", block.kind)
        reached = block.end
    _add_gap(body, document.text[reached:])
    if not len(body):
        body.append(_make("ab"))
    return _make("TEI", _make("teiHeader", file), _make("text", body))


def _add_gap(body: Element, gap: str) -> None:
    if len(body):
        body[-1].tail = gap
    else:
        body.text = gap


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a part of a span needs to become an element."""

    ids: Mapping[str, str]
    counts: Mapping[str, int]
    pointers: _Pointers

    def element(self, part: Part) -> Element:
        span, count = part.span, self.counts[part.span.id]
        seg = _make("seg", type="code")
        if label := self.pointers.labels.get(span.label):
            seg.set("ana", f"#{label}")
        if person := self.pointers.people.get(span.annotator):
            seg.set("resp", f"#{person}")
        if span.layer != span.annotator:
            seg.set("n", span.layer)
        seg.set(_ID, self._id(part, part.number))
        if count > 1:
            seg.set("part", "I" if part.number == 1 else "F" if part.number == count else "M")
        if part.number < count:
            seg.set("next", f"#{self._id(part, part.number + 1)}")
        if part.number > 1:
            seg.set("prev", f"#{self._id(part, part.number - 1)}")
        return seg

    def _id(self, part: Part, number: int) -> str:
        name = self.ids[part.span.id]
        return name if self.counts[part.span.id] == 1 else f"{name}-{number}"


def _block(text: str, start: int, end: int, parts: list[Part], marks: _Marks) -> Element:
    block = _make("ab")
    opened: list[tuple[Element, int]] = [(block, end)]
    reached = start
    for part in parts:
        while opened[-1][1] <= part.start and len(opened) > 1:
            reached = _close(text, reached, opened)
        _add_words(opened[-1][0], text[reached : part.start])
        reached = part.start
        seg = marks.element(part)
        opened[-1][0].append(seg)
        opened.append((seg, part.end))
    while len(opened) > 1:
        reached = _close(text, reached, opened)
    _add_words(block, text[reached:end])
    return block


def _close(text: str, reached: int, opened: list[tuple[Element, int]]) -> int:
    element, end = opened.pop()
    _add_words(element, text[reached:end])
    return end


def _add_words(element: Element, words: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words
