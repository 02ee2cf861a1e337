"""A table, for whoever goes on working with figures elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns; None is what is missing."""

    columns: Sequence[str]
    rows: Iterable[Row]
