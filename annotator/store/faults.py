"""What a database may have against a transaction, told as a refusal: not now, and why."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

from annotator.domain.errors import Busy


@contextmanager
def faults_as_busy() -> Iterator[None]:
    """Turn what passes by itself, or by an operator's hand, into ``Busy``; all else is a fault of ours."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        busy = _as_busy(error)
        if busy is None:
            raise
        raise busy from error


_SQLITE_FAULTS = {
    "SQLITE_FULL": ("disk-full", "The disk is full: nothing more can be saved until there is room."),
    "SQLITE_READONLY": ("read-only", "The database can only be read at the moment."),
    "SQLITE_BUSY": ("storage-busy", "Many are saving at this moment. Nothing is lost; try again."),
    "SQLITE_LOCKED": ("storage-busy", "Many are saving at this moment. Nothing is lost; try again."),
    "SQLITE_CANTOPEN": ("no-database", "The database cannot be opened at the moment."),
    "SQLITE_NOTADB": ("no-database", "The database cannot be read: this file is none."),
    "SQLITE_CORRUPT": ("damaged", "The database is damaged: restore a backup, or ask for help."),
    "SQLITE_IOERR": ("disk-fault", "The disk does not answer: nothing can be saved at the moment."),
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL_FAULTS = {
    "53100": _SQLITE_FAULTS["SQLITE_FULL"],
    # Whoever adds something asks first whether it is there: it came meanwhile, from somebody else.
    "23505": ("at-once", "Somebody did the same at this moment. Nothing was changed; try again."),
    "25006": _SQLITE_FAULTS["SQLITE_READONLY"],
    "40001": _SQLITE_FAULTS["SQLITE_BUSY"],
    "40P01": _SQLITE_FAULTS["SQLITE_BUSY"],
    "55P03": _SQLITE_FAULTS["SQLITE_BUSY"],
    "57014": _SQLITE_FAULTS["SQLITE_BUSY"],
}


def _as_busy(error: DBAPIError | sqlite3.Error) -> Busy | None:
    # A transaction is begun straight at the driver, so its refusals come as they are.
    fault = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(fault, "sqlite_errorname", None) or ""
    for prefix, reason in _SQLITE_FAULTS.items():
        if name.startswith(prefix):
            return Busy(*reason)
    state = getattr(fault, "sqlstate", None)
    if state in _POSTGRESQL_FAULTS:
        return Busy(*_POSTGRESQL_FAULTS[state])
    if isinstance(error, OperationalError) and not name and state is None:
        return Busy("connection-lost", "The database does not answer at the moment.")
    return None
