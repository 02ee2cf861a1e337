"""The spans of a block as nested elements: where two overlap, one is cut into parts that point at each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.domain.block import touched
from annotator.domain.corpus import Document
from annotator.domain.span import Span
from annotator.formats._order import spans_of


@dataclass(slots=True)
class Part:
    """A stretch of one span in one block; ``parts`` counts all of this span's."""

    span: Span
    start: int
    end: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Marking:
    """The parts in each block, in the order in which they open, and how many each span has."""

    by_block: list[list[Part]]
    counts: dict[str, int] = field(default_factory=dict)


def marking(document: Document) -> Marking:
    """How the spans of ``document`` nest in its blocks."""
    pieces: list[list[Part]] = [[] for _ in document.blocks]
    for span in spans_of(document):
        for start, end in span.fragments:
            for index in touched(document.blocks, start, end):
                block = document.blocks[index]
                left, right = max(start, block.start), min(end, block.end)
                if left < right:
                    pieces[index].append(Part(span, left, right))
    made = Marking([_nested(one) for one in pieces])
    for part in sorted((one for block in made.by_block for one in block), key=lambda one: one.start):
        part.number = made.counts[part.span.id] = made.counts.get(part.span.id, 0) + 1
    return made


def _nested(pieces: Sequence[Part]) -> list[Part]:
    """``pieces`` cut so that any two either nest or lie apart."""
    waiting = sorted(pieces, key=lambda one: (one.start, -one.end), reverse=True)
    done: list[Part] = []
    opened: list[Part] = []
    while waiting:
        part = waiting.pop()
        while opened and opened[-1].end <= part.start:
            opened.pop()
        if opened and opened[-1].end < part.end:
            rest = Part(part.span, opened[-1].end, part.end)
            part.end = opened[-1].end
            _insert(waiting, rest)
        done.append(part)
        opened.append(part)
    return done


def _insert(waiting: list[Part], part: Part) -> None:
    """Put ``part`` among those that wait, the next one last."""
    place = len(waiting)
    while place and (waiting[place - 1].start, -waiting[place - 1].end) < (part.start, -part.end):
        place -= 1
    waiting.insert(place, part)
