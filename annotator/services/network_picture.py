"""Where everything of a network stands in its picture: no two labels on one line, and the same each time."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, floor, hypot, log2, sqrt
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
_BENT = 0.6
"""How far inwards lines between actors are bent, by their length: straight ones run into each other at the rim."""
_ROUND = 620
"""How high a circle is made to be round, where few actors stand about it."""
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
    """An edge from one dot to another; ``kind`` says how it is drawn, ``towards`` the point that bends it."""

    edge: Edge
    one: Dot
    other: Dot
    kind: str
    towards: tuple[float, float] | None = None

    @property
    def width(self) -> float:
        return round(1.25 + 1.25 * log2(self.edge.weight), 2)


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn between ``left`` and as far right as ``width`` reaches, from 0 down to ``height``."""

    left: int
    width: int
    height: int
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]


def picture(found: Network) -> Picture:
    """A network, drawn: instruments beside actors, or actors round about."""
    round_about = found.view != "affiliation"
    sides = _halves(found) if round_about else _columns(found)
    rows = max(map(len, sides)) + 1
    height = max(STEP * rows, min(_ROUND, _FURTHEST * STEP * rows)) if round_about else STEP * rows
    actors = [_dot(node, at, sides[0], height, left=True, bent=round_about) for at, node in enumerate(sides[0])]
    others = [_dot(node, at, sides[1], height, left=False, bent=round_about) for at, node in enumerate(sides[1])]
    places: Mapping[tuple[bool, str], Dot] = {
        **{(True, dot.node.key): dot for dot in actors},
        **{(round_about, dot.node.key): dot for dot in others},
    }
    lines = []
    for edge in found.edges:
        one, other = places[True, edge.source.key], places[round_about, edge.target.key]
        towards = _inwards(one, other, height) if round_about else None
        lines.append(Line(edge, one, other, _kind(found, edge), towards))
    left, right = _sides((*actors, *others)) if round_about else (0, _WIDTH)
    return Picture(left, right - left, height, (*actors, *others), tuple(lines))


def _sides(dots: Sequence[Dot]) -> tuple[int, int]:
    """How far labels reach: on a small screen nothing is to be scrolled over that is empty."""
    letter = LABELS / (_LONGEST + 2)
    ends = [(dot, letter * (2 + sum(map(_room, dot.label)))) for dot in dots]
    left = min((dot.x - label if dot.left else dot.x for dot, label in ends), default=0)
    return floor(left), ceil(max((dot.x if dot.left else dot.x + label for dot, label in ends), default=_WIDTH))


def _inwards(one: Dot, other: Dot, height: int) -> tuple[float, float]:
    """Between two dots, and towards the middle of the picture."""
    x, y = (one.x + other.x) / 2, (one.y + other.y) / 2
    aside, down = _WIDTH / 2 - x, height / 2 - y
    bent = min(1.0, _BENT * hypot(one.x - other.x, one.y - other.y) / (hypot(aside, down) or 1.0))
    return round(x + bent * aside, 1), round(y + bent * down, 1)


def _kind(found: Network, edge: Edge) -> str:
    return _LINES.get(edge.sign, found.view)


def _room(letter: str) -> float:
    """How much room a letter takes, in small ones."""
    if east_asian_width(letter) in "WF":
        return 2
    return 1.3 if letter.isupper() else 1


def _dot(node: Node, at: int, side: Sequence[Node], height: int, *, left: bool, bent: bool) -> Dot:
    # Lines are told apart sooner if their ends stand further apart.
    room = (height - 2 * STEP) / max(1, len(side) - 1)
    step = max(STEP, min(_FURTHEST * STEP, room))
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
