"""Words by which a place is found again in another copy of a text: few of them, and a hash of all."""

import hashlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = 48
_AROUND = 16


@dataclass(frozen=True, slots=True)
class Quotation:
    """A place in a text, told without the text. Blanks and line breaks count as one blank, however many there are.

    Attributes:
        words: what stands there, or how it begins.
        length: of all of it, in code points.
        sha256: of all of it.
        before: a little of what stands in front.
        after: a little of what follows.
    """

    words: str
    length: int
    sha256: str
    before: str
    after: str


class Folded:
    """A text in which any run of blanks is one blank, with the way back to its offsets."""

    def __init__(self, text: str) -> None:
        self._offsets = list(_kept(text))
        self.text = "".join(" " if text[at].isspace() else text[at] for at in self._offsets)

    def quoted(self, start: int, end: int) -> Quotation:
        """The place ``[start, end)`` of the text, to be found in another."""
        left, right = bisect_left(self._offsets, start), bisect_left(self._offsets, end)
        words = self.text[left:right]
        return Quotation(
            words=words[:_WORDS],
            length=len(words),
            sha256=_hash(words),
            before=self.text[max(0, left - _AROUND) : left],
            after=self.text[right : right + _AROUND],
        )

    def place(self, quotation: Quotation, near: int) -> tuple[int, int] | None:
        """Where the quoted words stand, ``[start, end)``; None where they do not, or none is surely meant.

        Of several places it is the one whose neighbours are those of the quotation, and among such the one closest
        to ``near``.
        """
        found = [at for at in self._occurrences(quotation.words) if self._is(quotation, at)]
        if not found:
            return None
        best = max(self._alike(quotation, at) for at in found)
        if best == 0 and len(found) > 1:
            return None
        alike = [at for at in found if self._alike(quotation, at) == best]
        at = min(alike, key=lambda one: (abs(self._offsets[one] - near), one))
        return self._offsets[at], self._offsets[at + quotation.length - 1] + 1

    def _occurrences(self, words: str) -> Iterator[int]:
        at = self.text.find(words) if words else -1
        while at >= 0:
            yield at
            at = self.text.find(words, at + 1)

    def _is(self, quotation: Quotation, at: int) -> bool:
        words = self.text[at : at + quotation.length]
        return len(words) == quotation.length and (words == quotation.words or _hash(words) == quotation.sha256)

    def _alike(self, quotation: Quotation, at: int) -> int:
        """On how many sides the neighbours are the quoted ones."""
        end = at + quotation.length
        return self.text.endswith(quotation.before, 0, at) + self.text.startswith(quotation.after, end)


def _kept(text: str) -> Iterator[int]:
    """The offsets of all that is not a further blank in a run of them."""
    blank = False
    for at, sign in enumerate(text):
        if not (blank and sign.isspace()):
            yield at
        blank = sign.isspace()


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
