"""Held out: how well a model finds what it has not seen, told by precision, recall and F1.

Documents are parted; each part is found by a model that learned from the others. *Exact*: a span is found where
one has the same place and label. *Overlap*: where one of the same label meets it (Hripcsak and Rothschild 2005,
with overlap for identity, as the measure ``span_f1_overlap``).
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

Stretch = tuple[int, int]

MOST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """Spans of one label: ``gold`` that are there, ``found`` that a model marked, and how many of them agree.

    ``exact`` are in both; ``gold_met`` meet one that was found, ``found_met`` one that is there.
    """

    gold: int = 0
    found: int = 0
    exact: int = 0
    gold_met: int = 0
    found_met: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.gold + other.gold,
            self.found + other.found,
            self.exact + other.exact,
            self.gold_met + other.gold_met,
            self.found_met + other.found_met,
        )

    @property
    def scores(self) -> dict[str, dict[str, float | None]]:
        """Precision, recall and F1, exact and overlap, to three digits; None where nothing is there to count."""
        both = self.gold + self.found
        return {
            "exact": {
                "precision": _share(self.exact, self.found),
                "recall": _share(self.exact, self.gold),
                "f1": _share(2 * self.exact, both),
            },
            "overlap": {
                "precision": _share(self.found_met, self.found),
                "recall": _share(self.gold_met, self.gold),
                "f1": _share(self.gold_met + self.found_met, both),
            },
        }


def tallied(gold: Iterable[Stretch], found: Iterable[Stretch]) -> Tally:
    """What a model found of one label in one document, held against what is there."""
    there, marked = sorted(set(gold)), sorted(set(found))
    return Tally(len(there), len(marked), len(set(there) & set(marked)), _met(there, marked), _met(marked, there))


def parted(keys: Iterable[str], seed: int) -> dict[str, int]:
    """For each document's key the part that it is held out with: parts are as even as can be, five at most.

    The same keys and seed give the same parts, in whatever order the keys come.
    """
    every = sorted(keys, key=lambda key: (hashlib.sha256(f"{seed} {key}".encode()).digest(), key))
    return {key: number % MOST_PARTS for number, key in enumerate(every)}


def _met(some: Sequence[Stretch], others: Sequence[Stretch]) -> int:
    """How many of ``some`` have a character in common with any of ``others``, which are sorted."""
    starts = [start for start, _ in others]
    reached = list(accumulate((end for _, end in others), max))
    begun = ((start, bisect_left(starts, end)) for start, end in some)
    return sum(before > 0 and reached[before - 1] > start for start, before in begun)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
