"""How rows are looked up: many ids at once, and by which column."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from annotator.store.engine import Transaction

AT_ONCE = 500
"""Below the number of parameters that any version of SQLite takes."""


def known_ids(tx: Transaction, column: InstrumentedAttribute[str], ids: Iterable[str]) -> set[str]:
    """Which of ``ids`` stand in ``column``."""
    wanted = list(ids)
    found: set[str] = set()
    for start in range(0, len(wanted), AT_ONCE):
        some = {"wanted": wanted[start : start + AT_ONCE]}
        found |= set(tx.connection.execute(_known(column), some).scalars())
    return found


@cache
def _known(column: InstrumentedAttribute[str]) -> Select[*tuple[Any, ...]]:
    # Built once for each of the few columns: this is asked with every action.
    return select(column).where(column.in_(bindparam("wanted", expanding=True)))


def only_tested(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """A column by which nothing is looked up: rows that something else finds are tested by it.

    SQLite thinks that a person, or a round, has ten of an index's rows. They may have 100,000, of which a few are
    asked for by their documents.
    """
    return column.concat("")
