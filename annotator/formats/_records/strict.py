"""JSON, read strictly: what a lenient parser would change or drop is refused."""

import json
import math
import re
from collections import Counter
from typing import Any, NoReturn

from annotator.domain.errors import Invalid

_SURROGATE = re.compile("[\ud800-\udfff]|\\\\u[dD][89abcdefABCDEF]")
_WHOLE_NUMBERS = range(-(2**63), 2**63)
_MOST_DIGITS = 20


def parse_object(line: str) -> dict[str, Any]:
    """The object that ``line`` holds.

    Raises:
        Invalid: it is no object, or nothing that ``parse_value`` takes.
    """
    try:
        value = parse_value(line)
    except Invalid as refusal:
        if not refusal.message.startswith("not JSON"):
            raise
        raise Invalid(refusal.code, f"{refusal.message} JSONL holds one whole document a line.") from None
    if not isinstance(value, dict):
        _refuse("not an object. JSONL holds one document a line, each in braces, not one list of them all")
    return value


def parse_value(text: str) -> Any:
    """The value that ``text`` holds.

    Raises:
        Invalid: it is no JSON, or has what JSON's standard leaves open: a key twice, NaN or Infinity, half a
            surrogate pair, a number beyond 64 bits, nesting without end.
    """
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole, parse_float=_fraction
        )
        if _SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in text else ""
        _refuse(f"not JSON: {error.msg} ({line}column {error.colno})")
    except UnicodeEncodeError as error:
        _refuse(f"half of a surrogate pair, U+{ord(error.object[error.start]):04X}, is no character")
    except RecursionError:
        _refuse("nested too deeply")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        times = Counter(key for key, _ in pairs)
        _refuse(f"the key “{times.most_common(1)[0][0][:40]}” stands there twice")
    return table


def _constant(name: str) -> NoReturn:
    _refuse(f"{name} is no number in JSON")


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS or int(digits) not in _WHOLE_NUMBERS:
        _refuse(f"the number {digits[:30]} is beyond 64 bits")
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        _refuse(f"the number {digits[:30]} is beyond 64 bits")
    return value


def _refuse(what: str) -> NoReturn:
    raise Invalid("bad-json", f"{what}.")
