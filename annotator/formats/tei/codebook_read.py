"""Taxonomies and declarations of features as codebooks, and the names that pointers to their categories mean."""

import re
from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element as Element

from annotator.domain.codebook import ATTRIBUTE_TYPES, Codebook
from annotator.domain.codebook_tree import codebook_from_tree
from annotator.domain.errors import Invalid
from annotator.formats.tei.ids import Ids
from annotator.formats.tei.kept_tree import record_in
from annotator.formats.tei.names import IN_TEI, XML_ID, original
from annotator.formats.tei.tree import child, children, local, place, words
from annotator.formats.tei.values import read_value, single

_VERSION = re.compile(r"[0-9]{1,9}")
_KIND_AND_VERSION = re.compile(r"^[a-z]\.([0-9]+\.)?")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_TYPES_OF_RANGES = {"vColl": "multichoice", "vAlt": "choice", "symbol": "choice", "numeric": "number"}


def read_codebooks(root: Element, ids: Ids) -> tuple[Codebook, ...]:
    """The codebooks of a file, by version: the taxonomies that say which book and version they are.

    Raises:
        Invalid: one of them is no codebook, or two of one version differ.
    """
    declared = _declarations(root)
    found: dict[int, Codebook] = {}
    for taxonomy in root.iter(f"{IN_TEI}taxonomy"):
        if _is_of_others(taxonomy):
            continue
        version = version_of(taxonomy)
        if version is not None and child(taxonomy, "bibl") is not None:
            book = codebook_from_tree(_tree(taxonomy, declared, ids), version)
            if found.setdefault(version, book) != book:
                raise Invalid("bad-codebook", f"{place(taxonomy)}: another codebook is version {version} as well.")
    return tuple(book for _, book in sorted(found.items()))


def version_of(taxonomy: Element) -> int | None:
    """The version that a taxonomy says it is."""
    number = taxonomy.get("n") or ""
    return int(number) if _VERSION.fullmatch(number) else None


def code_of(pointer: str, ids: Ids) -> tuple[str, int | None]:
    """The name of the label or relation type that ``pointer`` leads to, and the version of its codebook.

    A pointer to something that is not in the file still names it.
    """
    category = ids.find(pointer)
    if category is not None and local(category) == "interp":
        group = category.getparent()
        return words(category), None if group is None else version_of(group)
    if category is None or local(category) != "category":
        return _name_in(pointer.rpartition("#")[2]), None
    taxonomy = next(category.iterancestors(f"{IN_TEI}taxonomy"), None)
    return _name(category), None if taxonomy is None else version_of(taxonomy)


def _is_of_others(taxonomy: Element) -> bool:
    """Whether it stands in a header that we only carry along; our codebooks are in that of the corpus."""
    tei = next(taxonomy.iterancestors(f"{IN_TEI}TEI"), None)
    return tei is not None and record_in(tei) is not None


def _name(category: Element) -> str:
    ident = next((one for one in children(category, "catDesc", "ident") if one.get("type") is None), None)
    return _name_in(category.get(XML_ID) or "") if ident is None else words(ident)


def _name_in(xml_id: str) -> str:
    return original(_KIND_AND_VERSION.sub("", xml_id))


def _tree(taxonomy: Element, declared: dict[str, Element], ids: Ids) -> dict[str, Any]:
    every = sorted(taxonomy.iter(f"{IN_TEI}category"), key=_position)
    made = next((one for one in every if _is_statement(one)), None)
    categories = [one for one in every if one is not made]
    labels = [one for one in categories if not _is_relation(one)]
    book = child(taxonomy, "bibl")
    title = child(book, "title")
    described = (one for one in children(book, "note") if one.get("type") == "description")
    name = _words(title) if title is not None or book is None else (book.text or "").strip(" ,\n\t")
    return {
        "name": name,
        "description": _words(next(described, None)),
        "labels": [_label(one, declared, ids) for one in labels],
        "relations": [_relation(one, ids) for one in categories if _is_relation(one)],
        "statements": None if made is None else _statements(made, ids),
        "document_attributes": _attributes(taxonomy, declared),
    }


def _position(category: Element) -> int:
    number = category.get("n") or ""
    return int(number) if _VERSION.fullmatch(number) else 0


def _is_relation(category: Element) -> bool:
    ends = (one.get("type") for one in children(category, "catDesc", "ptr"))
    return (category.get(XML_ID) or "").startswith("r.") or any(end in ("domain", "range") for end in ends)


