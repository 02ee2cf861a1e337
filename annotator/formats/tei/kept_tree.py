"""The trees of others: which document has one, what of it stays as it is, and how two of them share a file.

An id is told apart from one that is in the file already by ``x.`` and the document's id before it, and so is every
pointer to it; on the way back both are as they were.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Element

from annotator.formats.tei.names import IN_TEI, READ_BACK, RECORD, XML_ID, XML_SPACE, id_of
from annotator.formats.tei.tree import child, children, local

_POINTED = re.compile(r"((?<!\S)#|(?<=\()#?)([^\s#,()]+)")


def record_in(tei: Element) -> Element | None:
    """What we say of a tree of others, if it is from one of our files."""
    return next((one for one in children(tei, "standOff") if one.get("type") == RECORD), None)


def standing_off(tei: Element) -> Iterator[Element]:
    """The ``standOff``s that are read: in a tree of others those that we appended, after our record."""
    record = record_in(tei)
    return children(tei, "standOff") if record is None else record.itersiblings(f"{IN_TEI}standOff")


def is_ours(tei: Element, text: Element) -> bool:
    """Whether we made a document's element, header and text, and nobody put anything into the text since."""
    if record_in(tei) is not None:
        return False
    owners = (tei, *tei.iterancestors(f"{IN_TEI}teiCorpus"))
    return any(has_our_header(one) for one in owners) and _is_plain(text)


def has_our_header(owner: Element) -> bool:
    """Whether the header of a ``TEI`` or a ``teiCorpus`` says that we wrote it."""
    named = children(owner, "teiHeader", "encodingDesc", "appInfo", "application")
    return any(one.get("ident") == "annotator" for one in named)


def kept_tree(tei: Element, document_id: str) -> bytes:
    """A ``TEI`` as its document keeps it: without the layers that are read, and without other ``TEI`` in it."""
    kept = deepcopy(tei)
    kept.tail = None
    record = record_in(kept)
    appended = [one for one in children(kept, "standOff") if one.get("type") in READ_BACK]
    if record is not None:
        appended = [record, *record.itersiblings(f"{IN_TEI}standOff")]
    for one in (*appended, *children(kept, "TEI")):
        kept.remove(one)
    if record is not None:
        prefix = _prefix(document_id)
        rename_ids(kept, lambda name: name.removeprefix(prefix))
    return etree.tostring(kept, encoding="UTF-8", xml_declaration=False)


def told_apart_by(document_id: str) -> Callable[[str], str]:
    """Makes an id of a document's tree one that no other tree has."""
    prefix = _prefix(document_id)
    return lambda name: prefix + name


def rename_ids(tree: Element, renamed: Callable[[str], str]) -> None:
    """Give the ids of a tree, and what points to them, the names that ``renamed`` makes of them."""
    for element in tree.iter("*"):
        for name, value in map(_words, element.items()):
            new = renamed(value) if name == XML_ID else _pointing(value, renamed)
            if new != value:
                element.set(name, new)


def _words(attribute: tuple[str | bytes, str | bytes]) -> tuple[str, str]:
    """An attribute, whose stubs also know bytes."""
    name, value = attribute
    return str(name), str(value)


def _pointing(value: str, renamed: Callable[[str], str]) -> str:
    if "#" not in value:
        return value
    return _POINTED.sub(lambda found: found[1] + renamed(found[2]), value)


def _prefix(document_id: str) -> str:
    return f"{id_of('x', document_id)}."


def _is_plain(text: Element) -> bool:
    """Whether a text is blocks of nothing but words, as we write one."""
    body = child(text, "body")
    if body is None or len(text) != 1 or body.attrib or not set(text.keys()) <= {XML_ID, XML_SPACE}:
        return False
    return all(local(one) in ("p", "ab") and not len(one) and not set(one.keys()) - {"type"} for one in body)
