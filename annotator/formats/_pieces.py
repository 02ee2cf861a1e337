"""A text that comes in pieces whose kinds are known, more or less: the paragraphs of a page or of a Word file."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from annotator.domain.block import GAP, Block, BlockKind, recognise
from annotator.domain.corpus import Document
from annotator.domain.text import canonical
from annotator.domain.title import heading_title
from annotator.formats._marked import File

_BETWEEN = "\n\n"

Piece = tuple[BlockKind | None, str]
"""Its kind, as far as the file says it, and its words. A paragraph may still turn out to be a byline."""


def composed(
    file: File, pieces: Iterable[Piece], *, title: str | None = None, meta: Mapping[str, Any] | None = None
) -> Document:
    """The document of ``pieces``, a blank line between two, each a block.

    Raises:
        Invalid: there is no word in them.
    """
    kept = [(kind, canonical(words).text.strip(GAP)) for kind, words in pieces]
    kept = [(kind, words) for kind, words in kept if words.strip()]
    marked = file.document(_BETWEEN.join(words for _, words in kept))
    blocks = _blocks(marked.text.text, kept)
    named = title or heading_title(marked.text.text, blocks) or PurePath(file.incoming.name).stem
    return marked.document(title=named, meta=meta, blocks=blocks)


def _blocks(text: str, pieces: list[Piece]) -> tuple[Block, ...]:
    recognised = {block.start: block.kind for block in recognise(text)}
    blocks, start = [], 0
    for kind, words in pieces:
        end = start + len(words)
        blocks.append(Block(_kind(kind, recognised.get(start, "paragraph")), start, end))
        start = end + len(_BETWEEN)
    return tuple(blocks)


def _kind(said: BlockKind | None, recognised: BlockKind) -> BlockKind:
    if said is None or (said == "paragraph" and recognised != "heading"):
        return recognised
    return said
