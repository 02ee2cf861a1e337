"""A file as a tree: parsed without trusting it, and the few questions everybody asks of an element."""

from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element as Element

from annotator.domain.errors import Invalid
from annotator.formats._xml import parsed
from annotator.formats.tei.names import IN_TEI, XML_ID


def parse(data: bytes, *, whole: bool = False) -> Element:
    """The root of ``data``, a ``TEI`` or ``teiCorpus``; only ``whole`` with comments and processing instructions.

    Entities of the file itself are resolved within libxml2's limits; nothing outside the file is ever read.

    Raises:
        Invalid: it is not well-formed, says where; or it is not TEI.
    """
    root = parsed(data, whole=whole)
    if root.tag not in (f"{IN_TEI}TEI", f"{IN_TEI}teiCorpus"):
        raise Invalid("not-tei", f"This is not a TEI file: its root is {shown(root.tag)}, not TEI or teiCorpus.")
    return root


def words(element: Element) -> str:
    """The text of ``element`` and all it holds, as XPath's ``string()``."""
    return "".join(str(one) for one in element.itertext())


def local(element: Element) -> str:
    """The name of a TEI element; that of any other has its namespace before it."""
    return str(element.tag).removeprefix(IN_TEI)


def children(element: Element | None, *path: str) -> Iterator[Element]:
    """The TEI elements at the end of ``path``, step by step down from ``element``."""
    if element is None:
        return iter(())
    return element.iterfind("/".join(IN_TEI + step for step in path))


def child(element: Element | None, *path: str) -> Element | None:
    """The first of the ``children``."""
    return next(children(element, *path), None)


def place(element: Element) -> str:
    """An element as messages name it."""
    name = f"{local(element)} “{element.get(XML_ID)}”" if element.get(XML_ID) else local(element)
    return f"{shown(name)} (line {line_of(element)})"


def line_of(element: Element) -> int:
    """The line of the file where ``element`` starts; 0 for one that was made."""
    line: Any = element.sourceline  # the stubs give it no type
    return line or 0


def shown(name: object) -> str:
    """A name from a file, short and on one line."""
    return " ".join(str(name).removeprefix(IN_TEI).split())[:80]
