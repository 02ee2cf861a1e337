"""Reads CoNLL. The text is made of the tokens: a space between two, and a sentence a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from annotator.domain.corpus import Arrival, Document
from annotator.domain.errors import Invalid
from annotator.domain.text import decode
from annotator.formats._base import Incoming
from annotator.formats._marked import IMPORTED, File, Mark, shown
from annotator.formats._notes import Notes

_TAG = re.compile(r"([BIESUL])-(\S.*)")
_OUTSIDE = ("O", "_")
_SAID = re.compile(r"#\s*([\w .-]*\w)\s*=\s*(.*)")
_NEW_DOCUMENT = "-DOCSTART-"


@dataclass(slots=True)
class _Open:
    """A span that may go on with the next token."""

    label: str
    start: int
    end: int
    line: int


@dataclass(slots=True)
class _Part:
    """The lines of one document, being read: ``reached`` is the length of its text so far."""

    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    reached: int = 0
    open: _Open | None = None

    def put(self, words: str) -> None:
        self.pieces.append(words)
        self.reached += len(words)

    def close(self) -> None:
        """End the span that is open, if one is."""
        if self.open is not None:
            place = (self.open.start, self.open.end)
            self.marks.append(Mark(self.open.label, [place], f"line {self.open.line}"))
            self.open = None

    def end_sentence(self) -> None:
        self.close()
        if self.pieces and self.pieces[-1] != "\n":
            self.put("\n")


def read(incoming: Incoming) -> Arrival:
    """The documents of ``incoming``: one, or as many as ``-DOCSTART-`` and ``# newdoc`` begin.

    Raises:
        Invalid: names the line that has no token and tag.
    """
    file = File(incoming)
    parts = _parts(decode(incoming.data, incoming.encoding), file.notes)
    return file.arrival(_document(file, part, number) for number, part in enumerate(parts, start=1))


def _document(file: File, part: _Part, number: int) -> Document:
    said = {key.lower().removeprefix("newdoc "): value for key, value in part.said.items()}
    marked = file.document("".join(part.pieces))
    marked.layer(IMPORTED)
    for mark in part.marks:
        marked.mark(mark)
    title = said.get("title") or f"{PurePath(file.incoming.name).stem} {number}"
    return marked.document(key=said.get("id") or None, title=title)


def _parts(text: str, notes: Notes) -> Iterator[_Part]:
    part = _Part()
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip(" \r\t")
        said = None if "\t" in words else _SAID.fullmatch(words)
        if words.startswith(_NEW_DOCUMENT) or (said and said[1].startswith("newdoc")):
            if part.pieces:
                yield _ended(part)
            part = _Part()
        if said:
            part.said.setdefault(said[1], said[2].strip())
        elif not words:
            part.end_sentence()
        elif not words.startswith(_NEW_DOCUMENT):
            _take(part, _columns(words, number), number, notes)
    if part.pieces:
        yield _ended(part)


def _ended(part: _Part) -> _Part:
    part.end_sentence()
    return part


def _columns(words: str, number: int) -> tuple[str, str]:
    """The token and its tag."""
    columns = words.split("\t") if "\t" in words else words.split()
    if len(columns) < 2:  # noqa: PLR2004 - a token and a tag
        raise Invalid("bad-conll", f"Line {number}: a token and its tag belong here, not “{shown(words)}” alone.")
    return columns[0].strip(), columns[-1].strip()


def _take(part: _Part, columns: tuple[str, str], number: int, notes: Notes) -> None:
    token, tag = columns
    if part.pieces and part.pieces[-1] != "\n":
        part.put(" ")
    start = part.reached
    part.put(token)
    if tag in _OUTSIDE:
        part.close()
        return
    found = _TAG.fullmatch(tag)
    if found is None:
        raise Invalid("bad-conll", f"Line {number}: “{shown(tag)}” is no tag: O, B-LABEL or I-LABEL.")
    position, label = found[1], found[2]
    goes_on = position in "IEL" and part.open is not None and part.open.label == label
    if not goes_on:
        part.close()
        part.open = _Open(label, start, part.reached, number)
        if position in "IEL":
            notes.count("tags", "I- begins a span that nothing opened, as in IOB1")
    if part.open is not None:
        part.open.end = part.reached
    if position in "ESUL":
        part.close()
