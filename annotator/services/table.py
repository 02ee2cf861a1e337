"""A table, for whoever goes on working with figures elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import orjson

from annotator.formats._csv import lines

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns; None is what is missing."""

    columns: Sequence[str]
    rows: Iterable[Row]


def as_csv(table: Table) -> Iterator[bytes]:
    """A table as CSV that a spreadsheet shows and never runs."""
    yield from lines(chain([table.columns], table.rows))


def for_statistics(table: Table) -> Iterator[bytes]:
    """The same for statistics programs: ``NA`` for what is missing, and a sign that stands alone as it is."""
    head = [table.columns] if table.columns else []
    yield from lines(chain(head, table.rows), missing="NA", lone_signs=True)


def as_json(table: Table) -> Iterator[bytes]:
    """A list of the rows as objects, one a line."""
    before = b"[\n"
    for row in table.rows:
        yield before + orjson.dumps(dict(zip(table.columns, row, strict=True)))
        before = b",\n"
    yield b"\n]\n" if before == b",\n" else b"[]\n"
