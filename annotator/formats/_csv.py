"""Rows as CSV that a spreadsheet shows and never runs."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")


def lines(rows: Iterable[Sequence[Any]], *, missing: str = "", lone_signs: bool = False) -> Iterator[bytes]:
    """``rows`` as lines of RFC 4180, in UTF-8.

    ``missing`` stands for what is not there; with ``lone_signs`` a sign that is all there is stays what it is: a
    value, and no formula.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell(value, missing=missing, lone_signs=lone_signs) for value in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def cell(value: Any, *, missing: str = "", lone_signs: bool = False) -> str:
    """Text as it is, other values as JSON; what a spreadsheet would run gets a ``'`` in front."""
    if value is None:
        return missing
    if not isinstance(value, str):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    if lone_signs and len(value) == 1:
        return value
    return f"'{value}" if value.startswith(_RUN_BY_SPREADSHEETS) else value
