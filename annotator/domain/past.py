"""The past of a layer: what was told of it, moment by moment, and what stood after any of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

State = Mapping[str, Any]
"""Everything about a thing that can change, as the log keeps it."""


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
    def thing(self) -> str:
        """What sort of thing it tells of: a span, a relation, a decision, a precedent, or the layer as a whole."""
        return self.kind.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened at once: the events of one action, or of one import."""

    told: tuple[Told, ...]

    @property
    def sequence(self) -> int:
        """The last event's place in the log: the layer as of it is the layer after this moment."""
        return self.told[-1].sequence

    @property
    def key(self) -> str:
        """What it is known by outside. Not its place in the log: that would count what others did meanwhile."""
        return key(self.told[0])

    @property
    def at(self) -> str:
        return self.told[0].at

    @property
    def who(self) -> str | None:
        return self.told[0].who

    @property
    def mark(self) -> Told | None:
        """What it was for the layer as a whole: an undo, a redo, a putting back, a declared state."""
        return next((one for one in self.told if one.thing == "layer"), None)

    @property
    def changes(self) -> tuple[Told, ...]:
        """What it changed in the layer."""
        return tuple(one for one in self.told if one.thing != "layer")


def key(one: Told) -> str:
    """The moment's key that an event belongs to."""
    return one.action or one.at


def moments(told: Iterable[Told]) -> list[Moment]:
    """Events, in their order, gathered into moments."""
    found: dict[str, list[Told]] = {}
    for one in told:
        found.setdefault(key(one), []).append(one)
    return [Moment(tuple(gathered)) for gathered in found.values()]


def replayed(told: Iterable[Told], thing: str = "span") -> dict[str, State]:
    """The things that stand after these events, by id, each with its state; the events come in their order."""
    standing: dict[str, State] = {}
    for one in told:
        if one.thing != thing:
            continue
        if one.after is None:
            standing.pop(one.subject, None)
        else:
            standing[one.subject] = one.after
    return standing


def same(one: State | None, other: State | None) -> bool:
    """Whether two states of a span mean the same, whenever they were written."""
    if one is None or other is None:
        return one is other
    return all(one[name] == other[name] for name in _MEANING) and links_of(one) == links_of(other)


_MEANING = ("label", "start", "end", "fragments", "attributes", "note")


def links_of(state: State) -> Mapping[str, str]:
    """The links of a span in this state; those who wrote before there were any tell of none."""
    found: Mapping[str, str] = state.get("links", {})
    return found


@dataclass(frozen=True, slots=True)
class Spans:
    """The spans that events speak of besides their subjects: whose they are, and how each was at any moment."""

    layers: Mapping[str, str]
    told: Mapping[str, Sequence[Told]]

    def at(self, span_id: str, sequence: int) -> State | None:
        """How a span was when the event ``sequence`` was told; deleted by then, how it was last."""
        states = [one.after for one in self.told.get(span_id, ()) if one.after and one.sequence <= sequence]
        return states[-1] if states else None


def spoken_of(told: Iterable[Told]) -> set[str]:
    """The ids of the spans that events about relations and decisions speak of."""
    found: set[str] = set()
    for one in told:
        state = one.after or one.before or {}
        if one.thing == "relation":
            found |= {state["source_id"], state["target_id"]}
        elif one.thing == "decision":
            found |= {source[0] for source in state["sources"]} | set(state["results"])
    return found
