"""The discourse network: actors and instruments joined by statements, and actors by the sides that they take.

What is counted is a statement in a document. Where several annotators read the same document, theirs are not
added up: with the support of ``any`` it counts as often as the one has it who has it most often, and as ``agreed``
as often as at least two have it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from typing import Literal, get_args

from annotator.domain.layer import GOLD
from annotator.domain.tie import NEITHER, OPPOSES, SIDES, Node, Tie
from annotator.domain.tie import SUPPORTS as FOR

Support = Literal["gold", "agreed", "any"]
SUPPORTS: tuple[Support, ...] = get_args(Support)
"""Whose statements count: the adjudicated ones, those that two annotators agree on, or everybody's."""

View = Literal["affiliation", "congruence", "conflict"]
VIEWS: tuple[View, ...] = get_args(View)
"""Actors by instruments; actors who took the same side on an instrument; actors who took opposite sides."""


LEGIBLE = 60
"""As many edges between thirty actors can be told apart in one picture."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Two nodes, and what joins them.

    Attributes:
        source: an actor.
        target: an instrument; between actors the one whose key comes later.
        weight: how many statements; between actors, on how many instruments.
        sides: of the statements, how many go which way; nothing between actors.
        instruments: on which they meet.
        annotators: whose own layers alone would draw this edge.
        ties: the statements behind it.
    """

    source: Node
    target: Node
    weight: int
    instruments: tuple[Node, ...]
    annotators: tuple[str, ...]
    ties: tuple[Tie, ...]
    sides: Mapping[int, int] = field(default_factory=dict)

    @property
    def documents(self) -> int:
        """In how many documents the statements behind it stand."""
        return len({tie.document for tie in self.ties})

    @property
    def quotes(self) -> tuple[str, ...]:
        """The ids of the spans that say so, each once."""
        return tuple(dict.fromkeys(tie.stance for tie in self.ties if tie.stance))

    @property
    def sign(self) -> str:
        """Which way its statements go: ``+``, ``-``, both ``+-``, or neither ``0``; empty between actors."""
        if not self.sides:
            return ""
        return "+" * (self.sides[FOR] > 0) + "-" * (self.sides[OPPOSES] > 0) or "0"


@dataclass(frozen=True, slots=True)
class Network:
    """Edges in the order of their nodes, and the nodes that they join, each in the order of the keys."""

    view: View
    sources: tuple[Node, ...]
    targets: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def of_weight(self, least: int) -> "Network":
        """The edges of at least this weight, and what they join."""
        return _network(self.view, [edge for edge in self.edges if edge.weight >= least])

    def legible_weight(self) -> int:
        """From which weight edges between actors can be drawn together and still be told apart.

        The least one that leaves no more than ``LEGIBLE`` edges; where it would leave next to none, the one before
        it, if that leaves no more than twice as many. The heaviest are never left out, however many they are, nor
        is anything of actors by instruments: there, edges do not cross each other from all sides.
        """
        weights = sorted((edge.weight for edge in self.edges), reverse=True)
        if self.view == "affiliation" or len(weights) <= LEGIBLE:
            return 1
        too_light = weights[LEGIBLE]
        left = sum(weight > too_light for weight in weights)
        if left < LEGIBLE // 4 and weights.count(too_light) + left <= 2 * LEGIBLE:
            return too_light
        return min(too_light + 1, weights[0])


def network(ties: Iterable[Tie], view: View, support: Support) -> Network:
    """The network of all ties, in whatever order they come."""
    units = _units(_named(ties), support)
    return _network(view, list(_affiliations(units) if view == "affiliation" else _pairs(units, view)))


def _network(view: View, edges: list[Edge]) -> Network:
    # Between actors either end may be either: there is one sort of node.
    ends = [{edge.source for edge in edges}, {edge.target for edge in edges}]
    sources, targets = ends if view == "affiliation" else (ends[0] | ends[1], set())
    return Network(view, tuple(sorted(sources)), tuple(sorted(targets)), tuple(sorted(edges, key=_ends)))


def _ends(edge: Edge) -> tuple[Node, Node]:
    return edge.source, edge.target


@dataclass(frozen=True, slots=True)
class _Unit:
    """One actor on one side of one instrument in one document: how often, by whom, and where it is said."""

    actor: Node
    instrument: Node
    sign: int
    count: int
    annotators: frozenset[str]
    ties: tuple[Tie, ...]


