"""A span: one label on one stretch of text, by one annotator.

Spans overlap, nest and coincide freely. A span may also be several fragments, sorted and disjoint.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from annotator.domain.errors import Invalid

Value = str | int | float | bool | list[str]
Fragments = tuple[tuple[int, int], ...]

MOST_FRAGMENTS = 100


@dataclass(frozen=True, slots=True)
class Span:
    """A span as it stands in a layer.

    ``fragments`` holds at least one ``(start, end)``, half open, in code points.
    ``created`` and ``updated`` are RFC 3339 in UTC. ``links`` holds the keys of registry entries by role.
    """

    id: str
    layer: str
    annotator: str
    label: str
    fragments: Fragments
    attributes: Mapping[str, Value]
    note: str
    codebook_version: int
    version: int
    created: str
    updated: str
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def start(self) -> int:
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        return self.fragments[-1][1]

    def quote(self, text: str) -> str:
        """What is marked: from the first fragment's start to the last one's end."""
        return text[self.start : self.end]


def checked_fragments(fragments: Sequence[tuple[int, int]], length: int) -> Fragments:
    """``fragments`` as a span's place in a text of ``length`` code points.

    Raises:
        Invalid: there is none, one is empty or outside the text, or they are not sorted and disjoint.
    """
    if not fragments:
        raise Invalid("no-fragment", "A span marks at least one character.")
    if len(fragments) > MOST_FRAGMENTS:
        raise Invalid("too-many-fragments", f"A span has at most {MOST_FRAGMENTS} fragments.")
    reached = 0
    for start, end in fragments:
        if not (is_offset(start) and is_offset(end)):
            raise Invalid("not-an-offset", f"Offsets are whole numbers, not {start!r} and {end!r}.")
        if start >= end:
            raise Invalid("empty-span", f"The span {start}-{end} marks nothing.")
        if start < 0 or end > length:
            raise Invalid(
                "span-outside-text",
                f"The span {start}-{end} lies outside the text, which has {length} characters.",
            )
        if start < reached:
            raise Invalid(
                "fragments-overlap", f"The fragment {start}-{end} overlaps the one before, or comes late."
            )
        reached = end
    return tuple((start, end) for start, end in fragments)


def refuse_other_words(text: str, fragments: Fragments, sent: str) -> None:
    """Refuse a span whose text, as the sender saw it, is not the text at its offsets.

    Raises:
        Invalid: the words differ; offsets in bytes or UTF-16 units are the usual reason.
    """
    start, end = fragments[0][0], fragments[-1][1]
    there = text[start:end]
    if there != sent:
        raise Invalid(
            "text-mismatch",
            f"At {start}-{end} the text is “{_short(there)}”, not “{_short(sent)}”: offsets are code points.",
        )


def is_offset(value: object) -> TypeGuard[int]:
    """Whether ``value`` is a whole number; JSON's true and 1.0 are not."""
    return isinstance(value, int) and not isinstance(value, bool)


def reading_order(span: Span) -> tuple[int, int, str, str, str]:
    """The order in which spans are listed and exported: by place, the longer first, then by label and layer."""
    return (span.start, -span.end, span.label, span.layer, span.id)


def _short(words: str, most: int = 40) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
