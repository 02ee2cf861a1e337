"""Many documents in pieces, each written in a moment, so that nobody waits for longer than one takes."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from annotator.domain.corpus import Document

T = TypeVar("T")
_MOST_DOCUMENTS = 10
_MOST_SPANS = 200
_MOST_CHARACTERS = 100_000


def pieces(items: Iterable[T], document: Callable[[T], Document]) -> Iterator[list[T]]:
    """As many items as are written in a moment, and always one; ``document`` is what an item writes."""
    piece: list[T] = []
    spans = characters = 0
    for item in items:
        piece.append(item)
        spans += len(document(item).spans)
        characters += len(document(item).text)
        if len(piece) == _MOST_DOCUMENTS or spans >= _MOST_SPANS or characters >= _MOST_CHARACTERS:
            yield piece
            piece, spans, characters = [], 0, 0
    if piece:
        yield piece