def _named(ties: Iterable[Tie]) -> list[Tie]:
    """Ties in a fixed order, with one name for each node: what most texts call it."""
    ordered = sorted(ties, key=lambda tie: (tie.document, tie.layer, tie.statement))
    spoken: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for node in chain.from_iterable((tie.actor, tie.instrument) for tie in ordered):
        spoken[node.key][node.name] += 1
    called = {key: min(names, key=lambda name: (-names[name], name)) for key, names in spoken.items()}
    return [
        replace(
            tie,
            actor=replace(tie.actor, name=called[tie.actor.key]),
            instrument=replace(tie.instrument, name=called[tie.instrument.key]),
        )
        for tie in ordered
    ]


def _units(ties: Iterable[Tie], support: Support) -> list[_Unit]:
    said: defaultdict[tuple[str, Node, Node, int], defaultdict[str, list[Tie]]]
    said = defaultdict(lambda: defaultdict(list))
    for tie in ties:
        said[tie.document, tie.actor, tie.instrument, tie.sign][tie.layer].append(tie)
    found = []
    for (_, actor, instrument, sign), by_layer in said.items():
        own = {layer: here for layer, here in by_layer.items() if layer != GOLD}
        behind = [by_layer[GOLD]] if support == "gold" and GOLD in by_layer else list(own.values())
        count = len(by_layer.get(GOLD, ())) if support == "gold" else _count(behind, support)
        if count:
            found.append(_Unit(actor, instrument, sign, count, frozenset(own), tuple(chain.from_iterable(behind))))
    return found


def _count(by_layer: list[list[Tie]], support: Support) -> int:
    """How often annotators have a statement: as often as the one who has most of it, or the next one."""
    counts = sorted((len(ties) for ties in by_layer), reverse=True)
    place = 1 if support == "agreed" else 0
    return counts[place] if len(counts) > place else 0


def _affiliations(units: Iterable[_Unit]) -> Iterator[Edge]:
    joined: defaultdict[tuple[Node, Node], list[_Unit]] = defaultdict(list)
    for unit in units:
        joined[unit.actor, unit.instrument].append(unit)
    for (actor, instrument), here in joined.items():
        sides = {side: sum(unit.count for unit in here if unit.sign == side) for side in SIDES}
        yield Edge(
            source=actor,
            target=instrument,
            weight=sum(sides.values()),
            instruments=(instrument,),
            annotators=_everybody(unit.annotators for unit in here),
            ties=tuple(chain.from_iterable(unit.ties for unit in here)),
            sides=sides,
        )


_Side = tuple[int, list[_Unit]]


def _pairs(units: Iterable[_Unit], view: View) -> Iterator[Edge]:
    """Each two actors who took the same side, or opposite ones, on an instrument."""
    takes: defaultdict[Node, defaultdict[Node, defaultdict[int, list[_Unit]]]]
    takes = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for unit in units:
        if unit.sign != NEITHER:
            takes[unit.instrument][unit.actor][unit.sign].append(unit)
    turn = 1 if view == "congruence" else -1
    meetings: defaultdict[tuple[Node, Node], list[_Meeting]] = defaultdict(list)
    for instrument in sorted(takes):
        actors = takes[instrument]
        for one, other in combinations(sorted(actors), 2):
            sides = [sign for sign in actors[one] if sign * turn in actors[other]]
            if sides:
                both = [(actors[one][sign], actors[other][sign * turn]) for sign in sorted(sides)]
                meetings[one, other].append(_Meeting(instrument, both))
    for (one, other), met in meetings.items():
        yield _pair(one, other, met)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Two actors on one instrument: what the one and the other says, for each side that makes them meet."""

    instrument: Node
    both: list[tuple[list[_Unit], list[_Unit]]]

    def annotators(self) -> Iterator[frozenset[str]]:
        """Those who read both of it."""
        for mine, theirs in self.both:
            yield frozenset(_everybody(unit.annotators for unit in mine)) & frozenset(
                _everybody(unit.annotators for unit in theirs)
            )


def _pair(one: Node, other: Node, met: list[_Meeting]) -> Edge:
    behind = [unit for meeting in met for both in meeting.both for units in both for unit in units]
    return Edge(
        source=one,
        target=other,
        weight=len(met),
        instruments=tuple(meeting.instrument for meeting in met),
        annotators=_everybody(chain.from_iterable(meeting.annotators() for meeting in met)),
        ties=tuple(chain.from_iterable(unit.ties for unit in behind)),
    )


def _everybody(several: Iterable[frozenset[str]]) -> tuple[str, ...]:
    return tuple(sorted(frozenset().union(*several)))
