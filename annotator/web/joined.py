"""Relations as the annotation page shows them: chips at a span, and the spans that it may be joined with."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from annotator.domain.codebook import Codebook, RelationType
from annotator.domain.span import Span
from annotator.services.reading import Desk
from annotator.services.tying import End, Tie
from annotator.web.linked import relation_title
from annotator.web.paragraphs import Entry, entry, places

OWN_KEYS = frozenset("npeaurlkx?,.[]+-0~")
"""The keys that the annotation page has a use for itself."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A relation at a span: its title, which way it leads, and the words at its other end."""

    id: str
    title: str
    leaves: bool
    other: Entry
    start: str
    end: str
    """The places of its two ends, as the page's script draws it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A relation type that a span may be an end of, with its key."""

    name: str
    title: str
    description: str
    leaves: bool
    key: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A relation that could be made, as the form sends it and as people read it."""

    sent: str
    title: str
    leaves: bool
    other: Entry
    nearest: bool


def chips(desk: Desk, span: Span, ties: Iterable[Tie]) -> tuple[Chip, ...]:
    """The chips of one span."""
    return tuple(_chip(desk, span, tie) for tie in ties)


def kinds(desk: Desk, found: Iterable[tuple[RelationType, bool]]) -> list[Kind]:
    """Relation types to choose from, with their keys."""
    keys = keys_of(desk.codebook)
    return [
        Kind(one.name, relation_title(desk, one.name), one.description, leaves, keys[one.name])
        for one, leaves in found
    ]


def keys_of(book: Codebook) -> dict[str, str]:
    """The key of each relation type: its own, else the first letter of its name that is free; empty for none."""
    taken = {*OWN_KEYS, *(one.shortcut for one in book.labels), *(one.shortcut for one in book.relations)}
    keys: dict[str, str] = {}
    for one in book.relations:
        keys[one.name] = one.shortcut or _free(one.name, taken)
        taken.add(keys[one.name])
    return keys


def offers(desk: Desk, span: Span, found: Iterable[End]) -> list[Offer]:
    """What a span may be joined with."""
    several = list(found)
    nearest = min(several, key=lambda end: abs(end.other.start - span.start), default=None)
    return [_offer(desk, span, one, nearest=one is nearest) for one in several]


def _free(name: str, taken: Collection[str]) -> str:
    return next((letter for letter in name.lower() if letter.isalpha() and letter not in taken), "")


def _offer(desk: Desk, span: Span, end: End, *, nearest: bool) -> Offer:
    source, target = (span, end.other) if end.leaves else (end.other, span)
    sent = f"{end.kind.name} {source.id} {target.id}"
    return Offer(sent, relation_title(desk, end.kind.name), end.leaves, entry(desk, end.other), nearest)


def _chip(desk: Desk, span: Span, tie: Tie) -> Chip:
    here, there = places(span), places(tie.other)
    start, end = (here, there) if tie.leaves else (there, here)
    title = relation_title(desk, tie.relation.type)
    return Chip(tie.relation.id, title, tie.leaves, entry(desk, tie.other), start, end)
