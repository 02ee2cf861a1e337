"""The schema: made, upgraded, and told apart from one that this version does not know."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Table, column, inspect, select, table

from annotator.domain.backup import Contents
from annotator.domain.errors import Conflict, Invalid
from annotator.store import dump, filing, statistics, word_index
from annotator.store.engine import Store
from annotator.store.faults import faults_as_busy
from annotator.store.schema import REVISION


def upgrade(store: Store) -> None:
    """Bring the schema to this version, from nothing or from any earlier one.

    Raises:
        Conflict: the database is newer than this program.
    """
    found = revision(store)
    if found is not None and found > REVISION:
        raise _other_version(found, "install a newer annotator")
    with _rebuilding(store) as connection:
        _run(connection)
        _catch_up(connection)


def rebuild(
    store: Store, version: str, tables: Mapping[str, Contents], lines: Callable[[str], Iterator[bytes]]
) -> None:
    """Fill a database with ``tables`` of the schema ``version``, then bring it to this one: whole or not at all.

    What a PostgreSQL database held before is taken out in the same transaction; a SQLite file is a new one.

    Raises:
        Conflict: the tables are of a newer program.
        Invalid: they are not those of their schema, or there are not as many rows as there should be.
    """
    if version > REVISION:
        raise _other_version(version, "install a newer annotator")
    with _rebuilding(store) as connection:
        if not store.is_sqlite:
            from annotator.store import queue  # noqa: PLC0415 - a library that SQLite does without

            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            queue.remove(connection)
            dump.empty_out(connection)
        _run(connection, version)
        for one in dump.tables(connection):
            if one.name in tables:
                _fill(connection, one, tables[one.name].rows, lines(one.name))
        _run(connection)
        _catch_up(connection)
        statistics.take_within(connection)


def _catch_up(connection: Connection) -> None:
    """Make what is made from the rest, and what is beside it."""
    word_index.catch_up(connection)
    filing.catch_up(connection)
    if connection.dialect.name == "postgresql":
        from annotator.store import queue  # noqa: PLC0415 - a library that SQLite does without

        queue.prepare(connection)


@contextmanager
def _rebuilding(store: Store) -> Iterator[Connection]:
    """One transaction in which tables may be made anew; no row refers to nothing after it."""
    with faults_as_busy(), store.writer.connect() as connection:
        if store.is_sqlite:
            # Inside a transaction the pragma does nothing, and with foreign keys on, rebuilding a table
            # deletes what refers to it.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        with connection.begin():
            yield connection
            _refuse_broken_references(connection, store.is_sqlite)
        connection.invalidate()


def _fill(connection: Connection, one: Table, expected: int, lines: Iterator[bytes]) -> None:
    if dump.load(connection, one, lines) != expected:
        raise Invalid("damaged-backup", f"{one.name}: there are not {expected} rows.")
    dump.restart_counters(connection, one)


def prepare(store: Store) -> None:
    """Make the schema of an empty database; refuse one of another version.

    Raises:
        Conflict: the database is older or newer than this program.
    """
    found = revision(store)
    if found is None:
        upgrade(store)
    elif found != REVISION:
        raise _other_version(found, "run `annotator upgrade`" if found < REVISION else "install a newer annotator")


def revision(store: Store) -> str | None:
    """The schema's version, None for an empty database."""
    with faults_as_busy(), store.engine.connect() as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> str | None:
    """The same, on a connection that is open."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar()


def _other_version(found: str, hint: str) -> Conflict:
    return Conflict("schema-version", f"The database has schema {found}, this program needs {REVISION}: {hint}.")


def _run(connection: Connection, version: str = "head") -> None:
    # Alembic takes as long to load as all the rest; only who upgrades waits for it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def _refuse_broken_references(connection: Connection, is_sqlite: bool) -> None:  # noqa: FBT001 - one flag, named
    if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
        raise Conflict("broken-references", f"After the upgrade {len(broken)} rows would refer to nothing.")
