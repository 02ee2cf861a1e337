"""The differences between two versions of a codebook, told in words."""

from collections.abc import Sequence
from typing import Any

from annotator.domain.codebook_difference import Difference

_ONE = {
    "labels": "label",
    "attributes": "attribute",
    "document_attributes": "document attribute",
    "relations": "relation type",
    "choices": "choice",
    "rules": "rule",
    "include": "example",
    "exclude": "counter-example",
    "source": "allowed source",
    "target": "allowed target",
    "also": "label that carries a position",
}
_FIELDS = {
    "description": "definition",
    "color": "colour",
    "shortcut": "key",
    "definitions": "definition",
    "signs": "sign",
}


def told(difference: Difference) -> str:
    """A difference in one line: “Actor: rule 3 added: Mark the whole name.”, for instance."""
    where = ", ".join(difference.where)
    said = _said(difference)
    return f"{where}: {said}" if where else f"{said[:1].upper()}{said[1:]}"


def _said(one: Difference) -> str:
    noun = _noun(one)
    if one.how == "moved":
        return f"order of the {noun}s changed: {', '.join(one.after)}"
    if one.number:
        return _numbered(f"{noun} {one.number}", one)
    if one.key and one.what in _ONE:
        title = one.after or one.before or one.key
        named = f"{noun} ‘{one.key}’" + (f" ({title})" if title != one.key else "")
        return f"{named} {one.how}"
    if one.key:
        noun += f" of ‘{one.key}’"
    if isinstance(one.after, bool):
        return f"{'now' if one.after else 'no longer'} {noun}"
    return _from_to(noun, one.before, one.after)


def _noun(one: Difference) -> str:
    # A relation type has targets, a statement has one.
    of_several = one.key or one.number or one.how == "moved"
    return (_ONE.get(one.what) if of_several else None) or _FIELDS.get(one.what, one.what)


def _numbered(what: str, one: Difference) -> str:
    if one.how == "changed":
        return _from_to(what, one.before, one.after)
    return f"{what} {one.how}: {one.after or one.before}"


def _from_to(what: str, before: Any, after: Any) -> str:
    if _empty(before):
        return f"{what} added: {_value(after)}"
    if _empty(after):
        return f"{what} removed: {_value(before)}"
    return f"{what} changed from “{_value(before)}” to “{_value(after)}”"


def _empty(value: Any) -> bool:
    return value is None or value in ("", (), [])


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