def _is_statement(category: Element) -> bool:
    return any(one.get("type") == "stance" for one in children(category, "catDesc", "ptr"))


def _label(category: Element, declared: dict[str, Element], ids: Ids) -> dict[str, Any]:
    described = child(category, "catDesc")
    color = _COLOR.search(category.get("style") or "")
    return {
        **_said(category),
        "rules": _typed(described, "gloss", "rule"),
        "include": _typed(described, "q", "include"),
        "exclude": _typed(described, "q", "exclude"),
        "color": color[0] if color else None,
        "shortcut": next(iter(_typed(described, "ident", "shortcut")), None),
        "parent": _parent(category, ids),
        "attributes": _attributes(category, declared),
        "retired": "retired" in _typed(described, "ident", "status"),
    }


def _said(category: Element) -> dict[str, str]:
    described = child(category, "catDesc")
    gloss = (one for one in children(described, "gloss") if one.get("type") is None)
    return {
        "name": _name(category),
        "title": _words(child(described, "term")),
        "description": _words(next(gloss, None)),
    }


def _parent(category: Element, ids: Ids) -> str | None:
    above = category.getparent()
    if above is not None and local(above) == "category":
        return _name(above)
    pointers = (one for one in children(category, "catDesc", "ptr") if one.get("type") == "parent")
    return next((code_of(one.get("target") or "", ids)[0] for one in pointers), None)


def _relation(category: Element, ids: Ids) -> dict[str, Any]:
    ends: dict[str, list[str]] = {"domain": [], "range": []}
    for ptr in children(category, "catDesc", "ptr"):
        ends.get(ptr.get("type") or "", []).extend(_codes(ptr, ids))
    shortcut = next(iter(_typed(child(category, "catDesc"), "ident", "shortcut")), None)
    return {**_said(category), "shortcut": shortcut, "from": ends["domain"], "to": ends["range"]}


def _statements(category: Element, ids: Ids) -> dict[str, Any]:
    """What makes a statement, from the category that points to its parts."""
    described = child(category, "catDesc")
    pointed = {ptr.get("type") or "": list(_codes(ptr, ids)) for ptr in children(described, "ptr")}
    also = pointed.pop("also", [])
    joined = {kind: next(iter(codes), "") for kind, codes in pointed.items()}
    said = {key: next(iter(_typed(described, "ident", key)), None) for key in ("polarity", "voice")}
    signs = {words(one): one.get("n") for one in children(described, "ident") if one.get("type") == "sign"}
    return {**joined, **said, "also": also, "signs": signs}


def _codes(ptr: Element, ids: Ids) -> Iterator[str]:
    return (code_of(pointer, ids)[0] for pointer in (ptr.get("target") or "").split())


def _declarations(root: Element) -> dict[str, Element]:
    return {one.get("corresp") or "": one for one in root.iter(f"{IN_TEI}fsDecl")}


def _attributes(element: Element, declared: dict[str, Element]) -> list[dict[str, Any]]:
    """What may be said about what ``element`` stands for."""
    return [_attribute(one) for one in children(declared.get(f"#{element.get(XML_ID)}"), "fDecl")]


def _attribute(declared: Element) -> dict[str, Any]:
    range_ = child(declared, "vRange")
    choices = [] if range_ is None else list(range_.iter(f"{IN_TEI}symbol", f"{IN_TEI}string"))
    kind = _type(range_)
    if kind not in ("choice", "multichoice"):
        choices = []
    told = child(declared, "fDescr")
    gloss = child(told, "gloss")
    title = child(told, "term")
    return {
        "name": original(declared.get("name") or ""),
        "type": kind,
        "title": _words(title),
        "description": _words(told if gloss is None and title is None else gloss),
        "choices": [single(one) for one in choices],
        "definitions": {single(one): one.get("n") for one in choices if one.get("n") is not None},
        "required": declared.get("optional") == "false",
        "default": None if (default := child(declared, "vDefault")) is None else read_value(default),
    }


def _type(range_: Element | None) -> str:
    if range_ is None or len(range_) == 0:
        return "text"
    if range_.get("n") in ATTRIBUTE_TYPES:
        return range_.get("n") or ""
    if next(range_.iter(f"{IN_TEI}binary"), None) is not None:
        return "boolean"
    return _TYPES_OF_RANGES.get(local(range_[0]), "text")


def _typed(described: Element | None, name: str, kind: str) -> list[str]:
    return [words(one) for one in children(described, name) if one.get("type") == kind]


def _words(element: Element | None) -> str:
    return "" if element is None else words(element)
