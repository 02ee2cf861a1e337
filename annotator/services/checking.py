"""Checking: whether everything that is stored is whole, and as the log of events tells it."""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.store import integrity
from annotator.store.engine import Transaction
from annotator.store.integrity import Fault


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. ``warnings`` say what to know, ``faults`` what does not hold together."""

    documents: int
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]


def check(tx: Transaction, progress: Callable[[int], None] = lambda _: None) -> Checked:
    """Check the database, every document and every file; ``progress`` is told how many documents are done."""
    faults = [*integrity.of_database(tx), *integrity.of_sources(tx), *integrity.of_releases(tx)]
    faults += integrity.of_queues(tx)
    count = 0
    for row in integrity.documents(tx):
        faults += integrity.of_document(tx, row)
        count += 1
        progress(count)
    return Checked(count, tuple(faults), tuple(integrity.warnings(tx)))
