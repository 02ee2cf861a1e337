"""A document's metadata: what is known of an article beside its text, under free keys, as JSON values."""

import math
from collections.abc import Mapping
from reprlib import repr as brief
from typing import Any

from annotator.domain.errors import Invalid
from annotator.domain.text import checked_note

_DEEPEST = 16
_LONGEST_KEY = 200
_LONGEST_TEXT = 1_000_000
_WHOLE_NUMBERS = range(-(2**63), 2**63)


def checked_meta(tree: Any, where: str = "meta") -> dict[str, Any]:
    """``tree`` as metadata that every database and every export can hold, line ends made LF.

    Raises:
        Invalid: says under which key, and what is wrong there.
    """
    if not isinstance(tree, Mapping):
        raise Invalid("bad-meta", f"{where}: {brief(tree)} is not an object.")
    return _mapping(tree, where, 1)


def _mapping(tree: Mapping[Any, Any], where: str, depth: int) -> dict[str, Any]:
    if not all(isinstance(key, str) for key in tree):
        raise Invalid("bad-meta", f"{where}: a key is text.")
    keys = [checked_note(key, f"{where}: a key", _LONGEST_KEY) for key in tree]
    if len(set(keys)) < len(keys):
        raise Invalid("bad-meta", f"{where}: two keys differ in their line ends alone.")
    return {
        key: _value(value, f"{where}.{key[:40]}", depth + 1)
        for key, value in zip(keys, tree.values(), strict=True)
    }


def _value(value: Any, where: str, depth: int) -> Any:
    if depth > _DEEPEST:
        raise Invalid("bad-meta", f"{where:.80}: nested deeper than {_DEEPEST} levels.")
    match value:
        case None | bool():
            return value
        case str():
            return checked_note(value, where, _LONGEST_TEXT)
        case int() if value in _WHOLE_NUMBERS:
            return value
        case float() if math.isfinite(value):
            return value
        case list():
            return [_value(item, f"{where}[{index}]", depth + 1) for index, item in enumerate(value)]
        case Mapping():
            return _mapping(value, where, depth)
    raise Invalid("bad-meta", f"{where}: {brief(value)} is no JSON value, or beyond the bounds of a number.")
