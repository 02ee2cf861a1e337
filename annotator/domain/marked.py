"""A text as it was marked: for measures of what counts cannot tell, such as how near two borders lie."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.domain.match import Place
from annotator.domain.sweep import Unit
from annotator.domain.token import Tokens


@dataclass(frozen=True, slots=True)
class Marked:
    """One text as everybody who completed it has marked it.

    Attributes:
        length: of the text, in code points.
        tokens: of the text.
        units: of each annotator, in order; each once, each fragment of a span by itself. They may overlap.
    """

    length: int
    tokens: Tokens
    units: Mapping[str, tuple[Unit, ...]]

    def only(self, label: str) -> "Marked":
        """The same with the units of one label."""
        units = {name: tuple(unit for unit in own if unit[2] == label) for name, own in self.units.items()}
        return Marked(self.length, self.tokens, units)


def mark(places: Mapping[str, Iterable[Place]], length: int, tokens: Tokens) -> Marked:
    """The text of ``length`` with the spans of everybody who completed it."""
    return Marked(length, tokens, {name: _units(places[name]) for name in sorted(places)})


def _units(places: Iterable[Place]) -> tuple[Unit, ...]:
    return tuple(sorted({(start, end, label) for place, label in places for start, end in place}))
