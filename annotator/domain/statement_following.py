"""What makes a statement goes along with the names that it is told by, and means the same afterwards."""

from collections.abc import Callable
from dataclasses import replace

from annotator.domain.codebook import Codebook


def following(book: Codebook, change: Callable[[Codebook], Codebook]) -> Codebook:
    """What ``change`` makes of ``book``, of which it is given one that says what makes a statement, usual or not.

    What was not said because it is usual is said from then on only where it is not usual any more.
    """
    after = change(replace(book, statements=book.statements or book.usual_statements))
    return unsaid(after) if book.statements is None else after


def unsaid(book: Codebook) -> Codebook:
    """``book`` without its words on what makes a statement, where they only say what is usual."""
    return replace(book, statements=None) if book.statements == book.usual_statements else book
