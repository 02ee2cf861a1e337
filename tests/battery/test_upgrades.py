"""An upgrade that is killed at any of its migrations leaves the old schema, whole, and can be run again."""

import os
import signal
import subprocess
import sys

import pytest
from acting import Desk, first_document
from databases import bring_to
from patience import until
from sqlalchemy import MetaData, select, text

from annotator.services import checking, seeding
from annotator.services.accounts import named
from annotator.services.transactions import Store, revision
from annotator.store.schema import REVISION
from tests.load import site

pytestmark = pytest.mark.battery

KILLED = """
import os, signal, sys
from alembic.runtime.migration import HeadMaintainer
from annotator.cli import main
from annotator.store import migration

left = int(sys.argv[1])


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def update_to_step(self, step, was=HeadMaintainer.update_to_step):
    global left
    left -= 1
    if not left:
        die()
    was(self, step)


HeadMaintainer.update_to_step = update_to_step
migration._refuse_broken_references = lambda *_: die()
main(["upgrade"])
"""
"""The command itself, in a process that the system takes away: after what migration number N did, before that is
noted; past the last of them, when all is done but the commit."""

FIRST = "0001"


def test_an_upgrade_killed_at_each_migration_leaves_the_old_schema_and_every_row(old, tmp_path):
    before = rows_of(old)
    assert {"user", "document", "span", "event"} <= {name for name, rows in before.items() if rows}
    for number in range(1, int(REVISION) + 1):
        died = run(tmp_path, old.url, "-c", KILLED, str(number))
        assert died.returncode == -signal.SIGKILL, died.stderr
        until(lambda: revision(old) == FIRST)
        assert rows_of(old) == before, f"killed at migration {number}"
        assert sound(old), f"killed at migration {number}"
    done = run(tmp_path, old.url, "-m", "annotator", "upgrade")
    assert (done.returncode, done.stdout) == (0, "The database is at this version.\n"), done.stderr
    assert revision(old) == REVISION
    after = rows_of(old)
    for name, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[name]] if rows else []
        assert sorted(map(str, kept)) == sorted(map(str, rows)), name
    with old.read() as tx:
        assert checking.check(tx).faults == ()


def run(folder, url, *command):
    return subprocess.run(
        [sys.executable, *command],
        env={**os.environ, **site.environment(folder, url)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def sound(store):
    if not store.is_sqlite:
        return True
    with store.read() as tx:
        return (
            tx.connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            and tx.connection.execute(text("PRAGMA foreign_key_check")).fetchall() == []
        )


def rows_of(store):
    tables = MetaData()
    tables.reflect(store.engine)
    with store.read() as tx:
        return {
            name: [dict(row) for row in tx.connection.execute(select(table)).mappings()]
            for name, table in tables.tables.items()
            if not name.startswith(("alembic_version", "word_index", "procrastinate"))
        }


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request, tmp_path, sqlite_store):
    """A database of the first schema, with everything of the demo's team that it has room for."""
    if request.param == "sqlite":
        opened = Store(f"sqlite:///{tmp_path / 'old.sqlite3'}")
        yield filled(opened, sqlite_store)
        opened.close()
        return
    with request.getfixturevalue("postgres").empty() as url:
        opened = Store(url)
        yield filled(opened, sqlite_store)
        opened.close()


def filled(store, source):
    seeding.seed(source)
    with source.read() as tx:
        ben, ana = named(tx, "ben"), named(tx, "ana")
    Desk(source, ben, first_document(source, ana)).mark("Kazakhstan", note="kept")
    bring_to(store, FIRST)
    tables = MetaData()
    tables.reflect(store.engine)
    with source.read() as tx, store.write() as written:
        for table in tables.sorted_tables:
            rows = [dict(row) for row in tx.connection.execute(select(*table.columns)).mappings()]
            if rows and table.name != "alembic_version":
                written.connection.execute(table.insert(), rows)
    return store
