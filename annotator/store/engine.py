"""Connections and transactions: one transaction a request, and what each database needs to keep its promises."""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from annotator.domain.errors import Busy

THREADS = 12
_WAIT_SECONDS = 30

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction. ``now`` is its moment, RFC 3339 in UTC; ``keep`` remembers what can never change."""

    connection: Connection
    now: str
    new_id: Callable[[], str]
    writes: bool
    memory: "Memory"

    def keep(self, key: Hashable, load: Callable[[], tuple[Kept, int]]) -> Kept:
        """The value of ``key``, from memory or by ``load``, which also gives its size in characters.

        Only for what is immutable once written: a document's text, a codebook's version. What a transaction
        that writes has seen is not remembered: it might still be rolled back.
        """
        return self.memory.get(key, load, remember=not self.writes)


class Memory:
    """The most recently used immutable values of a database, up to a total size."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._lock = Lock()
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def get(self, key: Hashable, load: Callable[[], tuple[Kept, int]], *, remember: bool) -> Kept:
        """The value of ``key``, from memory or by ``load``."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                kept: Kept = self._values[key][0]
                return kept
        value, size = load()
        with self._lock:
            if remember and key not in self._values:
                self._values[key] = (value, size)
                self._size += size
            while self._size > self._most and len(self._values) > 1:
                self._size -= self._values.popitem(last=False)[1][1]
        return value


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _random_id() -> str:
    return str(uuid4())


class Store:
    """A database. ``clock`` and ``new_id`` are given by tests that want to know them."""

    def __init__(
        self,
        url: str,
        *,
        clock: Callable[[], datetime] = _utc_now,
        new_id: Callable[[], str] = _random_id,
    ) -> None:
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self.memory = Memory(32_000_000)
        self._clock = clock
        self.new_id = new_id
        # SQLite has one writer; waiting for it here is fair and fast, polling its file lock is neither.
        self._writing = Lock()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A read-only transaction: one consistent view of everything, however long it is looked at."""
        options: dict[str, Any] = {"annotator_writes": False}
        if not self.is_sqlite:
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with _faults_as_busy(), self.engine.connect().execution_options(**options) as connection:
            yield self._transaction(connection, writes=False)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that is committed at the end of the block, or leaves nothing behind."""
        if self.is_sqlite and not self._writing.acquire(timeout=_WAIT_SECONDS):
            raise Busy("storage-busy", "Many are saving at this moment. Nothing is lost; try again.")
        try:
            with (
                _faults_as_busy(),
                self.engine.connect().execution_options(annotator_writes=True) as connection,
                connection.begin(),
            ):
                yield self._transaction(connection, writes=True)
        finally:
            if self.is_sqlite:
                self._writing.release()

    def moment(self) -> str:
        """The present moment, RFC 3339 in UTC, for what is prepared outside a transaction."""
        return self._clock().astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def _transaction(self, connection: Connection, *, writes: bool) -> Transaction:
        return Transaction(connection, self.moment(), self.new_id, writes, self.memory)


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=THREADS + 4,
            connect_args={"timeout": _WAIT_SECONDS, "check_same_thread": False, "isolation_level": None},
        )
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url,
        pool_size=THREADS + 4,
        pool_pre_ping=True,
        connect_args={
            "options": "-c statement_timeout=60s -c lock_timeout=20s -c idle_in_transaction_session_timeout=120s"
        },
    )


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cache_size = -16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get("annotator_writes"))
    # Straight to the driver: these two are in front of every transaction.
    driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    driver.execute(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _faults_as_busy() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
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
    "SQLITE_IOERR": ("disk-fault", "The disk does not answer: nothing can be saved at the moment."),
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL_FAULTS = {
    "53100": _SQLITE_FAULTS["SQLITE_FULL"],
    "25006": _SQLITE_FAULTS["SQLITE_READONLY"],
    "40001": _SQLITE_FAULTS["SQLITE_BUSY"],
    "40P01": _SQLITE_FAULTS["SQLITE_BUSY"],
    "55P03": _SQLITE_FAULTS["SQLITE_BUSY"],
    "57014": _SQLITE_FAULTS["SQLITE_BUSY"],
}


def _as_busy(error: DBAPIError) -> Busy | None:
    name = getattr(error.orig, "sqlite_errorname", None) or ""
    for prefix, fault in _SQLITE_FAULTS.items():
        if name.startswith(prefix):
            return Busy(*fault)
    state = getattr(error.orig, "sqlstate", None)
    if state in _POSTGRESQL_FAULTS:
        return Busy(*_POSTGRESQL_FAULTS[state])
    if isinstance(error, OperationalError) and not name and state is None:
        return Busy("connection-lost", "The database does not answer at the moment.")
    return None
