"""A tie: what one statement adds to a network of who takes which side on which instrument."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.domain.entity import Entity, resolved, spoken_key
from annotator.domain.statement import Slot, Statement
from annotator.domain.statement_type import StatementType

SUPPORTS, NEITHER, OPPOSES = 1, 0, -1
SIDES = (SUPPORTS, OPPOSES, NEITHER)
"""Which way a tie goes; withheld, ambivalent and unsaid are on neither side."""


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """An actor or an instrument of a network.

    ``key`` tells it apart: ``entry:`` with the key of a registry's entry, or ``words:`` with what a text calls it,
    where nobody linked it to an entry. ``name`` is for people.
    """

    key: str
    name: str = field(compare=False)

    @property
    def entry(self) -> str | None:
        """The key of the registry's entry."""
        return self.key.removeprefix(_ENTRY) if self.key.startswith(_ENTRY) else None


_ENTRY = "entry:"


@dataclass(frozen=True, slots=True)
class Tie:
    """One statement as a network takes it; ``sign`` is one of ``SIDES``, ``stance`` the span that is its quote."""

    actor: Node
    instrument: Node
    sign: int
    document: str
    layer: str
    annotator: str
    statement: str
    stance: str = ""


def tie_of(
    made: Statement, kind: StatementType, document: str, text: str, entries: Mapping[str, Entity]
) -> Tie | None:
    """The tie of a statement in ``text``; None where actor, instrument or polarity are still to be said.

    In whose words it is told says nothing about who stands where: the voice may be open.
    """
    if made.actor is None or made.instrument is None or "polarity" in made.missing:
        return None
    return Tie(
        actor=node_of(made.actor, text, entries),
        instrument=node_of(made.instrument, text, entries),
        sign=side_of(kind, made.polarity),
        document=document,
        layer=made.layer,
        annotator=made.annotator,
        statement=made.id,
        stance=made.stance.id,
    )


def node_of(slot: Slot, text: str, entries: Mapping[str, Entity]) -> Node:
    """What fills a place: the entry that it is linked to, merges followed, else the words of its span."""
    entry = resolved(slot.entity, entries) if slot.entity else None
    if entry is not None:
        return Node(f"{_ENTRY}{entry.key}", entry.name)
    if slot.span is None:
        return Node(f"{_ENTRY}{slot.entity}", slot.entity or "")
    words = " ".join(slot.span.quote(text).split())
    return Node(f"words:{spoken_key(words)}", words)


def side_of(kind: StatementType, polarity: str | None) -> int:
    """Which way a polarity goes."""
    return {"+": SUPPORTS, "-": OPPOSES}.get(kind.sign_of(polarity) or "", NEITHER)
