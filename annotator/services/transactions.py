"""What a door opens before it calls a service."""

from annotator.store.engine import THREADS, Store, Transaction
from annotator.store.migration import prepare, revision, upgrade

__all__ = ["THREADS", "Store", "Transaction", "prepare", "revision", "upgrade"]
