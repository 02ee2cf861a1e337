"""Connections and transactions: one transaction a request, and what each database needs to keep its promises."""

import pickle
import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Connection, Engine, Text, bindparam, create_engine, event, func, select
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from annotator.domain.errors import Busy, Invalid
from annotator.domain.moment import written
from annotator.store.faults import faults_as_busy

THREADS = 12
_WAIT_SECONDS = 30

Kept = TypeVar("Kept")

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cache_size = -16000",
)
_PACKED = 500
"""About what a key and its place in the memory take beside the bytes."""
_TURN = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("key", type_=Text), 0)))


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction. ``now`` is its moment, RFC 3339 in UTC; ``keep`` remembers what can never change."""

    connection: Connection
    now: str
    new_id: Callable[[], str]
    writes: bool
    memory: "Memory"
    unpacked: dict[Hashable, Any] = field(default_factory=dict)

    def keep(self, key: Hashable, load: Callable[[], tuple[Kept, int]]) -> Kept:
        """The value of ``key``, from memory or by ``load``, which also gives its size in characters.

        Only for what is immutable once written: a document's text, a codebook's version, a layer as it was
        after so many writes. What a transaction that writes has seen is not remembered: it might still be
        rolled back.
        """
        return self.memory.get(key, load, remember=not self.writes)

    def keep_packed(self, key: Hashable, load: Callable[[], Kept]) -> Kept:
        """The same for what there is one of for each document: kept compressed, in a tenth of its memory or less.

        Each time it is asked for, it is another object.
        """
        made: list[Kept] = []

        def pack() -> tuple[bytes, int]:
            made.append(load())
            data = zlib.compress(pickle.dumps(made[0], pickle.HIGHEST_PROTOCOL), 1)
            return data, len(data) + _PACKED

        data = self.keep(key, pack)
        if made:
            return made[0]
        kept: Kept = pickle.loads(zlib.decompress(data))  # noqa: S301 - bytes that this process made and kept
        return kept

    def keep_at_hand(self, key: Hashable, load: Callable[[], Kept]) -> Kept:
        """The same for what is asked for again and again: this transaction unpacks it once."""
        if key not in self.unpacked:
            self.unpacked[key] = self.keep_packed(key, load)
        kept: Kept = self.unpacked[key]
        return kept

    def take_turns(self, key: str) -> None:
        """Wait until no other transaction that took its turn at ``key`` is under way.

        SQLite has one writer, whose turn it always is.
        """
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(_TURN, {"key": key})


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
    """A database. ``clock`` and ``new_id`` are given by tests that want to know them.

    ``engine`` has the connections that read, ``writer`` those that write; with PostgreSQL they are the same.

    Raises:
        Invalid: ``url`` is none.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Callable[[], datetime] = _utc_now,
        new_id: Callable[[], str] = _random_id,
    ) -> None:
        try:
            self.engine, self.writer = _engines(url)
        except (ArgumentError, ValueError):
            # What is wrong with it is not repeated: it may be a piece of a password.
            form = "postgresql+psycopg://user@host:5432/name"
            raise Invalid("bad-database-url", f"The database's address is not of the form {form}.") from None
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self.memory = Memory(96_000_000)
        self.url = url
        self._clock = clock
        self.new_id = new_id
        # SQLite has one writer; waiting for it here is fair and fast, polling its file lock is neither.
        self._writing = Lock()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A read-only transaction: one consistent view of everything, however long it is looked at."""
        options: dict[str, Any] = {}
        if not self.is_sqlite:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with faults_as_busy(), self.engine.connect().execution_options(**options) as connection:
            yield self._transaction(connection, writes=False)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that is committed at the end of the block, or leaves nothing behind."""
        if self.is_sqlite and not self._writing.acquire(timeout=_WAIT_SECONDS):
            raise Busy("storage-busy", "Many are saving at this moment. Nothing is lost; try again.")
        try:
            with faults_as_busy(), self.writer.begin() as connection:
                yield self._transaction(connection, writes=True)
        finally:
            if self.is_sqlite:
                self._writing.release()

    def moment(self) -> str:
        """The present moment, RFC 3339 in UTC, for what is prepared outside a transaction."""
        return written(self._clock())

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()
        self.writer.dispose()

    def _transaction(self, connection: Connection, *, writes: bool) -> Transaction:
        return Transaction(connection, self.moment(), self.new_id, writes, self.memory)


def _engines(url: str) -> tuple[Engine, Engine]:
    if url.startswith("sqlite"):
        return _sqlite(url, THREADS + 4, writes=False), _sqlite(url, 1, writes=True)
    engine = create_engine(
        url,
        pool_size=THREADS + 4,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "options": "-c statement_timeout=60s -c lock_timeout=20s -c idle_in_transaction_session_timeout=120s"
        },
    )
    event.listen(engine, "checkin", _as_the_database_has_it)
    return engine, engine


def _as_the_database_has_it(connection: Any, _record: object) -> None:
    """Let the next transaction write if the database's ``default_transaction_read_only`` lets it.

    SQLAlchemy ends a reading transaction with ``read_only = False``: the next would begin READ WRITE by its own
    word, and go on writing where an administrator has stopped that.
    """
    if connection is not None:
        connection.read_only = None


def _sqlite(url: str, connections: int, *, writes: bool) -> Engine:
    """An engine of its own for what writes: each change of ``query_only`` makes SQLite parse all statements anew.

    The one connection that writes keeps its pages in memory, too: nobody else changes them.
    """
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=connections,
        pool_use_lifo=True,
        hide_parameters=True,  # they are people's texts, and a fault is told in the log
        connect_args={"timeout": _WAIT_SECONDS, "check_same_thread": False, "isolation_level": None},
    )

    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in (*_PRAGMAS, f"query_only = {'OFF' if writes else 'ON'}"):
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: Connection) -> None:
        # Straight to the driver: this is in front of every transaction.
        driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", begin)
    return engine
