"""The statements of a layer as the annotation page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from annotator.domain.codebook import Codebook
from annotator.domain.statement import Slot, Statement, begins_at_stance
from annotator.domain.statement_type import SIGNS, Role, StatementType
from annotator.services.reading import Desk
from annotator.web.paragraphs import Entry, entry

AT_ONCE = 200
"""As many statements come along with a page or an answer; more are fetched when they come into sight."""


@dataclass(frozen=True, slots=True)
class Place:
    """What fills a place of a statement: an entry of the list, or the key of an entry of the registry."""

    entry: Entry | None
    entity: str | None


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


def rows(desk: Desk, found: Iterable[Statement]) -> list[Row]:
    """The table's rows, in reading order."""
    made = desk.codebook.statement_type
    return [
        Row(
            statement=one,
            stance=entry(desk, one.stance),
            actor=_place(desk, one.actor),
            instrument=_place(desk, one.instrument),
            reporter=_place(desk, one.reporter),
            addressee=_place(desk, one.addressee),
            sign=made.sign_of(one.polarity) if made else None,
        )
        for one in found
    ]


def parts(book: Codebook) -> dict[str, Any] | None:
    """What the page's script needs to make a statement by one key; None where there are none."""
    made = book.statement_type
    if made is None:
        return None
    values = {sign: next((value for value, one in made.signs.items() if one == sign), None) for sign in SIGNS}
    return {
        "stance": made.stance,
        "polarity": made.polarity,
        "signs": {sign: value for sign, value in values.items() if value},
        "holder": _opposite(book, made, "holder"),
        "target": _opposite(book, made, "target"),
    }


def _opposite(book: Codebook, made: StatementType, role: Role) -> tuple[str, ...]:
    """The labels that can stand at the other end from the stance."""
    kind = book.relation(getattr(made, role))
    return kind.target if begins_at_stance(book, made, role) else kind.source


def _place(desk: Desk, slot: Slot | None) -> Place | None:
    return None if slot is None else Place(entry(desk, slot.span) if slot.span else None, slot.entity)
