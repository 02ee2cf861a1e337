"""What a text of others marks in itself: names, titles and interpreted segments, as spans to be offered."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from annotator.domain.errors import Invalid
from annotator.domain.naming import is_machine_name, machine_name_of
from annotator.domain.span import Span, checked_fragments, reading_order
from annotator.formats.tei.body import Body, Mark
from annotator.formats.tei.codebook_read import code_of
from annotator.formats.tei.ground import File
from annotator.formats.tei.names import XML_ID
from annotator.formats.tei.tree import children, local

IMPORTED = "imported"
"""Whose a layer is that names nobody."""


class Labels:
    """Labels for what one file calls its marks, each other name once."""

    def __init__(self) -> None:
        self._made: dict[str, str] = {}

    def named(self, name: str) -> str:
        if name not in self._made:
            free = is_machine_name(name) and name not in self._made.values()
            self._made[name] = name if free else machine_name_of(name, self._made.values())
        return self._made[name]


def marked_spans(body: Body, file: File, labels: Labels) -> tuple[Span, ...]:
    """The spans that the elements of a text are; parts that point to each other are one."""
    found = (_span(parts, body, file, labels) for parts in _joined(body.marks))
    return tuple(sorted((one for one in found if one is not None), key=reading_order))


def _joined(marks: tuple[Mark, ...]) -> list[list[Mark]]:
    groups: list[list[Mark]] = []
    by_id: dict[str, list[Mark]] = {}
    for mark in marks:
        element = mark.element
        known = by_id.get((element.get("prev") or "").removeprefix("#")) or by_id.get(element.get(XML_ID) or "")
        group = [] if known is None else known
        if known is None:
            groups.append(group)
        group.append(mark)
        for name in (element.get(XML_ID), (element.get("next") or "").removeprefix("#")):
            if name:
                by_id.setdefault(name, group)
    return groups


def _span(parts: list[Mark], body: Body, file: File, labels: Labels) -> Span | None:
    offset = body.text.offset
    text = body.text.text
    places = [(offset(one.start), offset(one.end)) for one in parts]
    try:
        fragments = checked_fragments(list(_touching(places)), len(text))
    except Invalid:
        return None
    if not any(text[start:end].strip() for start, end in fragments):
        return None
    now = file.incoming.now
    return Span(
        id=file.incoming.new_id(),
        layer=IMPORTED,
        annotator=IMPORTED,
        label=labels.named(_called(parts[0].element, file)),
        fragments=fragments,
        attributes={},
        note="",
        codebook_version=0,
        version=1,
        created=now,
        updated=now,
    )


def _touching(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """``places`` in order, those that touch joined; without empty ones."""
    reached: tuple[int, int] | None = None
    for start, end in sorted(one for one in places if one[0] < one[1]):
        if reached is not None and start <= reached[1]:
            reached = reached[0], max(end, reached[1])
            continue
        if reached is not None:
            yield reached
        reached = start, end
    if reached is not None:
        yield reached


def _called(element: Element, file: File) -> str:
    """What an element says its words are: its interpretation, its type, or its own name."""
    pointers = (element.get("ana") or "").split()
    if local(element) == "seg" and pointers:
        return _interpretation(pointers[0], file)
    if local(element) in ("rs", "name"):
        return " ".join((element.get("type") or local(element)).split()) or local(element)
    return local(element)


def _interpretation(pointer: str, file: File) -> str:
    goal = file.ids.find(pointer)
    if goal is not None and local(goal) == "category":
        has_name = next(children(goal, "catDesc", "ident"), None) is not None
        said = goal.get("n") or ""
        if said and not has_name and not said.isdecimal():
            return said
    return code_of(pointer, file.ids)[0] or pointer
