"""What makes a statement: which label, relation types and attributes of a codebook are its parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Sign = Literal["+", "-", "0", "~"]
SIGNS: tuple[Sign, ...] = get_args(Sign)
"""For, against, neither, and both at once: what a network of statements is signed by."""

Role = Literal["holder", "target", "addressee", "reporter"]
ROLES: tuple[Role, ...] = get_args(Role)
"""What a relation makes of the span at its other end from the stance."""

KNOWN_SIGNS: Mapping[str, Sign] = {
    "supports": "+",
    "opposes": "-",
    "withholds": "0",
    "ambivalent": "~",
    "true": "+",
    "false": "-",
    **{sign: sign for sign in SIGNS},
}
"""The sign of a polarity where the codebook gives it none."""


@dataclass(frozen=True, slots=True)
class StatementType:
    """A statement is a stance with its holder and its target.

    Attributes:
        stance: the label of the span that carries the position; what is made by one key gets it.
        holder: the relation type that joins whoever holds it.
        target: the relation type that joins what it is about.
        addressee: the relation type that joins whom it is said to; empty where there is none.
        reporter: the relation type that joins who reports it; empty where there is none.
        polarity: the attribute of the stance that says which way it goes; empty where there is none.
        voice: the attribute of the stance that says in whose words it is told; empty where there is none.
        signs: for values of the polarity, the sign that they count as.
        also: other labels that carry a position as well, as after a split.
    """

    stance: str = ""
    holder: str = ""
    target: str = ""
    addressee: str = ""
    reporter: str = ""
    polarity: str = ""
    voice: str = ""
    signs: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()

    @property
    def stances(self) -> tuple[str, ...]:
        """All labels that carry a position."""
        return (self.stance, *self.also)

    def role_of(self, relation: str) -> Role | None:
        """What a relation type makes of the span at its other end; None where it is no part of a statement."""
        return next((role for role in ROLES if relation and getattr(self, role) == relation), None)

    def sign_of(self, polarity: str | None) -> str | None:
        """The sign that a polarity counts as; None where it counts as none."""
        return None if polarity is None else self.signs.get(polarity)
