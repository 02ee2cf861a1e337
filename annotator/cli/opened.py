"""The database that a command works on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.domain.errors import Invalid
from annotator.domain.permission import Person
from annotator.services import accounts
from annotator.services.transactions import Store, prepare
from annotator.settings import Settings, read_settings


@contextmanager
def opened(data_dir: Path | None = None) -> Iterator[tuple[Settings, Store]]:
    """The settings and the database, its schema made where it is empty."""
    with opened_as_it_is(data_dir) as (settings, store):
        prepare(store)
        yield settings, store


@contextmanager
def opened_as_it_is(data_dir: Path | None = None) -> Iterator[tuple[Settings, Store]]:
    """The settings and the database, whatever its schema."""
    settings = read_settings(data_dir=data_dir)
    store = Store(settings.database_url)
    try:
        yield settings, store
    finally:
        store.close()


def acting_as(store: Store, name: str | None) -> Person:
    """The person whom ``--as`` names, acting with their own rights; else whoever runs the command."""
    if name is None:
        return accounts.OPERATOR
    with store.read() as tx:
        person = accounts.named(tx, name)
    if person is None:
        raise Invalid("unknown-user", f"There is no user “{name[:80]}”.")
    return person
