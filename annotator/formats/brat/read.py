"""Reads brat's stand-off: text-bound spans, events and relations, attributes, references and notes."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from annotator.domain.block import recognise
from annotator.domain.corpus import Arrival
from annotator.domain.errors import Invalid
from annotator.domain.span import Value
from annotator.domain.text import decode
from annotator.domain.title import heading_title
from annotator.formats._base import Incoming
from annotator.formats._marked import File, Mark, Marked, shown

_SPAN = re.compile(r"(\S+) ([0-9]{1,12} [0-9]{1,12}(?:;[0-9]{1,12} [0-9]{1,12})*)")
_ROLE = re.compile(r"([^\s:]+):(\S+)")


@dataclass(slots=True)
class _Line:
    """A line of annotation: ``T1``, what follows it, and what follows that."""

    number: int
    id: str
    fields: str
    rest: str

    @property
    def where(self) -> str:
        return f"line {self.number}"


@dataclass(slots=True)
class _Annotations:
    """What stands in an ``.ann`` file, by kind; ``owner`` leads from an event to its trigger."""

    spans: list[_Line] = field(default_factory=list)
    events: list[_Line] = field(default_factory=list)
    relations: list[_Line] = field(default_factory=list)
    equal: list[_Line] = field(default_factory=list)
    said: list[_Line] = field(default_factory=list)
    owner: dict[str, str] = field(default_factory=dict)


def read(incoming: Incoming) -> Arrival:
    """The document of ``NAME.txt`` with what ``NAME.ann`` marks in it.

    Raises:
        Invalid: the text is not there, or a line is none of brat's.
    """
    stem = PurePath(incoming.name).stem
    text = incoming.beside.get(f"{stem}.txt")
    if text is None:
        raise Invalid("no-text", f"The text that it marks, {stem}.txt, must come with it, in the same folder.")
    annotations = _parsed(decode(incoming.data, incoming.encoding))
    file = File(incoming)
    marked = file.document(decode(text, incoming.encoding))
    _take(annotations, marked)
    blocks = recognise(marked.text.text)
    title = heading_title(marked.text.text, blocks) or stem
    return file.arrival([marked.document(title=title, blocks=blocks)])


def _parsed(text: str) -> _Annotations:
    file = _Annotations()
    for line in _lines(text):
        kind = {"T": file.spans, "E": file.events, "R": file.relations, "*": file.equal}.get(line.id[0])
        if line.id[0] in "AMN#":
            kind = file.said
        if kind is None:
            raise Invalid("bad-ann", f"Line {line.number}: “{shown(line.id)}” is no annotation of brat's.")
        kind.append(line)
    return file


def _lines(text: str) -> Iterator[_Line]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            key, _, rest = line.rstrip("\r").partition("\t")
            fields, _, words = rest.partition("\t")
            if not key.strip() or not fields.strip():
                raise Invalid("bad-ann", f"Line {number}: an id, a tab and an annotation belong here.")
            yield _Line(number, key.strip(), fields.strip(), words)


def _take(file: _Annotations, marked: Marked) -> None:
    events = [(line, _roles(line)) for line in file.events]
    for line, roles in events:
        file.owner[line.id] = roles[0][1] if roles else ""
    attributes, notes = _said(file, marked)
    for line in file.spans:
        _mark(line, attributes[line.id], notes[line.id], marked)
    for line, roles in events:
        for role, goal in roles[1:]:
            marked.relate(role, file.owner[line.id], file.owner.get(goal, goal), line.where)
    for line in file.relations:
        kind, *ends = line.fields.split()
        goals = [found[2] for end in ends if (found := _ROLE.fullmatch(end))]
        match [file.owner.get(goal, goal) for goal in goals]:
            case [source, target] if len(goals) == len(ends):
                marked.relate(kind, source, target, line.where)
            case _:
                marked.leave_out(line.where, shown(line.fields), "a relation has two ends, Arg1 and Arg2")
    for line in file.equal:
        kind, *goals = line.fields.split()
        for goal in goals[1:]:
            marked.relate(kind, file.owner.get(goals[0], goals[0]), file.owner.get(goal, goal), line.where)


def _roles(line: _Line) -> list[tuple[str, str]]:
    """The roles of an event, with its type and trigger as the first. brat numbers a role that comes again."""
    found = [_ROLE.fullmatch(word) for word in line.fields.split()]
    if not all(found) or not found:
        raise Invalid(
            "bad-ann", f"Line {line.number}: “{shown(line.fields)}” is no event: TYPE:TRIGGER ROLE:ID …."
        )
    return [(re.sub(r"(?<=\D)[0-9]+$", "", one[1]), one[2]) for one in found if one]


def _mark(line: _Line, attributes: dict[str, Value], note: str, marked: Marked) -> None:
    found = _SPAN.fullmatch(line.fields)
    if found is None:
        raise Invalid("bad-ann", f"Line {line.number}: “{shown(line.fields)}” is not LABEL START END.")
    places = []
    for piece in found[2].split(";"):
        start, end = piece.split()
        places.append((int(start), int(end)))
    quote = line.rest if len(places) == 1 and line.rest else None
    marked.mark(Mark(found[1], places, line.where, key=line.id, attributes=attributes, note=note, quote=quote))


def _said(file: _Annotations, marked: Marked) -> tuple[defaultdict[str, dict[str, Value]], defaultdict[str, str]]:
    """The attributes and the notes of each span; those of an event are its trigger's."""
    attributes: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    notes: defaultdict[str, str] = defaultdict(str)
    spans = {line.id for line in file.spans}
    for line in file.said:
        name, goal, *value = line.fields.split(None, 2)[:3] if " " in line.fields else (line.fields, "")
        goal = file.owner.get(goal, goal)
        if goal not in spans:
            marked.leave_out(
                line.where, f"“{shown(f'{line.fields} {line.rest}'.strip())}”", f"“{shown(goal)}” is no span"
            )
        elif line.id[0] == "#":
            notes[goal] = "\n".join(one for one in (notes[goal], line.rest) if one)
        else:
            said: Value = value[0] if value else True
            attributes[goal][name] = _together(attributes[goal].get(name), said)
    return attributes, notes


def _together(before: Value | None, now: Value) -> Value:
    """Two values of one attribute, such as two references, are both kept."""
    if before is None or before == now:
        return now
    return [*(before if isinstance(before, list) else [str(before)]), str(now)]
