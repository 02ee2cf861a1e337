"""Writes CoNLL: a token and its tag a line, a blank line behind a passage, ``-DOCSTART-`` before a document."""

from collections.abc import Iterator

from annotator.domain.corpus import Snapshot
from annotator.formats._passages import Passage, passages


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """The documents one after the other."""
    for document in snapshot.documents():
        yield b"-DOCSTART-\tO\n\n"
        for passage in passages(document):
            lines = (f"{word}\t{tag}\n" for word, tag in zip(passage.words, tags(passage), strict=True))
            yield f"{''.join(lines)}\n".encode()


def tags(passage: Passage) -> list[str]:
    """IOB2: ``B-`` where a span begins, ``I-`` where it goes on, ``O`` outside."""
    found = ["O"] * len(passage.words)
    for first, after, label in passage.marked:
        found[first:after] = [f"B-{label}", *[f"I-{label}"] * (after - first - 1)]
    return found
