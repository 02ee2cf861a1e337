"""Adjudication: the layers of one document, held against each other, as a list of places to decide.

A unit is what several annotators may have meant as one span: at most one span of each layer, paired by the best
alignment of every two layers. With more than two layers the pairs are joined from the strongest on, as long as no
layer comes twice.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Literal, get_args

from annotator.domain.alignment import exact, in_order, overlap, pairs
from annotator.domain.relation import Relation
from annotator.domain.span import Span, reading_order

Difference = Literal["label", "borders", "attributes", "links", "relations"]
DIFFERENCES: tuple[Difference, ...] = get_args(Difference)

UnitKind = Literal["label", "borders", "attributes", "links", "relations", "alone", "agree", "gone"]
KINDS: tuple[UnitKind, ...] = get_args(UnitKind)

Tie = tuple[str, str, str]
"""A relation as one of its ends sees it: its type, which way it goes, and the unit at the other end."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One place to decide.

    ``kind`` is the first of its ``differences``; ``agree`` where there is none, ``alone`` where only one annotator
    of several saw it, ``gone`` where a decision is left about spans that are there no more.
    """

    id: str
    kind: UnitKind
    start: int
    end: int
    readings: tuple[Span, ...]
    differences: tuple[Difference, ...]
    layers: tuple[str, ...]
    """The names of all layers that were compared, whether or not they have a span here."""
    agreeing: int
    """How many annotators agree exactly: in place, label, attributes, links and relations."""

    @property
    def share(self) -> float:
        """The share of annotators who agree exactly."""
        return self.agreeing / len(self.layers) if self.layers else 0.0

    @property
    def without(self) -> tuple[str, ...]:
        """The layers that have nothing here."""
        having = {span.layer for span in self.readings}
        return tuple(name for name in self.layers if name not in having)

    @property
    def revision(self) -> str:
        """Says whether its spans are still as they were seen."""
        return _digest(f"{span.id} {span.version}" for span in self.readings)

    @property
    def distinct(self) -> tuple[Span, ...]:
        """The readings without those that say the same as one before."""
        found: list[Span] = []
        for span in self.readings:
            if not any(alike(span, one) for one in found):
                found.append(span)
        return tuple(found)


def units(layers: Mapping[str, Sequence[Span]], relations: Iterable[Relation] = ()) -> list[Unit]:
    """The places to decide, in reading order.

    Args:
        layers: for the name of each layer that counts, its spans; a layer may be empty. Links are compared as they
            are: merges of entries are followed before.
        relations: those of these layers.
    """
    groups = readings(layers, _pairs(layers))
    unit_ids = {span.id: unit_id(group) for group in groups for span in group}
    ties = _ties(relations, unit_ids)
    found = [_unit(group, tuple(sorted(layers)), ties) for group in groups]
    return sorted(found, key=lambda unit: (unit.start, -unit.end, unit.id))


def alike(one: Span, other: Span) -> bool:
    """Whether two spans say the same, beside what is joined to them: in place, label, attributes and links."""
    return exact(one, other) and one.attributes == other.attributes and one.links == other.links


def unit_id(spans: Iterable[Span]) -> str:
    """A unit's id, made from its spans': the same as long as it is made of the same spans."""
    return _digest(span.id for span in spans)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:32]


def readings(layers: Mapping[str, Sequence[Span]], paired: Iterable[tuple[Span, Span]]) -> list[tuple[Span, ...]]:
    """The spans of each place, at most one of each layer; ``paired`` are those of every two layers."""
    met: defaultdict[str, list[tuple[Span, Span]]] = defaultdict(list)
    for pair in paired:
        for span in pair:
            met[span.id].append(pair)
    groups: list[list[Span]] = []
    for group in _joined(layers, met):
        if len({span.layer for span in group}) == len(group):
            groups.append(group)
        else:
            groups += _joined_strongest_first(group, met)
    return [tuple(sorted(group, key=lambda span: span.layer)) for group in groups]


def _joined(
    layers: Mapping[str, Sequence[Span]], met: Mapping[str, Sequence[tuple[Span, Span]]]
) -> list[list[Span]]:
    """The spans that hang together by pairs: no pair ever joins one of them with any other."""
    found: list[list[Span]] = []
    seen: set[str] = set()
    for span in chain.from_iterable(layers.values()):
        if span.id in seen:
            continue
        seen.add(span.id)
        group = [span]
        for here in group:  # which grows meanwhile
            for other in chain.from_iterable(met.get(here.id, ())):
                if other.id not in seen:
                    seen.add(other.id)
                    group.append(other)
        found.append(group)
    return found


def _joined_strongest_first(spans: Iterable[Span], met: Mapping[str, list[tuple[Span, Span]]]) -> list[list[Span]]:
    """Groups of spans that hang together, no layer twice in any."""
    group_of = {span.id: [span] for span in spans}
    pairs = {(one.id, other.id): (one, other) for span in spans for one, other in met[span.id]}
    for one, other in sorted(pairs.values(), key=_strength):
        mine, theirs = group_of[one.id], group_of[other.id]
        if not {span.layer for span in mine} & {span.layer for span in theirs}:
            mine += theirs
            group_of.update((span.id, mine) for span in theirs)
    return list({id(group): group for group in group_of.values()}.values())


def _pairs(layers: Mapping[str, Sequence[Span]]) -> Iterator[tuple[Span, Span]]:
    in_orders = {name: in_order(layers[name]) for name in sorted(layers)}
    for first, second in combinations(in_orders, 2):
        yield from pairs(in_orders[first], in_orders[second])


def _strength(pair: tuple[Span, Span]) -> tuple[Hashable, ...]:
    """The order of the alignment's own rules, the strongest first."""
    one, other = pair
    same = (exact(one, other), overlap(one, other), one.label == other.label, one.attributes == other.attributes)
    return (*(-int(value) for value in same), reading_order(one), reading_order(other))


def _ties(relations: Iterable[Relation], unit_ids: Mapping[str, str]) -> defaultdict[str, set[Tie]]:
    found: defaultdict[str, set[Tie]] = defaultdict(set)
    for one in relations:
        if one.source in unit_ids and one.target in unit_ids:
            found[one.source].add((one.type, "to", unit_ids[one.target]))
            found[one.target].add((one.type, "from", unit_ids[one.source]))
    return found


def _unit(group: tuple[Span, ...], names: tuple[str, ...], ties: Mapping[str, set[Tie]]) -> Unit:
    said: dict[Difference, list[Hashable]] = {
        "label": [span.label for span in group],
        "borders": [span.fragments for span in group],
        "attributes": [_values(span) for span in group],
        "links": [frozenset(span.links.items()) for span in group],
        "relations": [frozenset(ties.get(span.id, ())) for span in group],
    }
    differences = tuple(name for name in DIFFERENCES if len(set(said[name])) > 1)
    kind: UnitKind = "alone" if len(group) == 1 else differences[0] if differences else "agree"
    return Unit(
        id=unit_id(group),
        kind=kind,
        start=min(span.start for span in group),
        end=max(span.end for span in group),
        readings=group,
        differences=differences,
        layers=names,
        agreeing=max(Counter(zip(*said.values(), strict=True)).values()),
    )


def _values(span: Span) -> Hashable:
    return tuple(sorted((name, repr(value)) for name, value in span.attributes.items()))
