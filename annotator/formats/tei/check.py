"""The proof of a TEI file: its schema, its pointers, its ranges, its checksums and its quotations.

The schema is ``profile.rng`` beside this module, which covers what we write; a file of others can be held against
the full schema of TEI instead.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.corpus import fingerprint
from annotator.domain.errors import Invalid
from annotator.domain.text import canonical
from annotator.formats.tei.anchor import RANGE
from annotator.formats.tei.kept_tree import record_in
from annotator.formats.tei.names import IN_TEI, XML_ID
from annotator.formats.tei.record_read import header_in, path_of_text
from annotator.formats.tei.tree import child, children, line_of, parse, place, shown, words

PROFILE = Path(__file__).with_name("profile.rng")

_POINTING = ("target", "resp", "who", "corresp", "ana", "active", "passive", "mutual", "ref", "change")

Told = Iterator[tuple[Element, str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, which check found it, and in which line."""

    check: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The names of the checks that a file passed, and the problems of those that it did not."""

    passed: tuple[str, ...]
    problems: tuple[Problem, ...]


def check_tei(data: bytes, schema: Path | None = None) -> Proof:
    """Hold a file against ``schema``, or else our own profile, and against itself."""
    try:
        root = parse(data)
    except Invalid as refusal:
        return Proof((), (Problem("well-formed", 1, refusal.message),))
    held_against = "schema" if schema else "profile"
    problems = list(_schema_problems(root, schema or PROFILE, held_against))
    file = _File(root)
    for name, check in _CHECKS.items():
        problems += [Problem(name, line_of(element), what) for element, what in check(file)]
    failed = {problem.check for problem in problems}
    return Proof(
        tuple(name for name in ("well-formed", held_against, *_CHECKS) if name not in failed), tuple(problems)
    )


class _File:
    """A file's elements by their ids, and the texts that ranges count in."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.ids = {element.get(XML_ID): element for element in root.iter() if element.get(XML_ID)}
        for number, tei in enumerate(children(root, "TEI"), start=1):
            if (text := child(tei, "text")) is not None:
                self.ids[path_of_text(number)] = text
        self._texts: dict[str, str] = {}

    def text(self, xml_id: str) -> str | None:
        """The text under an id; None where there is no such id."""
        if xml_id not in self._texts and xml_id in self.ids:
            self._texts[xml_id] = words(self.ids[xml_id])
        return self._texts.get(xml_id)

    def ranges(self, element: Element) -> Iterator[tuple[str, int, int]]:
        """The id, the start and the end of each range that an element points to."""
        for target in (element.get("target") or "").split():
            if found := RANGE.fullmatch(target):
                start = int(found[2])
                yield found[1], start, start + int(found[3])


def _schema_problems(root: Element, schema: Path, check: str) -> Iterator[Problem]:
    validator = _compiled(schema)
    if not validator.validate(root.getroottree()):
        for entry in validator.error_log:
            yield Problem(check, entry.line, shown(entry.message))


@cache
def _compiled(schema: Path) -> Any:
    try:
        return etree.RelaxNG(file=str(schema))
    except etree.LxmlError:
        raise Invalid("bad-schema", f"{schema.name} is not a RelaxNG schema in XML.") from None


def _ids(file: _File) -> Told:
    seen = set()
    for element in file.root.iter():
        xml_id = element.get(XML_ID)
        if xml_id in seen:
            yield element, f"{place(element)}: its id is there twice"
        elif xml_id is not None:
            seen.add(xml_id)


def _pointers(file: _File) -> Told:
    for element in file.root.iter():
        for attribute in _POINTING:
            for pointer in (element.get(attribute) or "").split():
                if pointer.startswith("#") and _goal(pointer) not in file.ids:
                    yield element, f"{place(element)}: {attribute}=“{shown(pointer)}” points to nothing"


def _goal(pointer: str) -> str:
    found = RANGE.fullmatch(pointer)
    return found[1] if found else pointer[1:]


def _ranges(file: _File) -> Told:
    for element in file.root.iter():
        for xml_id, start, end in file.ranges(element):
            text = file.text(xml_id)
            if text is not None and not start < end <= len(text):
                yield element, f"{place(element)}: {start}-{end} is not in a text of {len(text)} code points"


def _checksums(file: _File) -> Told:
    for tei in file.root.iter(f"{IN_TEI}TEI"):
        body = child(tei, "text")
        text = canonical("" if body is None else words(body)).text
        record = record_in(tei)
        header = child(tei, "teiHeader") if record is None else header_in(record)
        for measure in children(header, "fileDesc", "extent", "measure"):
            if measure.get("unit") == "codepoint" and measure.get("quantity") != str(len(text)):
                yield measure, f"the text has {len(text)} code points, not {shown(measure.get('quantity'))}"
        for idno in children(header, "fileDesc", "publicationStmt", "idno"):
            if idno.get("type") == "sha256" and words(idno) != fingerprint(text):
                yield idno, "the text has another checksum"


def _quotations(file: _File) -> Told:
    for annotation in file.root.iter(f"{IN_TEI}annotation"):
        ranges = list(file.ranges(annotation))
        text = file.text(ranges[0][0]) if ranges else None
        for note in children(annotation, "note"):
            if note.get("type") == "quote" and text is not None:
                there = text[min(one[1] for one in ranges) : max(one[2] for one in ranges)]
                if canonical(words(note)).text != canonical(there).text:
                    yield note, f"{place(annotation)} quotes “{shown(words(note))}”, but there is “{shown(there)}”"


_CHECKS: dict[str, Callable[[_File], Told]] = {
    "ids": _ids,
    "pointers": _pointers,
    "ranges": _ranges,
    "checksums": _checksums,
    "quotations": _quotations,
}
