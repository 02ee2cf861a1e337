"""Where everything of a network stands in its picture: no two labels on one line, and the same each time."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log2, sqrt
from unicodedata import east_asian_width

from annotator.domain.network import Edge, Network
from annotator.domain.tie import Node

STEP = 26
"""From one line of labels to the next."""
LABELS = 340
"""How wide the labels on either side are."""
_LONGEST = 38
"""As many letters as a label has, small ones; others take more room."""
_FURTHEST = 3
"""So many steps apart stand the labels of the shorter column at most."""
_WIDTH = 1160
_SWEEPS = 8
_LINES = {"+": "supports", "-": "opposes", "+-": "both", "0": "neither"}


@dataclass(frozen=True, slots=True)
class Dot:
    """A node with its label, which stands to the left of it or to the right."""

    node: Node
    x: float
    y: float
    sort: str
    left: bool

    @property
    def label(self) -> str:
        name = self.node.name
        reached = list(accumulate(map(_room, name)))
        if not reached or reached[-1] <= _LONGEST:
            return name
        return name[: bisect_right(reached, _LONGEST - 1)] + "…"


@dataclass(frozen=True, slots=True)
class Line:
    """An edge from one dot to another; ``kind`` says how it is drawn."""

    edge: Edge
    one: Dot
    other: Dot
    kind: str

    @property
    def width(self) -> float:
        return round(1.25 + 1.25 * log2(self.edge.weight), 2)


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]


def picture(found: Network) -> Picture:
    """A network, drawn: instruments beside actors, or actors round about."""
    sides = _columns(found) if found.view == "affiliation" else _halves(found)
    height = STEP * (max(map(len, sides)) + 1)
    round_about = found.view != "affiliation"
    actors = [_dot(node, at, sides[0], height, left=True, bent=round_about) for at, node in enumerate(sides[0])]
    others = [_dot(node, at, sides[1], height, left=False, bent=round_about) for at, node in enumerate(sides[1])]
    places: Mapping[tuple[bool, str], Dot] = {
        **{(True, dot.node.key): dot for dot in actors},
        **{(round_about, dot.node.key): dot for dot in others},
    }
    lines = tuple(
        Line(edge, places[True, edge.source.key], places[round_about, edge.target.key], _kind(found, edge))
        for edge in found.edges
    )
    return Picture(_WIDTH, height, (*actors, *others), lines)


def _kind(found: Network, edge: Edge) -> str:
    return _LINES.get(edge.sign, found.view)


def _room(letter: str) -> float:
    """How much room a letter takes, in small ones."""
    if east_asian_width(letter) in "WF":
        return 2
    return 1.3 if letter.isupper() else 1


def _dot(node: Node, at: int, side: Sequence[Node], height: int, *, left: bool, bent: bool) -> Dot:
    # Where few face many, lines are told apart sooner if the few stand further apart.
    room = (height - 2 * STEP) / max(1, len(side) - 1)
    step = STEP if bent else max(STEP, min(_FURTHEST * STEP, room))
    y = height / 2 + step * (at - (len(side) - 1) / 2)
    across = (_WIDTH - 2 * LABELS) / 2
    # Equal steps down a circle that is as wide as there is room: every label has a line of its own.
    reach = across * sqrt(max(0.0, 1 - ((y - height / 2) / (height / 2)) ** 2)) if bent else across
    x = _WIDTH / 2 + (-reach if left else reach)
    return Dot(node, round(x, 1), round(y, 1), "actor" if left or bent else "instrument", left)


def _columns(found: Network) -> tuple[list[Node], list[Node]]:
    """Actors and instruments, each where most of its edges lead straight across."""
    beside: defaultdict[tuple[bool, str], list[str]] = defaultdict(list)
    for edge in found.edges:
        beside[True, edge.source.key].append(edge.target.key)
        beside[False, edge.target.key].append(edge.source.key)
    columns = {
        True: sorted(found.sources, key=lambda node: (-len(beside[True, node.key]), node.key)),
        False: sorted(found.targets, key=lambda node: (-len(beside[False, node.key]), node.key)),
    }
    for sweep in range(_SWEEPS):
        side = bool(sweep % 2)
        other = columns[not side]
        places = {node.key: place / len(other) for place, node in enumerate(other)}
        middle = {
            node.key: sum(places[key] for key in beside[side, node.key]) / len(beside[side, node.key])
            for node in columns[side]
        }
        columns[side].sort(key=lambda node: (middle[node.key], node.key))
    return columns[True], columns[False]


def _halves(found: Network) -> tuple[list[Node], list[Node]]:
    """Actors in the order of a circle, by community: down its right half, and up its left one."""
    ordered = [node for community in _communities(found) for node in community]
    half = -(-len(ordered) // 2)
    return ordered[half:][::-1], ordered[:half]


def _communities(found: Network) -> list[list[Node]]:
    """Actors that are joined more among themselves than with others, the largest community first."""
    if not found.edges:
        return []
    import networkx as nx  # noqa: PLC0415 - half of the time in which the whole program starts

    numbers = {node: number for number, node in enumerate(found.sources)}
    graph = nx.Graph()
    # Numbers, in order: what networkx does with ties then never depends on how strings are hashed.
    graph.add_nodes_from(range(len(numbers)))
    graph.add_weighted_edges_from(
        (numbers[edge.source], numbers[edge.target], edge.weight) for edge in found.edges
    )
    together = nx.community.greedy_modularity_communities(graph, weight="weight")
    ordered = sorted((sorted(one, key=lambda at: (-graph.degree[at], at)) for one in together), key=_largest)
    return [[found.sources[at] for at in one] for one in ordered]


def _largest(community: Sequence[int]) -> tuple[int, int]:
    return -len(community), min(community)
