"""Segments: a stretch of text cut into runs, so that overlapping spans can be drawn side by side.

Within a run the same spans stand over every character. Each span keeps one lane (0 is next to the text)
through the whole stretch.
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from annotator.domain.span import Span


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """One span in one run: its lane, and whether the span, or this fragment of it, ends with the run."""

    lane: int
    span: Span
    ends: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A run ``[start, end)`` and the strokes beneath it, by lane."""

    start: int
    end: int
    strokes: tuple[Stroke, ...]


def lanes(spans: Sequence[Span]) -> dict[str, int]:
    """A lane for each span's id, as few as can be: two spans that overlap never share one.

    ``spans`` come in reading order. A span in fragments holds its lane through the gaps.
    """
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    count = 0
    given: dict[str, int] = {}
    for span in spans:
        while busy and busy[0][0] <= span.start:
            heappush(free, heappop(busy)[1])
        if free:
            lane = heappop(free)
        else:
            lane, count = count, count + 1
        given[span.id] = lane
        heappush(busy, (span.end, lane))
    return given


def runs(start: int, end: int, spans: Sequence[Span], lane: dict[str, int]) -> Iterator[Run]:
    """Cut ``[start, end)`` at every border of a fragment; together the runs are the whole stretch."""
    opens: dict[int, list[Stroke]] = {}
    closes: dict[int, dict[Stroke, Stroke]] = {}
    for span in spans:
        stroke, ending = (Stroke(lane[span.id], span, ends=ends) for ends in (False, True))
        for left, right in _inside(span.fragments, start, end):
            opens.setdefault(left, []).append(stroke)
            closes.setdefault(right, {})[stroke] = ending
    cuts = sorted({start, end, *opens, *closes})
    active: list[Stroke] = []
    for left, right in pairwise(cuts):
        for stroke in closes.get(left, ()):
            active.remove(stroke)
        for stroke in opens.get(left, ()):
            insort(active, stroke, key=_lane)
        last = closes.get(right)
        yield Run(left, right, tuple([last.get(one, one) for one in active] if last else active))


def _lane(stroke: Stroke) -> int:
    return stroke.lane


def _inside(fragments: Iterable[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    for left, right in fragments:
        if left < end and start < right:
            yield max(left, start), min(right, end)
