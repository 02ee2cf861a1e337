"""Spans drawn into a paragraph: runs of text, each with its lines beneath it, as HTML."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from annotator.domain.block import Block
from annotator.domain.codebook import Codebook
from annotator.domain.segment import lanes, runs
from annotator.domain.span import Span
from annotator.web.colours import LANES


def marked(text: str, block: Block, spans: Sequence[Span], codebook: Codebook) -> tuple[Markup, int]:
    """The text of ``block`` with ``spans`` drawn in, and how many lanes deep they lie.

    Built as a string: a long document has tens of thousands of runs.
    """
    lane = lanes(spans)
    number = {label.name: index for index, label in enumerate(codebook.labels)}
    other = len(codebook.labels)
    pieces: list[str] = []
    for run in runs(block.start, block.end, spans, lane):
        words = str(escape(text[run.start : run.end]))
        if not run.strokes:
            pieces.append(words)
            continue
        marks = ["r"]
        for stroke in run.strokes:
            row = min(stroke.lane, LANES - 1)
            marks.append(f"m{row}-{number.get(stroke.span.label, other)}")
            if stroke.ends:
                marks.append(f"e{row}")
            if row == LANES - 1:
                break
        pieces.append(f'<u class="{" ".join(marks)}">{words}</u>')
    depth = min(1 + max(lane.values(), default=-1), LANES)
    return Markup("".join(pieces)), depth  # noqa: S704 - every word in it was escaped above
