"""What became of the statements of a document between two releases.

A release's corpus says on each line what its spans and relations add up to, made with the codebook of its own day:
nothing is made anew here, and releases are read alike with their texts and without. A stance whose actor or
instrument nobody named is no statement there: what became of it is told with the spans and relations.
"""

from collections.abc import Iterator
from typing import Any

from annotator.services.opening_releases import Line, SlotLine, SpanLine, StatementLine
from annotator.services.release_change import Change, How, changes, paired

_SLOTS = ("actor", "instrument", "reporter", "addressee")


def of_line(line: Line, how: How) -> Iterator[Change]:
    """All statements of a document that one release alone has."""
    yield from (_Told(line).change(one, how) for one in line.statements)


def between(was: Line, now: Line) -> Iterator[Change]:
    """What makes the statements of ``now`` out of those of ``was``."""
    before, after = _Told(was), _Told(now)
    of = {id(one): told for told in (before, after) for one in told.line.statements}

    def whole(one: StatementLine) -> Any:
        return of[id(one)].whole(one)

    def stance(one: StatementLine) -> Any:
        return one.layer, of[id(one)].place(one.stance)

    def fields(old: StatementLine, new: StatementLine) -> tuple[str, ...]:
        return _fields(before, old, after, new)

    pairs = paired(was.statements, now.statements, _itself, whole, _stance_itself, stance)
    return changes(pairs, before.change, after.change, fields)


def _itself(one: StatementLine) -> str:
    return one.id


def _stance_itself(one: StatementLine) -> Any:
    return one.layer, one.stance


class _Told:
    """The statements of a line, in the words of its spans and entries."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self._spans: dict[str, SpanLine] = {span.id: span for span in line.spans}

    def place(self, span: str | None) -> Any:
        """Where a span is."""
        found = self._spans.get(span or "")
        return found and tuple(tuple(place) for place in found.places)

    def whole(self, one: StatementLine) -> Any:
        """Where a statement stands with all its parts."""
        slots = (getattr(one, name) for name in _SLOTS)
        return one.layer, self.place(one.stance), *(self.filled(slot) for slot in slots)

    def filled(self, slot: SlotLine | None) -> Any:
        """What a place of a statement is filled with."""
        return slot and (self.place(slot.span), slot.entity)

    def change(self, one: StatementLine, how: How, fields: tuple[str, ...] = ()) -> Change:
        stance = self._spans[one.stance].words if one.stance in self._spans else ""
        words = " → ".join((self._words(one.actor), stance, self._words(one.instrument)))
        return Change(
            "statement",
            how,
            self.line.id,
            self.line.title,
            one.layer,
            one.annotator,
            one.id,
            one.polarity or "",
            words,
            fields,
        )

    def _words(self, slot: SlotLine | None) -> str:
        if slot is None:
            return ""
        if slot.span in self._spans:
            return self._spans[slot.span].words
        return next(
            (one["name"] for one in self.line.entities if one.get("key") == slot.entity), slot.entity or ""
        )


def _fields(before: _Told, was: StatementLine, after: _Told, now: StatementLine) -> tuple[str, ...]:
    fields = [name for name in _SLOTS if not _same(before, getattr(was, name), after, getattr(now, name))]
    fields += [name for name in ("polarity", "voice") if getattr(was, name) != getattr(now, name)]
    return tuple(fields)


def _same(before: _Told, was: SlotLine | None, after: _Told, now: SlotLine | None) -> bool:
    """Whether a place is filled alike: by the same span, wherever the text has it by now, and the same entry."""
    if was is None or now is None:
        return was is now
    spans_alike = was.span == now.span or before.place(was.span) == after.place(now.span)
    return was.entity == now.entity and spans_alike
