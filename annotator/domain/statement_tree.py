"""What makes a statement, as the ``statements`` of a codebook's tree, both ways."""

from collections.abc import Sequence
from typing import Any

from annotator.domain.codebook import Attribute, Label, RelationType, polarities
from annotator.domain.errors import Invalid
from annotator.domain.statement_type import ROLES, SIGNS, StatementType
from annotator.domain.tree import Table, filled, refuse_twice, text_of

_KEYS = {"stance", "also", *ROLES, "polarity", "voice", "signs"}
_WHERE = "statements"


def statements_from_tree(
    tree: Any, labels: Sequence[Label], relations: Sequence[RelationType]
) -> StatementType | None:
    """What ``tree`` says makes a statement; None where it says nothing.

    Raises:
        Invalid: says where in the tree, and what is wrong there.
    """
    if tree is None:
        return None
    table = Table(tree, _WHERE, _KEYS)
    stance = next((label for label in labels if label.name == table.line("stance")), None)
    if stance is None:
        raise _bad("stance", f"there is no label “{table.line('stance')[:80]}”")
    roles = {role: _relation(table, role, stance, relations) for role in ROLES}
    refuse_twice((name for name in roles.values() if name), "relation type in statements")
    polarity = _attribute(table, "polarity", stance)
    voice = _attribute(table, "voice", stance)
    also = _also(table, stance, labels)
    several = [stance, *(label for name in also for label in labels if label.name == name)]
    return StatementType(
        stance=stance.name,
        also=also,
        **roles,
        polarity=polarity.name if polarity else "",
        voice=voice.name if voice else "",
        signs=_signs(table, polarities(polarity.name, several) if polarity else ()),
    )


def statements_to_tree(made: StatementType) -> dict[str, Any]:
    """``made`` as a tree that ``statements_from_tree`` reads back to the same value."""
    return {
        "stance": made.stance,
        **filled(also=list(made.also)),
        **filled(**{role: getattr(made, role) for role in ROLES}),
        **filled(polarity=made.polarity, voice=made.voice, signs=dict(made.signs)),
    }


def _also(table: Table, stance: Label, labels: Sequence[Label]) -> tuple[str, ...]:
    names = table.notes("also")
    if lost := set(names) - {label.name for label in labels}:
        raise _bad("also", f"there is no label “{min(lost)[:80]}”")
    refuse_twice((stance.name, *names), "label in statements")
    return names


def _relation(table: Table, role: str, stance: Label, relations: Sequence[RelationType]) -> str:
    name = table.line(role)
    found = next((one for one in relations if one.name == name), None)
    if name and found is None:
        raise _bad(role, f"there is no relation type “{name[:80]}”")
    if found and stance.name not in (*found.source, *found.target):
        raise _bad(role, f"“{name}” does not join “{stance.name}”")
    if not name and role in ("holder", "target"):
        raise _bad(role, "a statement has a relation type for it")
    return name


def _attribute(table: Table, key: str, stance: Label) -> Attribute | None:
    name = table.line(key)
    found = next((one for one in stance.attributes if one.name == name), None)
    if name and (found is None or found.type not in ("choice", "boolean")):
        raise _bad(key, f"“{stance.name}” has no choice called “{name[:80]}”")
    return found


def _signs(table: Table, values: Sequence[str]) -> dict[str, str]:
    given = Table(table.get("signs") or {}, f"{_WHERE}.signs", set(values))
    signs = {key: text_of(given.get(key), f"{_WHERE}.signs.{key}") for key in given.tree}
    if lost := [sign for sign in signs.values() if sign not in SIGNS]:
        raise _bad("signs", f"“{lost[0][:40]}” is none of {' '.join(SIGNS)}")
    return {value: signs[value] for value in values if value in signs}


def _bad(key: str, what: str) -> Invalid:
    return Invalid("bad-codebook", f"{_WHERE}.{key}: {what}.")
