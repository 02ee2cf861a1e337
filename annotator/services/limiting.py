"""Counting tries for the limits: in memory where there is one process, in PostgreSQL where there may be many."""

import hashlib
import time
from collections.abc import Callable
from random import random
from typing import Any

from limits.storage import MemoryStorage

from annotator.store import attempts
from annotator.store.engine import Store

URI = "annotator://"
_SWEEPS = 0.001
"""The share of tries after which what is over is thrown away."""


class Tries(MemoryStorage):
    """Where Flask-Limiter counts, under the scheme ``annotator``.

    Args:
        uri: the scheme.
        store: gives the database of the application that is asked at this moment.
    """

    STORAGE_SCHEME = ["annotator"]  # noqa: RUF012 - the library's own form

    def __init__(self, uri: str | None = None, *, store: Callable[[], Store], **more: Any) -> None:
        super().__init__(uri, **more)
        self._store = store

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count ``amount`` tries of ``key``; how many there were within ``expiry`` seconds."""
        store = self._store()
        if store.is_sqlite:
            return super().incr(key, expiry, amount)
        with store.write() as tx:
            if random() < _SWEEPS:  # noqa: S311 - any now and then will do
                attempts.forget_old(tx)
            return attempts.count(tx, _short(key), expiry, amount)

    def get(self, key: str) -> int:
        """How often ``key`` was tried so far."""
        store = self._store()
        if store.is_sqlite:
            return super().get(key)
        with store.read() as tx:
            return attempts.counted(tx, _short(key))

    def get_expiry(self, key: str) -> float:
        """When ``key`` begins anew, in seconds since 1970 by this machine's clock."""
        store = self._store()
        if store.is_sqlite:
            return super().get_expiry(key)
        with store.read() as tx:
            return time.time() + attempts.ends(tx, _short(key))

    def clear(self, key: str) -> None:
        """Let ``key`` begin anew."""
        store = self._store()
        if store.is_sqlite:
            super().clear(key)
            return
        with store.write() as tx:
            attempts.forget(tx, _short(key))


def _short(key: str) -> str:
    """What stands for a key that may have any length, and may have somebody's name in it."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
