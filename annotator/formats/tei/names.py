"""Names that XML allows: ids of any kind become ids of one file, and come back as they were.

An id is a letter for its kind and some parts, joined by full stops. What stands in a part beside ASCII letters,
digits, ``-`` and ``_`` is written ``_x041A_``, as SQL/XML does it: every XML tool agrees on these characters.
"""

import re

from annotator.domain.entity import Entity

TEI = "http://www.tei-c.org/ns/1.0"
IN_TEI = f"{{{TEI}}}"
IN_XML = "{http://www.w3.org/XML/1998/namespace}"
XML_ID = f"{IN_XML}id"
XML_LANG = f"{IN_XML}lang"
XML_SPACE = f"{IN_XML}space"
LISTS = {"listPerson": ("person", "persName"), "listOrg": ("org", "orgName"), "listBibl": ("bibl", "title")}
"""The lists of a registry: what each holds, and what that is called by."""
OF_DOCUMENT = "document"
"""The type of features that are a document's as a whole."""
PRECEDENTS = "precedents"
"""The type of what holds the rules that were made of decisions."""

RECORD = "record"
"""The type of what says of a tree of others which document it is here."""
BLOCKS = "blocks"
"""The type of the group that tells where the blocks of a text stand."""
READ_BACK = frozenset({"layer", PRECEDENTS})
"""The types of what stands off a text and is written anew."""

_ESCAPED = re.compile(r"_x([0-9A-F]{4,6})_")
_NOT_IN_A_PART = re.compile(r"[^A-Za-z0-9_-]|_(?=x)")
_NOT_FIRST = re.compile(r"^[^A-Za-z_]")


def list_of(one: Entity) -> str:
    """The list that an entry of the registry stands in."""
    if one.sort == "instrument":
        return "listBibl"
    return "listPerson" if one.kind == "person" else "listOrg"


def part(words: str) -> str:
    """``words`` as a part of an id."""
    return _NOT_IN_A_PART.sub(_escape, words)


def id_of(kind: str, *parts: str) -> str:
    """The id of something of a ``kind`` that ``parts`` tell apart from all others of the file."""
    return ".".join((kind, *map(part, parts)))


def xml_name(words: str) -> str:
    """``words`` as an XML name of its own; ``original`` takes it back."""
    return _NOT_FIRST.sub(_escape, part(words))


def original(escaped: str) -> str:
    """What ``part`` or ``xml_name`` made ``escaped`` of; other words stay as they are."""
    return _ESCAPED.sub(_unescape, escaped)


def told_apart(written: str, words: str) -> dict[str, str]:
    """The attribute ``n`` with the original ``words``, where an id or name does not show them."""
    return {} if written.endswith(f".{words}") or written == words else {"n": words}


def _escape(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _unescape(found: re.Match[str]) -> str:
    code_point = int(found[1], 16)
    return chr(code_point) if code_point <= 0x10FFFF and not 0xD800 <= code_point <= 0xDFFF else found[0]  # noqa: PLR2004 - Unicode's own bounds
