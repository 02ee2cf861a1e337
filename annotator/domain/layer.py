"""A layer: one annotator's spans and relations on one document, with a state."""

from dataclasses import dataclass
from typing import Literal, get_args

LayerState = Literal["new", "in_progress", "complete"]
STATES: tuple[LayerState, ...] = get_args(LayerState)

GOLD = "gold"
ALL = "all"
RESERVED_NAMES = frozenset({GOLD, ALL, "me"})


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer's head. ``name`` is the annotator's, or ``gold`` for the adjudicated one."""

    name: str
    annotator: str
    state: LayerState
    created: str
    updated: str
