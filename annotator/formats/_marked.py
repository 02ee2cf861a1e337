"""A text that another tool marked, on its way to be a document of ours.

What that tool calls its labels, attributes and people becomes names that we can hold; what it marks is placed in
the canonical text. What cannot be placed is not taken over, and a finding says so: where, and what stood there.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from reprlib import repr as brief
from typing import Any

from annotator.domain.block import Block, recognise
from annotator.domain.corpus import Arrival, Document
from annotator.domain.errors import Invalid
from annotator.domain.layer import GOLD, Layer
from annotator.domain.meta import checked_meta
from annotator.domain.naming import checked_user_name, is_machine_name, machine_name_of, user_name_of
from annotator.domain.relation import Relation
from annotator.domain.span import Span, Value, checked_fragments, reading_order
from annotator.domain.text import canonical, checked_line, checked_note, refuse_blank
from annotator.domain.title import recognised_title
from annotator.formats._base import Incoming
from annotator.formats._notes import Notes

IMPORTED = "imported"
"""Whose the spans are that name no annotator."""

_LONGEST_SHOWN = 40


class Names:
    """The names of one file as a codebook can hold them, each other name once."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._machine: dict[tuple[str, str], str] = {}
        self._people: dict[str, str] = {}

    def label(self, name: str) -> str:
        return self._named("label", name)

    def attribute(self, name: str) -> str:
        return self._named("attribute", name)

    def relation(self, name: str) -> str:
        return self._named("relation type", name)

    def person(self, name: str) -> str:
        """A user's name for what the file calls an annotator; gold says of nobody who made it."""
        if name == GOLD:
            return IMPORTED
        if name not in self._people:
            try:
                self._people[name] = checked_user_name(name)
            except Invalid:
                self._people[name] = user_name_of(name, self._people.values(), IMPORTED)
                self._notes.at("annotator", f"“{shown(name)}” is called {self._people[name]} here.")
        return self._people[name]

    def _named(self, kind: str, name: str) -> str:
        # Letters and their marks may stand apart there: no other name by that.
        name = unicodedata.normalize("NFC", name)
        if (kind, name) not in self._machine:
            taken = [made for (other, _), made in self._machine.items() if other == kind]
            if is_machine_name(name) and name not in taken:
                made = name
            else:
                made = machine_name_of(name, taken)
                self._notes.at(kind, f"“{shown(name)}” is called {made} here.")
            self._machine[kind, name] = made
        return self._machine[kind, name]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span as another tool wrote it: ``places`` in its own units, ``quote`` the words that it says are there."""

    label: str
    places: Sequence[tuple[int, int]]
    where: str
    key: str = ""
    annotator: str = IMPORTED
    attributes: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    quote: str | None = None


class File:
    """A file of another tool, while it is read: its names, and what is odd about it."""

    def __init__(self, incoming: Incoming) -> None:
        self.incoming = incoming
        self.notes = Notes()
        self.names = Names(self.notes)

    def document(self, raw: str, where: str = "", unit: Callable[[int], int] = int) -> "Marked":
        """Begin a document."""
        return Marked(self, raw, where=where, unit=unit)

    def arrival(self, documents: Iterable[Document]) -> Arrival:
        """All that was read.

        Raises:
            Invalid: there is no document.
        """
        found = tuple(documents)
        if not found:
            raise Invalid("no-documents", "There is no text in this file.")
        return Arrival(found, findings=self.notes.findings())


class Marked:
    """One document being put together.

    Args:
        file: where it stands.
        raw: the text as it stands there.
        where: the document's place in the file, for findings; empty where it is the only one.
        unit: from an offset of that tool to one in code points of ``raw``; raises ``ValueError`` outside of it.
    """

    def __init__(self, file: File, raw: str, *, where: str, unit: Callable[[int], int]) -> None:
        self.text = canonical(raw)
        refuse_blank(self.text.text)
        file.notes.text_changed(where, self.text)
        self.raw = raw
        self._incoming = file.incoming
        self._notes = file.notes
        self._names = file.names
        self._where = where
        self._unit = unit
        self._spans: list[Span] = []
        self._relations: list[Relation] = []
        self._layers: dict[str, dict[str, Value]] = {}
        self._by_key: dict[tuple[str, str], Span] = {}

    def layer(self, annotator: str) -> None:
        """Note that somebody annotated this document, even if they marked nothing."""
        self._layers.setdefault(self._layer(annotator), {})

    def say(self, annotator: str, name: str, value: Any, where: str) -> None:
        """Take over what somebody says of the document as a whole."""
        kept = attribute_value(value)
        if kept is None:
            self.leave_out(where, f"the attribute “{shown(name)}”", f"{brief(value)} is no value of one")
        else:
            self._layers.setdefault(self._layer(annotator), {})[self._names.attribute(name)] = kept

    def mark(self, mark: Mark) -> bool:
        """Take a span over; False, and a finding, where its place makes no sense."""
        try:
            fragments = checked_fragments(self._placed(mark), len(self.text.text))
            if mark.quote is not None:
                self._refuse_other_words(fragments[0][0], fragments[-1][1], mark.quote)
            note = checked_note(mark.note, "the note")
        except (Invalid, ValueError) as refusal:
            self.leave_out(mark.where, f"“{shown(mark.label)}” {_written(mark.places)}", _said(refusal))
            return False
        layer = self._layer(mark.annotator)
        span = Span(
            id=self._incoming.new_id(),
            layer=layer,
            annotator=self._names.person(mark.annotator),
            label=self._names.label(mark.label),
            fragments=fragments,
            attributes=self._attributes(mark),
            note=note,
            codebook_version=0,
            version=1,
            created=self._incoming.now,
            updated=self._incoming.now,
        )
        self._spans.append(span)
        self._layers.setdefault(layer, {})
        if mark.key:
            self._by_key[layer, mark.key] = span
        return True

    def relate(self, kind: str, source: str, target: str, where: str, annotator: str = IMPORTED) -> bool:
        """Take a relation over; False, and a finding, where one of its ends is none of this layer's spans."""
        layer = self._layer(annotator)
        ends = [self._by_key.get((layer, key)) for key in (source, target)]
        if ends[0] is None or ends[1] is None:
            lost = source if ends[0] is None else target
            self.leave_out(where, f"“{shown(kind)}”", f"“{shown(lost)}” is no span that was taken over")
            return False
        self._relations.append(
            Relation(
                id=self._incoming.new_id(),
                layer=layer,
                annotator=self._names.person(annotator),
                type=self._names.relation(kind),
                source=ends[0].id,
                target=ends[1].id,
                codebook_version=0,
                created=self._incoming.now,
            )
        )
        return True

    def leave_out(self, where: str, what: str, why: str) -> None:
        """Note something of this document that is not taken over."""
        place = ", ".join(one for one in (self._where, where) if one)
        self._notes.at(place, f"{what} is not taken over: {why}.")

    def document(
        self,
        *,
        key: str | None = None,
        title: str | None = None,
        meta: Mapping[str, Any] | None = None,
        blocks: tuple[Block, ...] | None = None,
    ) -> Document:
        """What was put together. All that somebody marked counts as complete."""
        found = recognise(self.text.text) if blocks is None else blocks
        now = self._incoming.now
        return Document(
            id=key or self._incoming.new_id(),
            title=_title(title) or recognised_title(self.text.text, found),
            text=self.text.text,
            meta=checked_meta(meta or {}),
            blocks=found,
            codebook_version=0,
            created=now,
            layers=tuple(
                Layer(name, self._names.person(name), "complete", now, now, said)
                for name, said in sorted(self._layers.items())
            ),
            spans=tuple(sorted(self._spans, key=reading_order)),
            relations=tuple(self._relations),
        )

    def _layer(self, annotator: str) -> str:
        return GOLD if annotator == GOLD else self._names.person(annotator)

    def _placed(self, mark: Mark) -> list[tuple[int, int]]:
        offset = self.text.offset
        return [(offset(self._unit(start)), offset(self._unit(end))) for start, end in sorted(mark.places)]

    def _refuse_other_words(self, start: int, end: int, quote: str) -> None:
        there = self.text.text[start:end]
        if there.split() != canonical(quote).text.split():
            raise ValueError(f"the text there is “{shown(there)}”, not “{shown(quote)}”")

    def _attributes(self, mark: Mark) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, value in mark.attributes.items():
            kept = attribute_value(value)
            if kept is None:
                self.leave_out(mark.where, f"the attribute “{shown(name)}”", f"{brief(value)} is no value of one")
            else:
                found[self._names.attribute(name)] = kept
        return found


