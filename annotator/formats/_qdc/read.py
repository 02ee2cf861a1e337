"""A ``.qdc`` of any tool as a codebook, and in words what could not be taken over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_tree import codebook_from_tree
from annotator.domain.errors import Invalid
from annotator.domain.naming import is_machine_name, machine_name_of
from annotator.formats._qdc.description import Described
from annotator.formats._qdc.description import read as read_description
from annotator.formats._xml import parsed

_ROOT = re.compile(r"(?:\{urn:QDA-XML:codebook:[^}]*\})?CodeBook")
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_BREAKS = re.compile(r"[\t\r\n]+")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Code:
    element: Element
    title: str
    described: Described


def read(data: bytes) -> tuple[Codebook, tuple[str, ...]]:
    """The codebook in ``data``, and what of the file is not in it, a sentence each.

    Raises:
        Invalid: it is not well-formed, no ``CodeBook``, or more than a codebook holds.
    """
    root = parsed(data)
    if not _ROOT.fullmatch(str(root.tag)):
        raise Invalid("not-qdc", f"This is not a .qdc file: its root is {str(root.tag)[:80]}, not CodeBook.")
    codes = [_code(element) for element in root.iterfind("{*}Codes//{*}Code")]
    names = dict(zip((code.element for code in codes), _names(codes), strict=True))
    labels = [
        {
            "name": names[code.element],
            "title": code.title if code.described.name or code.title != names[code.element] else "",
            "description": code.described.text,
            "rules": list(code.described.rules),
            "include": list(code.described.include),
            "exclude": list(code.described.exclude),
            "color": _color(code.element),
            "parent": _parent(code.element, names),
            "retired": _not_codable(code),
        }
        for code in codes
    ]
    return codebook_from_tree({"labels": labels}), tuple(_findings(root, codes, list(names.values())))


def _code(element: Element) -> _Code:
    title = _BREAKS.sub(" ", element.get("name") or "").strip()
    return _Code(element, title, read_description(element.findtext("{*}Description") or ""))


def _names(codes: list[_Code]) -> list[str]:
    """A name for each code: the one that it says, else its title where that is one, else one made of it."""
    said = [code.described.name or code.title for code in codes]
    taken: set[str] = set()
    kept = []
    for name in said:
        kept.append(is_machine_name(name) and name not in taken)
        if kept[-1]:
            taken.add(name)
    names = []
    for name, keep in zip(said, kept, strict=True):
        names.append(name if keep else machine_name_of(name, taken))
        taken.add(names[-1])
    return names


def _parent(code: Element, names: dict[Element, str]) -> str | None:
    above = code.getparent()
    return None if above is None else names.get(above)


def _not_codable(code: _Code) -> bool:
    return code.element.get("isCodable") in ("false", "0")


def _color(code: Element) -> str | None:
    color = (code.get("color") or "").strip()
    if not _COLOR.fullmatch(color):
        return None
    return color if len(color) == len("#rrggbb") else "#" + "".join(digit * 2 for digit in color[1:])


def _findings(root: Element, codes: list[_Code], names: list[str]) -> Iterator[str]:
    if sets := [one.get("name") or "" for one in root.iterfind("{*}Sets/{*}Set")]:
        yield f"Sets of codes are not taken over: {_listed(sets)}."
    if colors := [code.title for code in codes if code.element.get("color") and not _color(code.element)]:
        yield f"The colour is not one like #0072B2, and is grey here: {_listed(colors)}."
    renamed = [
        f"{code.described.name} is {name}"
        for code, name in zip(codes, names, strict=True)
        if code.described.name not in ("", name)
    ]
    if renamed:
        yield f"Machine names that could not be kept: {_listed(renamed)}."
    known = {"CodeBook", "Codes", "Code", "Description", "Sets", "Set", "MemberCode"}
    if strange := sorted({str(one.tag).rpartition("}")[2] for one in root.iter()} - known):
        yield f"Elements that a .qdc does not have are not taken over: {_listed(strange)}."


def _listed(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(name[:80] for name in names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
