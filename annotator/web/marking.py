"""Spans drawn into a paragraph: runs of text, each with its lines beneath it, as HTML."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from annotator.domain.block import Block
from annotator.domain.codebook import Codebook
from annotator.domain.segment import Run, lanes, runs
from annotator.domain.span import Span
from annotator.web.colours import LANES


def marked(text: str, block: Block, spans: Sequence[Span], codebook: Codebook) -> tuple[Markup, int]:
    """The text of ``block`` with ``spans`` drawn in, and how many lanes deep they lie.

    Built as a string: a long document has tens of thousands of runs.
    """
    lane = lanes(spans)
    number = {label.name: index for index, label in enumerate(codebook.labels)}
    drawn: list[tuple[str, int, int]] = []
    for run in runs(block.start, block.end, spans, lane):
        marks, ends = _marks(run, number)
        # What changes in the shared lane alone cannot be seen: it needs no element of its own.
        if drawn and drawn[-1][0] == marks and not ends:
            drawn[-1] = (marks, drawn[-1][1], run.end)
        else:
            drawn.append((marks, run.start, run.end))
    pieces = (
        f'<u class="{marks}">{escape(text[start:end])}</u>' if marks else str(escape(text[start:end]))
        for marks, start, end in drawn
    )
    depth = min(1 + max(lane.values(), default=-1), LANES)
    return Markup("".join(pieces)), depth  # noqa: S704 - every word in it was escaped above


def _marks(run: Run, number: dict[str, int]) -> tuple[str, bool]:
    """The classes that draw a run's strokes, none where nothing is marked; and whether one of the strokes ends."""
    marks, ends = "", False
    for stroke in run.strokes:
        row = stroke.lane if stroke.lane < LANES else LANES - 1
        mark = f" m{row}-{number.get(stroke.span.label, len(number))}"
        if stroke.ends:
            mark, ends = mark + "e", True
        marks += mark
        if row == LANES - 1:
            break
    return f"r{marks}" if marks else "", ends
