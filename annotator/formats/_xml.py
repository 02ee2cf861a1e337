"""An XML file as a tree, parsed without trusting it."""

import re
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.errors import Invalid

_PIECE = 256
"""Bytes that are looked at together for the root, which stands early in most files."""
_UNTRUSTING: dict[str, Any] = {
    "resolve_entities": "internal",
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "recover": False,
    "collect_ids": False,
}
_PLACE = re.compile(r", line \d+, column \d+.*$", re.DOTALL)


def parsed(data: bytes, *, whole: bool = False) -> Element:
    """The root of ``data``; only ``whole`` with its comments and processing instructions.

    Entities of the file itself are resolved within libxml2's limits; nothing outside the file is ever read.

    Raises:
        Invalid: it is not well-formed, says where.
    """
    parser = etree.XMLParser(**_UNTRUSTING, remove_comments=not whole, remove_pis=not whole)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _malformed(error) from None


def root_of(head: bytes) -> str:
    """The name of the root, its namespace in braces before it, of a file that begins so; empty if it has none."""
    parser = etree.XMLPullParser(("start",), **_UNTRUSTING)
    try:
        for start in range(0, len(head), _PIECE):
            parser.feed(head[start : start + _PIECE])
            for _, element in parser.read_events():
                return str(getattr(element, "tag", ""))
    except etree.XMLSyntaxError:
        pass
    return ""


def _malformed(error: etree.XMLSyntaxError) -> Invalid:
    line, column = error.position
    what = " ".join(_PLACE.sub("", error.msg or "nothing in it").split())
    return Invalid("bad-xml", f"Not well-formed XML: {what[:200]} (line {line}, column {column}).")
