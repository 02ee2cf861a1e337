"""A document's metadata as the bibliographic description of its source, both ways and without loss.

What the field has an element for is written as that element, as long as its schema takes the value; any other key
or value is a note that names its key and holds the text, or JSON.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
from lxml.etree import _Element as Element

from annotator.domain.errors import Invalid
from annotator.domain.meta import checked_meta
from annotator.formats.tei.elements import make
from annotator.formats.tei.notes import Notes
from annotator.formats.tei.tree import local, shown, words

UNDETERMINED = "und"
"""The language of a document that does not say which, or says it in words of its own."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?([/?#]([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?")


def language_of(meta: Mapping[str, Any]) -> str | None:
    """The document's language, where it is a tag that ``xml:lang`` takes."""
    language = meta.get("language")
    return language if isinstance(language, str) and _LANGUAGE.fullmatch(language) else None


def bibl(title: str, meta: Mapping[str, Any]) -> Element:
    """The source of a document, with everything known of it but a well-formed language."""
    described = make("bibl", make("title", title, level="a"))
    for key in sorted(meta):
        if key != "language" or language_of(meta) is None:
            described.append(_described(key, meta[key]))
    return described


def read_bibl(described: Element, notes: Notes) -> dict[str, Any]:
    """The metadata that ``bibl`` wrote, or that others wrote in the same elements.

    Raises:
        Invalid: a note says that it is JSON and is not, or holds what no metadata may hold.
    """
    found: dict[str, Any] = {}
    understood: set[Element] = set()
    for element in described.iterdescendants():
        key = _key(element)
        if element.getparent() in understood:
            understood.add(element)
        elif key is not None:
            understood.add(element)
            if key in found:
                notes.add("sourceDesc", f"a second {shown(key)}: not kept")
            found.setdefault(key, _value(element))
        elif len(element) == 0 and local(element) != "title":
            notes.add("sourceDesc", f"{shown(local(element))}: not kept")
    return checked_meta(found)


def _described(key: str, value: Any) -> Element:
    match key, value:
        case "publication", str():
            return make("title", value, level="j")
        case "author", str():
            return make("author", value)
        case "date", str() if _is_date(value):
            return make("date", when=value)
        case "url", str() if _URL.fullmatch(value):
            return make("ref", target=value)
        case _, str():
            return make("note", value, type="meta", n=key)
    tree = orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    return make("note", tree, type="meta", subtype="json", n=key)


def _key(element: Element) -> str | None:
    match local(element):
        case "title" if element.get("level") == "j":
            return "publication"
        case "author" | "date" as name:
            return name
        case "ref" | "ptr" if element.get("target"):
            return "url"
        case "note" if element.get("type") == "meta":
            return element.get("n")
    return None


def _value(element: Element) -> Any:
    text = words(element)
    match local(element):
        case "date":
            return element.get("when") or text
        case "ref" | "ptr":
            return element.get("target")
        case "note" if element.get("subtype") == "json":
            return _from_json(text, element.get("n") or "")
    return text


def _from_json(text: str, key: str) -> Any:
    try:
        return orjson.loads(text)
    except ValueError:
        raise Invalid("bad-meta", f"The metadata “{key[:80]}” is not the JSON that it says it is.") from None


def _is_date(value: str) -> bool:
    """Whether ``value`` is a year, a month or a day that there is."""
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - len("2005") :])
    except ValueError:
        return False
    return True
