"""Decisions: what an adjudicator made of a place where layers meet, and whether that place is still as it was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from annotator.domain.adjudication import Unit
from annotator.domain.span import Span

Choice = Literal["take", "all", "new", "none", "agreed", "imported"]
"""One annotator's span; those of all; a new one; nothing at all; what the annotators agreed on, in bulk; what came
as gold with a file."""
CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True, slots=True)
class Source:
    """A span that was decided about, with the version it had, and the span in gold that was taken from it."""

    span: str
    version: int
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that stands. ``results`` are the ids of the spans in gold that came of it."""

    id: str
    choice: Choice
    reason: str
    sources: tuple[Source, ...]
    results: tuple[str, ...]
    by: str
    created: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a span since it was decided about, or that it came only then.

    ``related``: a relation that begins or ends at it was made or taken away.
    """

    what: Literal["changed", "deleted", "new", "related"]
    span: str
    layer: str | None
    """Whose it is, where it is still there."""


@dataclass(frozen=True, slots=True)
class Case:
    """A unit with the decisions that stand about it, mostly one or none, and what changed since."""

    unit: Unit
    decisions: tuple[Decision, ...]
    changes: tuple[Change, ...]

    @property
    def decided(self) -> bool:
        return bool(self.decisions)

    @property
    def settled(self) -> bool:
        """Whether there is nothing to do: it is decided, and nothing changed since."""
        return self.decided and not self.changes


@dataclass(frozen=True, slots=True)
class Order:
    """What came first: places in the log, by the ids of decisions and of spans.

    ``decided`` is where a decision was made, ``related`` where a relation at a span was last made or taken away.
    """

    decided: Mapping[str, int] = field(default_factory=dict)
    related: Mapping[str, int] = field(default_factory=dict)

    def related_since(self, span_id: str, decisions: Iterable[Decision]) -> bool:
        """Whether a relation at a span changed after the last of the decisions about the span."""
        made = [
            self.decided.get(one.id, 0) for one in decisions if span_id in {source.span for source in one.sources}
        ]
        return self.related.get(span_id, 0) > max(made, default=0)


def cases(
    units: Sequence[Unit],
    decisions: Iterable[Decision],
    present: Mapping[str, Span],
    gold: Mapping[str, Span],
    order: Order,
) -> list[Case]:
    """The units with what was decided about them, in reading order.

    Args:
        units: the places to decide.
        decisions: those that stand.
        present: all spans that are there by their ids, also those of layers that do not count.
        gold: the spans of the gold layer, by their ids.
        order: what came first, the decisions or the relations.
    """
    about: dict[str, list[Decision]] = {}
    decided = list(decisions)
    for decision in decided:
        for source in decision.sources:
            about.setdefault(source.span, []).append(decision)
    found = [_case(unit, about, present, order) for unit in units]
    seen = {decision.id for case in found for decision in case.decisions}
    left = [_left_over(one, present, gold, order) for one in decided if one.id not in seen]
    return sorted([*found, *(case for case in left if case)], key=lambda one: (one.unit.start, -one.unit.end))


def _case(unit: Unit, about: Mapping[str, list[Decision]], present: Mapping[str, Span], order: Order) -> Case:
    here = {decision.id: decision for span in unit.readings for decision in about.get(span.id, ())}
    decisions = tuple(here.values())
    return Case(unit, decisions, _changes(unit.readings, decisions, present, order) if decisions else ())


def _changes(
    readings: Sequence[Span], decisions: Sequence[Decision], present: Mapping[str, Span], order: Order
) -> tuple[Change, ...]:
    versions = {source.span: source.version for decision in decisions for source in decision.sources}
    found = [Change("new", span.id, span.layer) for span in readings if span.id not in versions]
    for span_id, version in versions.items():
        span = present.get(span_id)
        if span is None:
            found.append(Change("deleted", span_id, None))
        elif span.version != version:
            found.append(Change("changed", span_id, span.layer))
        if span is not None and order.related_since(span_id, decisions):
            found.append(Change("related", span_id, span.layer))
    return tuple(found)


def _left_over(
    decision: Decision, present: Mapping[str, Span], gold: Mapping[str, Span], order: Order
) -> Case | None:
    """A decision about spans of which none is compared any more; None where nothing in gold came of it."""
    results = [gold[one] for one in decision.results if one in gold]
    if not results:
        return None
    start, end = min(span.start for span in results), max(span.end for span in results)
    unit = Unit(decision.id, "gone", start, end, (), (), (), 0)
    return Case(unit, (decision,), _changes((), (decision,), present, order))
