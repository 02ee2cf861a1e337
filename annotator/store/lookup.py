"""How rows are looked up: many ids at once, and by which column."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Select, String, bindparam, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

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


class only_tested(FunctionElement[str]):  # noqa: N801 - it stands in queries as a function
    """A column by which nothing is looked up: rows that something else finds are tested by it.

    SQLite thinks that a person, or a round, has ten of an index's rows. They may have 100,000, of which a few are
    asked for by their documents. PostgreSQL has counted, and would be misled by anything but the column.
    """

    type = String()
    inherit_cache = True


@compiles(only_tested)
def _as_it_is(element: only_tested, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(element.clauses, **how)


@compiles(only_tested, "sqlite")
def _as_a_value(element: only_tested, compiler: SQLCompiler, **how: Any) -> str:
    # No index has what stands behind a sign; the value is the column's own.
    return f"+{compiler.process(element.clauses, **how)}"
