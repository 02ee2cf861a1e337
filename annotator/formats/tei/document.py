"""One document of a file: its header, its text, and what stands off it."""

import re
from dataclasses import dataclass, replace
from typing import Any

from lxml.etree import _Element as Element

from annotator.domain.corpus import Document, fingerprint
from annotator.domain.errors import Invalid
from annotator.domain.span import Span, reading_order
from annotator.domain.text import checked_line
from annotator.domain.title import recognised_title
from annotator.formats.tei.body import Body, read_body
from annotator.formats.tei.codebook_read import version_of
from annotator.formats.tei.entities_read import linked_entities
from annotator.formats.tei.ground import File, Ground, checked_id, note_others
from annotator.formats.tei.kept_tree import record_in
from annotator.formats.tei.layers_read import read_layers
from annotator.formats.tei.marked_names import Labels, marked_spans
from annotator.formats.tei.metadata import UNDETERMINED, read_bibl
from annotator.formats.tei.names import XML_ID, XML_LANG, original
from annotator.formats.tei.precedents_read import precedents_from
from annotator.formats.tei.record_read import blocks_in, header_in
from annotator.formats.tei.spans_read import naming
from annotator.formats.tei.tree import child, children, local, place, words

_NUMBER = re.compile(r"[0-9]{1,12}")
_VERSION = re.compile(r"[0-9]{1,9}")
_RESOURCES = frozenset({"teiHeader", "text", "standOff", "TEI"})
_SOURCES = frozenset({"bibl", "biblStruct", "biblFull"})
_IN_HEADER = {
    ("fileDesc",): frozenset({"titleStmt", "extent", "publicationStmt", "sourceDesc"}),
    ("fileDesc", "titleStmt"): frozenset({"title", "respStmt"}),
    ("fileDesc", "publicationStmt"): frozenset({"authority", "idno"}),
    ("fileDesc", "sourceDesc"): _SOURCES,
    ("encodingDesc",): frozenset({"editorialDecl", "classDecl", "appInfo", "fsdDecl"}),
    ("profileDesc",): frozenset({"langUsage"}),
}


@dataclass(frozen=True, slots=True)
class Article:
    """A ``TEI`` with the ``text`` that is read of it, and the ``path`` by which our files point into that.

    ``is_ours``: we made it, and need not keep its tree to make it again.
    """

    tei: Element
    text: Element
    path: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Read:
    """A document, and the spans that its text marks itself."""

    document: Document
    offered: tuple[Span, ...]


def read_document(article: Article, file: File, labels: Labels) -> Read:
    """The document that a ``TEI`` is; what we say of a tree of others counts before what that says.

    Raises:
        Invalid: names what is wrong.
    """
    tei, text = article.tei, article.text
    record = record_in(tei)
    header = child(tei, "teiHeader") if record is None else header_in(record)
    if article.is_ours:
        _note_rest(tei, text, header, file)
    body = naming(tei, lambda: read_body(text, file.notes))
    body = replace(body, places={**body.places, article.path: (0, len(body.raw))})
    identifiers = {one.get("type"): one for one in children(header, "fileDesc", "publicationStmt", "idno")}
    document_id = _id(tei, identifiers.get("document"), file)
    version = _codebook_version(tei, identifiers.get("codebook"), file)
    is_changed = _is_changed(header, identifiers.get("sha256"), body)
    if is_changed:
        file.notes.add(place(tei), "the text is not the one that its header describes")
    ground = Ground(file, document_id, body, version, is_changed, keeps_tree=not article.is_ours)
    standing = read_layers(tei, ground)
    said = (
        children(header, "revisionDesc", "change") if record is None else children(record, "listChange", "change")
    )
    made = (one for one in said if one.get("status") == "created")
    document = Document(
        id=document_id,
        title=_title(header, body),
        text=body.text.text,
        meta=naming(tei, lambda: _meta(tei, header, file)),
        blocks=body.blocks if record is None or is_changed else blocks_in(record, body),
        codebook_version=version,
        created=file.time(next(made, None)) or file.incoming.now,
        layers=tuple(layer for _, layer in sorted(standing.layers.items())),
        spans=tuple(sorted(standing.spans.values(), key=reading_order)),
        relations=tuple(
            sorted(
                standing.relations.values(), key=lambda one: (one.layer, one.type, one.source, one.target, one.id)
            )
        ),
        entities=linked_entities(standing.entities, iter(standing.spans.values())),
        precedents=precedents_from(tei, ground),
    )
    return Read(document, () if article.is_ours else marked_spans(body, file, labels))


def _note_rest(tei: Element, text: Element, header: Element | None, file: File) -> None:
    note_others(tei, _RESOURCES, file)
    for other in children(tei, "text"):
        if other is not text:
            file.notes.add(place(other), "a second text: not kept")
    for path, known in _IN_HEADER.items():
        for one in children(header, *path):
            note_others(one, known, file)
    for change in children(header, "revisionDesc", "change"):
        if change.get("status") not in ("created", "updated"):
            file.notes.add("revisionDesc", "a change of the header: not kept")


def _id(tei: Element, idno: Element | None, file: File) -> str:
    if idno is not None:
        return checked_id(words(idno), idno)
    xml_id = tei.get(XML_ID)
    return file.incoming.new_id() if xml_id is None else checked_id(original(xml_id.removeprefix("d.")), tei)


def _codebook_version(tei: Element, idno: Element | None, file: File) -> int:
    stated = "" if idno is None else words(idno)
    if _VERSION.fullmatch(stated):
        return int(stated)
    for stand_off in children(tei, "standOff"):
        taxonomy = file.ids.find(stand_off.get("corresp") or "")
        version = None if taxonomy is None else version_of(taxonomy)
        if version is not None:
            return version
    return 0


def _is_changed(header: Element | None, sha256: Element | None, body: Body) -> bool:
    """Whether the header gives a length or a checksum that is not that of the text."""
    texts = (body.raw, body.text.text)
    for measure in children(header, "fileDesc", "extent", "measure"):
        quantity = measure.get("quantity") or ""
        is_count = measure.get("unit") == "codepoint" and _NUMBER.fullmatch(quantity)
        if is_count and int(quantity) not in map(len, texts):
            return True
    return sha256 is not None and words(sha256).strip() not in map(fingerprint, texts)


def _title(header: Element | None, body: Body) -> str:
    """The title as it is, or on one line; where it is no title for people, one from the text."""
    title = child(header, "fileDesc", "titleStmt", "title")
    stated = "" if title is None else words(title)
    for line in (stated, " ".join(stated.split())):
        try:
            return checked_line(line, "The title")
        except Invalid:
            continue
    return recognised_title(body.text.text, body.blocks)


def _meta(tei: Element, header: Element | None, file: File) -> dict[str, Any]:
    source = child(header, "fileDesc", "sourceDesc")
    found: dict[str, Any] = {}
    for described in () if source is None else source:
        if local(described) in _SOURCES:
            found = {**read_bibl(described, file.notes), **found}
    languages = [one.get("ident") for one in children(header, "profileDesc", "langUsage", "language")]
    for _ in languages[1:]:
        file.notes.add("langUsage", "a second language: not kept")
    language = languages[0] if languages else tei.get(XML_LANG)
    if language and language != UNDETERMINED:
        found.setdefault("language", language)
    return found
