"""What a document is filed under, told from its metadata: fields that every corpus has, and keys of one's own."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from annotator.domain.document_filter import OWN

COLLECTIONS = "collections"
TAGS = "tags"
GROUPS = {"collection": COLLECTIONS, "tag": TAGS}
"""For each kind of group the metadata key under which a document names the groups it is in."""

DATE = "date"
"""Filed as it stands, to sort by."""

LONGEST = 200
_ELSEWHERE = {"publication", "author", "language", "date", "url", *GROUPS.values()}
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?!\d)", re.ASCII)
_YEAR = re.compile(r"\d{4}(?!\d)", re.ASCII)


def filed(meta: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each field and value that a document with this metadata is found under; an empty value for what it lacks."""
    for name in ("publication", "author", "language"):
        yield from _under(name, meta.get(name))
    date = meta.get(DATE)
    yield DATE, str(date)[:LONGEST] if date is not None else ""
    yield "year", _year(meta)
    yield "month", _month(date)
    for name, key in GROUPS.items():
        yield from _under(name, meta.get(key))
    for key in meta:
        if key not in _ELSEWHERE and len(key) <= LONGEST:
            yield from ((name, value) for name, value in _under(OWN + key, meta[key]) if value)


def is_dated(meta: Mapping[str, Any]) -> bool:
    """Whether a document says of its date in which year it is."""
    return _YEAR.match(str(meta.get(DATE, "")).strip()) is not None


def groups(meta: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The groups that a document says it is in; a text by itself is the name of one."""
    return tuple(dict.fromkeys(value for value in _values(meta.get(key)) if value))


def _under(name: str, said: Any) -> Iterator[tuple[str, str]]:
    found = dict.fromkeys(value for value in _values(said) if value)
    yield from ((name, value) for value in found or ("",))


def _values(said: Any) -> Iterator[str]:
    """What is said as words; what is no word, number, truth or list of these is said of nothing in particular."""
    match said:
        case bool():
            yield "true" if said else "false"
        case str() | int() | float():
            yield str(said).strip()[:LONGEST]
        case list():
            for one in said:
                if not isinstance(one, list | Mapping):
                    yield from _values(one)


def _year(meta: Mapping[str, Any]) -> str:
    for said in (meta.get(DATE), meta.get("year")):
        if said is not None and (found := _YEAR.match(str(said).strip())):
            return found[0]
    return ""


def _month(date: Any) -> str:
    found = _MONTH.match(str(date).strip()) if date is not None else None
    return found[0] if found else ""
