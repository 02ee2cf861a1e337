"""Rules that were made of decisions about a document, each with its place in the text."""

from typing import Any

from annotator.domain.precedent import Precedent, checked_precedent, in_order
from annotator.formats._records.table import Table
from annotator.formats.jsonl.ground import Ground

_KEYS = frozenset({"label", "number", "rule", "start", "end"})


def precedent_tree(one: Precedent) -> dict[str, Any]:
    """A rule with what tells it from others."""
    return {"label": one.label, "number": one.number, "rule": one.rule, "start": one.start, "end": one.end}


def precedents_from(table: Table, ground: Ground) -> tuple[Precedent, ...]:
    """The rules of a line, by label and number.

    Raises:
        Invalid: says which one, and what is wrong with it.
    """
    return in_order(_precedent(one, ground) for one in table.tables("precedents"))


def _precedent(table: Table, ground: Ground) -> Precedent:
    ground.notes.ignored("precedents", table, _KEYS)
    offset = ground.text.offset
    made = Precedent(
        label=table.text("label"),
        number=table.whole("number"),
        rule=table.text("rule"),
        start=offset(table.whole("start")),
        end=offset(table.whole("end")),
    )
    return checked_precedent(made, len(ground.text.text), table.where)
