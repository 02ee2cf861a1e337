"""The blocks of a corrected text: recognised anew, but a block of the old text stays one, and what it was."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotator.domain.anchoring import Anchoring
from annotator.domain.block import Block, recognise


def reblocked(old: Sequence[Block], back: Anchoring) -> tuple[Block, ...]:
    """The blocks of a corrected text.

    Lines that stood in one block of the old text, as those of a TEI file's paragraphs do, are one block again with
    its kind. What reads as before keeps the kind that somebody may have given it.

    Args:
        old: the blocks of the text as it was.
        back: the corrected text held against it.
    """
    kinds = {back.new[one.start : one.end]: one.kind for one in old}
    return tuple(
        replace(one, kind=kinds.get(back.old[one.start : one.end], one.kind)) for one in _joined(old, back)
    )


def _joined(old: Sequence[Block], back: Anchoring) -> Iterator[Block]:
    held: Block | None = None
    for one in recognise(back.old):
        around = _around(old, back, held.end, one.start) if held else None
        if held and around:
            held = Block(around.kind, held.start, one.end)
            continue
        if held:
            yield held
        held = one
    if held:
        yield held


def _around(old: Sequence[Block], back: Anchoring, start: int, end: int) -> Block | None:
    """The block of the old text inside which the gap ``[start, end)`` of the corrected one stood."""
    before, after = back.about(start), back.about(end)
    if back.new[before:after] != back.old[start:end]:
        return None
    return next((one for one in old if one.start < before and after < one.end), None)
