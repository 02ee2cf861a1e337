"""The place of a SQLite database: one file, beside which its log stands while it is open."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from annotator.store.engine import Store


def file_of(store: Store) -> Path | None:
    """The file of a SQLite database; None for a PostgreSQL, or for one in memory."""
    found = store.engine.url.database
    return Path(found) if store.is_sqlite and found and found != ":memory:" else None


def take_the_place(fresh: Path, present: Path) -> None:
    """Put the database ``fresh``, which nobody has open, in the place of ``present``, which nobody has open."""
    _settle(fresh)
    if present.exists():
        # A log that is left behind would be taken for that of the new file.
        _settle(present)
    fresh.replace(present)
    folder = os.open(present.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove(path: Path) -> None:
    """Remove a database file and what stands beside it, if it is there."""
    for one in (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm", "-journal"))):
        one.unlink(missing_ok=True)


def _settle(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
