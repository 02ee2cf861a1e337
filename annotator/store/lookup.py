"""Looking up many ids at once."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from annotator.store.engine import Transaction

AT_ONCE = 500
"""Below the number of parameters that any version of SQLite takes."""


def known_ids(tx: Transaction, column: InstrumentedAttribute[str], ids: Iterable[str]) -> set[str]:
    """Which of ``ids`` stand in ``column``."""
    wanted = list(ids)
    found: set[str] = set()
    for start in range(0, len(wanted), AT_ONCE):
        found |= set(
            tx.connection.execute(select(column).where(column.in_(wanted[start : start + AT_ONCE]))).scalars()
        )
    return found
