"""A layer: one annotator's spans and relations on one document, with a state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from annotator.domain.span import Value

LayerState = Literal["new", "in_progress", "complete"]
STATES: tuple[LayerState, ...] = get_args(LayerState)

GOLD = "gold"
ALL = "all"
RESERVED_NAMES = frozenset({GOLD, ALL, "me"})


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer's head. ``name`` is the annotator's, or ``gold`` for the adjudicated one.

    ``attributes`` are what is said about the document as a whole.
    """

    name: str
    annotator: str
    state: LayerState
    created: str
    updated: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
