"""From which years or months the documents of a corpus are, drawn as bars."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 960
HEIGHT = 96
_TOP = 14
_LABELS = 12
"""About so many labels have room."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One year or month; ``label`` is empty where it would stand too close to the one before."""

    value: str
    count: int
    x: float
    y: float
    width: float
    height: float
    label: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


def bars(times: Sequence[tuple[str, int]]) -> list[Bar]:
    """A bar for each time, as high as it has documents."""
    if not times:
        return []
    step = WIDTH / len(times)
    most = max(count for _, count in times) or 1
    every = -(-len(times) // _LABELS)
    wide = min(step * 0.84, 64)
    return [
        Bar(
            value,
            count,
            round(at * step + (step - wide) / 2, 1),
            round(HEIGHT - (HEIGHT - _TOP) * count / most, 1),
            round(wide, 1),
            round((HEIGHT - _TOP) * count / most, 1),
            value if at % every == 0 else "",
        )
        for at, (value, count) in enumerate(times)
    ]