def label_and_rest(layer: str, features: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The label of a span of a ``layer`` that has features, and the features that are left as its attributes.

    The feature called “value”, or the only one, is what people see as the label; otherwise the layer itself is.
    """
    said = {name: value for name, value in features.items() if value not in (None, "", [])}
    chosen = "value" if "value" in said else next(iter(said)) if len(features) == 1 and said else None
    if chosen is None or not isinstance(said[chosen], str):
        return layer, said
    return said.pop(chosen), said


def attribute_value(value: Any) -> Value | None:
    """``value`` as an attribute's: text, a number, a truth value or a list of texts; None where it is none."""
    match value:
        case bool() | int() | float():
            return value
        case str():
            return _text(value)
        case list() if all(isinstance(one, str) for one in value):
            kept = [text for one in value if (text := _text(one)) is not None]
            return kept if len(kept) == len(value) else None
    return None


def shown(words: str) -> str:
    """Words from a file, short and on one line."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"


def _text(value: str) -> str | None:
    try:
        return checked_note(value, "an attribute")
    except Invalid:
        return None


def _title(title: str | None) -> str | None:
    try:
        return checked_line(" ".join((title or "").split())[:500], "The title")
    except Invalid:
        return None


def _written(places: Sequence[tuple[int, int]]) -> str:
    return ";".join(f"{start}-{end}" for start, end in places)[:80]


def _said(refusal: Exception) -> str:
    words = refusal.message if isinstance(refusal, Invalid) else str(refusal)
    return words.rstrip(".")
