"""Suggestions: places of a text that may be worth marking, from what is known already. Nobody's annotation."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.domain.block import Block
from annotator.domain.citation import citations
from annotator.domain.mention import whole_words_of

Source = Literal["own", "registry", "citation", "model"]
"""Own: one marked the same words before. Registry: they are a name of an entry. Citation: they look like one.
Model: one that learned from gold takes them for it."""

Place = tuple[int, int, str]
"""``start`` and ``end``, half open, in code points, and a label."""

_FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Known:
    """Words, what they may be, and how sure that is, from 0 to 1."""

    words: str
    label: str
    source: Source
    confidence: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place ``[start, end)`` that may have a label; ``model`` is the number of the one that proposes it."""

    start: int
    end: int
    label: str
    source: Source
    confidence: float
    model: int | None = None

    @property
    def place(self) -> Place:
        return self.start, self.end, self.label


def suggestions(
    text: str,
    blocks: Iterable[Block],
    known: Iterable[Known],
    *,
    cited: Iterable[tuple[str, float]],
    proposed: Iterable[Suggestion] = (),
    marked: Iterable[Place],
    refused: Collection[Place],
) -> list[Suggestion]:
    """What may be marked in a text, in reading order.

    Of what overlaps under one label only the longest is suggested, nothing where that label stands already,
    nothing that was refused, and nothing in the apparatus around an article.

    Args:
        text: of the document.
        blocks: of the text.
        known: words that are looked for as they are written, as whole words.
        cited: the labels that laws and treaties may have, each with how sure a citation is one.
        proposed: what a model takes for spans of this text.
        marked: what stands in one's layer.
        refused: what one let go here.
    """
    sure = _surest(known)
    pattern = whole_words_of({words for words, _ in sure})
    by_words: dict[str, list[Known]] = {}
    for one in sure.values():
        by_words.setdefault(one.words, []).append(one)
    labels = list(cited)
    found: list[Suggestion] = []
    for block in blocks:
        if block.kind == "apparatus":
            continue
        for start, end in _places(pattern, text, block):
            found += [
                Suggestion(start, end, it.label, it.source, it.confidence) for it in by_words[text[start:end]]
            ]
        for start, end in citations(text, block.start, block.end):
            found += [Suggestion(start, end, label, "citation", confidence) for label, confidence in labels]
    return _apart([*found, *proposed], list(marked), refused)


def _surest(known: Iterable[Known]) -> dict[tuple[str, str], Known]:
    """For each words and label what is surest of it; one's own work before the registry."""
    found: dict[tuple[str, str], Known] = {}
    for one in known:
        if len(one.words) >= _FEWEST_LETTERS and one.words[0].isalnum():
            before = found.get((one.words, one.label))
            if before is None or (one.source == "own" and before.source != "own"):
                found[one.words, one.label] = one
    return found


def _places(pattern: re.Pattern[str] | None, text: str, block: Block) -> Iterator[tuple[int, int]]:
    if pattern is not None:
        yield from (found.span() for found in pattern.finditer(text, block.start, block.end))


def _apart(found: Sequence[Suggestion], marked: Sequence[Place], refused: Collection[Place]) -> list[Suggestion]:
    taken: dict[str, list[tuple[int, int]]] = {}
    for start, end, label in marked:
        taken.setdefault(label, []).append((start, end))
    kept = []
    for one in sorted(found, key=lambda it: (it.start - it.end, it.start, it.label, -it.confidence)):
        if one.place in refused or any(
            start < one.end and one.start < end for start, end in taken.get(one.label, ())
        ):
            continue
        taken.setdefault(one.label, []).append((one.start, one.end))
        kept.append(one)
    return sorted(kept, key=lambda it: (it.start, it.end, it.label))
