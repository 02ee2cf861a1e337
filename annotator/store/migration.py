"""The schema: made, upgraded, and told apart from one that this version does not know."""

from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from annotator.domain.errors import Conflict
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
    with faults_as_busy(), store.engine.connect() as connection:
        if store.is_sqlite:
            # Inside a transaction the pragma does nothing, and with foreign keys on, rebuilding a table
            # deletes what refers to it.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        connection.execution_options(annotator_writes=True)
        with connection.begin():
            _run(connection)
            _refuse_broken_references(connection, store.is_sqlite)
        connection.invalidate()


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
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar()


def _other_version(found: str, hint: str) -> Conflict:
    return Conflict("schema-version", f"The database has schema {found}, this program needs {REVISION}: {hint}.")


def _run(connection: Connection) -> None:
    # Alembic takes as long to load as all the rest; only who upgrades waits for it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refuse_broken_references(connection: Connection, is_sqlite: bool) -> None:  # noqa: FBT001 - one flag, named
    if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
        raise Conflict("broken-references", f"After the upgrade {len(broken)} rows would refer to nothing.")
