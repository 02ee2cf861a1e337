"""Writes ``project.qde`` piece by piece, and the texts beside it. Positions are code points, as we count them.

A user is whose a layer is, so that gold stands apart from what its makers marked before.
"""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

import orjson
from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.corpus import Document, Snapshot
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.formats._files import File
from annotator.formats._guid import guid
from annotator.formats._order import relations_of, spans_of
from annotator.formats.qdpx.codes import IN_PROJECT, NAMESPACE, Codes


def files(snapshot: Snapshot) -> Iterator[File]:
    """The project, then its texts."""
    yield File("project.qde", _project(snapshot))
    for document in snapshot.documents():
        yield File(f"sources/{_source(document)}.txt", [document.text.encode()])


def _source(document: Document) -> str:
    return guid("source", document.id)


def _user(name: str) -> str:
    return guid("user", name)


def _selection(document: Document, span: str) -> str:
    return guid("span", document.id, span)


def _note(document: Document, span: Span) -> str:
    return guid("note", document.id, span.id)


def _project(snapshot: Snapshot) -> Iterator[bytes]:
    codes = Codes(snapshot.codebooks)
    name = quoteattr(snapshot.name, {"\n": "&#10;", "\t": "&#9;"})
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Project xmlns="{NAMESPACE}" name={name} origin="annotator">\n'
    )
    yield head.encode()
    names = sorted({layer.name for one in snapshot.documents() for layer in one.layers})
    yield from _group("Users", (_element("User", guid=_user(one), name=one) for one in names))
    if (book := codes.element()) is not None:
        yield _bytes(book)
    yield from _group(
        "Variables", map(_variable, sorted({key for one in snapshot.documents() for key in one.meta}))
    )
    yield from _group("Sources", (_text_source(one, codes) for one in snapshot.documents()))
    yield from _group("Notes", (note for one in snapshot.documents() for note in _notes(one, codes)))
    yield from _group("Links", (_link(one, each) for one in snapshot.documents() for each in relations_of(one)))
    yield b"</Project>\n"


def _group(name: str, elements: Iterator[Element]) -> Iterator[bytes]:
    """The elements in one called ``name``, or nothing: a group is never empty."""
    begun = False
    for element in elements:
        if not begun:
            yield f"<{name}>\n".encode()
            begun = True
        yield _bytes(element)
    if begun:
        yield f"</{name}>\n".encode()


def _bytes(element: Element) -> bytes:
    """``element`` as it stands inside the project, whose namespace is already declared."""
    declared = f' xmlns="{NAMESPACE}"'.encode()
    return etree.tostring(element, encoding="UTF-8", xml_declaration=False).replace(declared, b"", 1) + b"\n"


def _element(tag: str, **attributes: str) -> Element:
    return etree.Element(f"{IN_PROJECT}{tag}", attributes, nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # stubs


def _below(above: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(above, f"{IN_PROJECT}{tag}", attributes)


def _variable(key: str) -> Element:
    return _element("Variable", guid=guid("variable", key), name=key, typeOfVariable="Text")


def _text_source(document: Document, codes: Codes) -> Element:
    path = f"internal://{_source(document)}.txt"
    source = _element("TextSource", guid=_source(document), name=document.title, plainTextPath=path)
    for span in spans_of(document):
        _add_selection(source, document, span, codes)
    for key in sorted(document.meta):
        value = _below(source, "VariableValue")
        _below(value, "VariableRef", targetGUID=guid("variable", key))
        said = document.meta[key]
        _below(value, "TextValue").text = said if isinstance(said, str) else _json(said)
    return source


def _add_selection(source: Element, document: Document, span: Span, codes: Codes) -> None:
    selection = _below(
        source,
        "PlainTextSelection",
        guid=_selection(document, span.id),
        startPosition=str(span.start),
        endPosition=str(span.end),
        creatingUser=_user(span.layer),
        creationDateTime=span.created,
    )
    for code in codes.of(span):
        name = guid("coding", document.id, span.id, code)
        coding = _below(selection, "Coding", guid=name, creatingUser=_user(span.layer))
        _below(coding, "CodeRef", targetGUID=code)
    if _note_text(span, codes):
        _below(selection, "NoteRef", targetGUID=_note(document, span))


def _notes(document: Document, codes: Codes) -> Iterator[Element]:
    for span in spans_of(document):
        if text := _note_text(span, codes):
            note = _element("Note", guid=_note(document, span), creatingUser=_user(span.layer))
            _below(note, "PlainTextContent").text = text
            yield note


def _note_text(span: Span, codes: Codes) -> str:
    """The note, and below it what the span says in numbers or words of its own."""
    said = [f"{name}: {_json(value)}" for name, value in codes.left_over(span).items()]
    return "\n\n".join(part for part in (span.note, "\n".join(said)) if part)


def _link(document: Document, relation: Relation) -> Element:
    return _element(
        "Link",
        guid=guid("relation", document.id, relation.id),
        name=relation.type,
        direction="OneWay",
        originGUID=_selection(document, relation.source),
        targetGUID=_selection(document, relation.target),
    )


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
