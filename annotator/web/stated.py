"""The statements of a layer as the annotation page lists them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from annotator.domain.codebook import Codebook, polarities
from annotator.domain.statement import Slot, Statement, begins_at_stance
from annotator.domain.statement_type import SIGNS, Role, StatementType
from annotator.services.reading import Desk
from annotator.web.paragraphs import Entry, entry

AT_ONCE = 200
"""As many statements come along with a page or an answer; more are fetched when they come into sight."""


@dataclass(frozen=True, slots=True)
class Place:
    """What fills a place of a statement: a span, the name of an entry of the registry, or both."""

    entry: Entry | None
    name: str
    """What the entry of the registry is called, where there is one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A statement in the table."""

    statement: Statement
    stance: Entry
    actor: Place | None
    instrument: Place | None
    reporter: Place | None
    addressee: Place | None
    sign: str | None


def rows(desk: Desk, found: Iterable[Statement], name: Callable[[str], str]) -> list[Row]:
    """The table's rows, in reading order; ``name`` says what an entry of the registry is called."""
    made = desk.codebook.statement_type
    return [
        Row(
            statement=one,
            stance=entry(desk, one.stance),
            actor=_place(desk, one.actor, name),
            instrument=_place(desk, one.instrument, name),
            reporter=_place(desk, one.reporter, name),
            addressee=_place(desk, one.addressee, name),
            sign=made.sign_of(one.polarity) if made else None,
        )
        for one in found
    ]


def parts(book: Codebook) -> dict[str, Any] | None:
    """What the page's script needs to make a statement by one key; None where there are none."""
    made = book.statement_type
    if made is None:
        return None
    # What is made by a key gets the first label: where others have other values, they are of no use to it.
    asked = polarities(made.polarity, [book.label(made.stance)])
    values = {sign: next((one for one in asked if made.sign_of(one) == sign), None) for sign in SIGNS}
    return {
        "stances": made.stances,
        "polarity": made.polarity,
        "signs": {sign: value for sign, value in values.items() if value},
        "holder": opposite(book, made, "holder"),
        "target": opposite(book, made, "target"),
    }


def opposite(book: Codebook, made: StatementType, role: Role) -> tuple[str, ...]:
    """The labels that can stand at the other end from the stance."""
    kind = book.relation(getattr(made, role))
    return kind.target if begins_at_stance(book, made, role) else kind.source


def _place(desk: Desk, slot: Slot | None, name: Callable[[str], str]) -> Place | None:
    if slot is None:
        return None
    return Place(entry(desk, slot.span) if slot.span else None, name(slot.entity) if slot.entity else "")
