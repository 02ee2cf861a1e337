"""The past of a layer: what was told of it, moment by moment, and how it stood after any of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from annotator.domain.span import Span, reading_order

State = Mapping[str, Any]
"""Everything about a span that can change, as the log keeps it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the log: what it was about, and its state before and after (None: not there).

    ``who`` is None where the command line did it. ``at`` is RFC 3339 in UTC; the order is ``sequence``.
    """

    sequence: int
    at: str
    who: str | None
    action: str | None
    kind: str
    subject: str
    before: Any
    after: Any

    @property
    def of_span(self) -> bool:
        return self.kind.startswith("span.")

    @property
    def of_relation(self) -> bool:
        return self.kind.startswith("relation.")

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the spans that a relation joins, or that a decision was about and led to."""
        state = self.after or self.before
        if self.of_relation:
            return (state["source_id"], state["target_id"])
        if self.kind.startswith("decision.") and state:
            return tuple(state["results"]) or tuple(span for span, *_ in state["sources"])
        return ()

    @property
    def of_layer(self) -> bool:
        """Whether it tells of the layer as a whole, and not of something in it."""
        return self.kind.startswith("layer.")


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened at once: the events of one action, or of one import."""

    told: tuple[Told, ...]

    @property
    def sequence(self) -> int:
        """The last event's place in the log: the layer as of it is the layer after this moment."""
        return self.told[-1].sequence

    @property
    def at(self) -> str:
        return self.told[0].at

    @property
    def who(self) -> str | None:
        return self.told[0].who

    @property
    def mark(self) -> Told | None:
        """What it was for the layer as a whole: an undo, a redo, a putting back, a declared state."""
        return next((one for one in self.told if one.of_layer), None)


def moments(told: Iterable[Told]) -> list[Moment]:
    """Events, in their order, gathered into moments."""
    return [Moment(tuple(found)) for _, found in groupby(told, lambda one: one.action or one.at)]


def replayed(told: Iterable[Told]) -> dict[str, State]:
    """The spans that stand after these events, by id, each with its state; the events come in their order."""
    return _standing(one for one in told if one.of_span)


def replayed_relations(told: Iterable[Told]) -> dict[str, State]:
    """The relations that stand after these events, likewise."""
    return _standing(one for one in told if one.of_relation)


def _standing(told: Iterable[Told]) -> dict[str, State]:
    standing: dict[str, State] = {}
    for one in told:
        if one.after is None:
            standing.pop(one.subject, None)
        else:
            standing[one.subject] = one.after
    return standing


def spans_after(told: Sequence[Told], layer: str) -> list[Span]:
    """The spans of a layer as they stood after these events, in reading order."""
    first: dict[str, Told] = {}
    for one in told:
        first.setdefault(one.subject, one)
    standing = replayed(told).items()
    return sorted((_span(span_id, state, first[span_id], layer) for span_id, state in standing), key=reading_order)


def same(one: State | None, other: State | None) -> bool:
    """Whether two states of a span mean the same, whenever they were written."""
    if one is None or other is None:
        return one is other
    return all(one[name] == other[name] for name in _MEANING)


_MEANING = ("label", "start", "end", "fragments", "attributes", "note")


def _span(span_id: str, state: State, made: Told, layer: str) -> Span:
    fragments = state["fragments"] or [[state["start"], state["end"]]]
    return Span(
        id=span_id,
        layer=layer,
        annotator=made.who or layer,
        label=state["label"],
        fragments=tuple((start, end) for start, end in fragments),
        attributes=state["attributes"],
        note=state["note"],
        codebook_version=state["codebook_version"],
        version=state["version"],
        created=made.at,
        updated=state["updated"],
    )
