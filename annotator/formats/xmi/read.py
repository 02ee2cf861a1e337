"""Reads UIMA CAS XMI, as INCEpTION exports it: a view is a document, offsets are UTF-16 units.

Without its type system a feature is the text that stands there; which features lead to other annotations is seen
by what is there under their ids.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.corpus import Arrival, Document
from annotator.domain.errors import Invalid
from annotator.domain.offsets import from_utf16
from annotator.formats._base import Incoming
from annotator.formats._marked import IMPORTED, File, Mark, Marked, label_and_rest
from annotator.formats._xml import parsed
from annotator.formats.xmi.types import RELATION, SPAN, attribute

_XMI = "{http://www.omg.org/XMI}"
_ID = f"{_XMI}id"
_CAS = "{http:///uima/cas.ecore}"
_OWN = frozenset({_ID, "sofa", "begin", "end", "Governor", "Dependent", "first", "next"})
_NOT_MARKED = (
    "uima.",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.",
    "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.",
    "de.tudarmstadt.ukp.dkpro.core.api.syntax.",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.",
)
"""Types that a program made, or that say something of every token."""


def read(incoming: Incoming) -> Arrival:
    """The documents of ``incoming``: one for each view that has a text.

    Raises:
        Invalid: it is not well-formed, no XMI, or has no text.
    """
    root = parsed(incoming.data)
    if root.tag != f"{_XMI}XMI":
        raise Invalid("not-xmi", "This is no UIMA CAS: its root is not xmi:XMI.")
    file = File(incoming)
    sofas = [one for one in root.iterchildren(f"{_CAS}Sofa") if (one.get("sofaString") or "").strip()]
    return file.arrival(_document(root, sofa, file, alone=len(sofas) == 1) for sofa in sofas)


def _document(root: Element, sofa: Element, file: File, *, alone: bool) -> Document:
    text = sofa.get("sofaString") or ""
    view = "" if alone else sofa.get("sofaID") or ""
    marked = file.document(text, view, from_utf16(text))
    marked.layer(IMPORTED)
    own = [one for one in root if one.get("sofa") == sofa.get(_ID)]
    links = {one.get(_ID): one for one in root if one.get("target") and not one.get("begin")}
    spans = [one for one in own if one.get("begin") and not _is_left_out(one) and "Governor" not in one.attrib]
    for one in spans:
        _mark(one, links, marked)
    for one in spans:
        _slots(one, links, marked)
    for one in own:
        if "Governor" in one.attrib and not _is_left_out(one):
            _relate(one, marked, file)
    for name in sorted({_type(one) for one in own if _is_left_out(one) and not _type(one).startswith("uima.")}):
        file.notes.count(name, "not taken over")
    title, meta = _about(own)
    return marked.document(title=title or view or PurePath(file.incoming.name).stem, meta=meta)


def _type(element: Element) -> str:
    """The name of a type as UIMA has it: ``webanno.custom.Span``."""
    name = etree.QName(element)
    space = (name.namespace or "").removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return f"{space}.{name.localname}"


def _is_left_out(element: Element) -> bool:
    return _type(element).startswith(_NOT_MARKED)


def _features(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {str(key): value for key, value in element.attrib.items() if key not in _OWN}
    for child in element:
        name = etree.QName(child).localname
        found.setdefault(name, []).append(child.text or "")
    return found


def _mark(one: Element, links: Mapping[str | None, Element], marked: Marked) -> None:
    features = {name: value for name, value in _features(one).items() if not _led_to(value, links)}
    note = ""
    if _type(one) == SPAN and "label" in features:
        label, note = str(features["label"]), str(features.get("note", ""))
        rest = {name: value for key, value in features.items() if (name := attribute(key)) is not None}
        if "links" in features:
            marked.leave_out(_where(one), "what it is linked to", "the entries are not in the file")
    else:
        label, rest = label_and_rest(_type(one).rpartition(".")[2], features)
    place = (_number(one, "begin"), _number(one, "end"))
    marked.mark(Mark(label, [place], _where(one), key=one.get(_ID) or "", attributes=rest, note=note))


def _slots(one: Element, links: Mapping[str | None, Element], marked: Marked) -> None:
    """The roles that a span gives to others, and the next in a chain."""
    key = one.get(_ID) or ""
    for name, value in _features(one).items():
        for link in _led_to(value, links):
            marked.relate(link.get("role") or name, key, link.get("target") or "", _where(one))
    if one.get("next"):
        marked.relate(one.get("referenceRelation") or "next", key, one.get("next") or "", _where(one))


def _led_to(value: Any, links: Mapping[str | None, Element]) -> list[Element]:
    """The links whose ids a feature holds; none where it holds anything else."""
    ids = value if isinstance(value, list) else str(value).split()
    return [links[one] for one in ids] if ids and all(one in links for one in ids) else []


def _relate(one: Element, marked: Marked, file: File) -> None:
    name = _type(one)
    kind, rest = label_and_rest(name.rpartition(".")[2], _features(one))
    if name == RELATION and "label" in rest:
        kind, rest = str(rest["label"]), {}
    if rest:
        file.notes.count(name, "attributes of relations are not taken over")
    marked.relate(kind, one.get("Governor") or "", one.get("Dependent") or "", _where(one))


def _about(own: list[Element]) -> tuple[str | None, dict[str, str]]:
    said: Iterator[Element] = (one for one in own if _type(one).endswith(".DocumentMetaData"))
    about = next(said, None)
    if about is None:
        return None, {}
    language = about.get("language") or ""
    meta = {} if language in ("", "x-unspecified") else {"language": language}
    return about.get("documentTitle") or about.get("documentId"), meta


def _number(one: Element, name: str) -> int:
    written = one.get(name) or ""
    if not written.isdecimal() or len(written) > 12:  # noqa: PLR2004 - digits of any offset there is
        raise Invalid("bad-xmi", f"{_where(one)}: “{name}” is no whole number.")
    return int(written)


def _where(element: Element) -> str:
    line: Any = element.sourceline  # the stubs give it no type
    return f"line {line or 0}"
