"""A table, for whoever goes on working with figures elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

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
