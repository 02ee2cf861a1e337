"""The schema is made by its migrations alone, and a database of another version is refused."""

import re
from pathlib import Path

import pytest
from acting import Desk, first_document
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import bring_to
from sqlalchemy import MetaData, inspect, select, text

import annotator.store
from annotator.domain.errors import Conflict
from annotator.services import accounts
from annotator.services.transactions import Store, prepare, revision, upgrade
from annotator.store.schema import REVISION, Table

TABLES = [
    "action",
    "alembic_version",
    "assignment",
    "attempt",
    "codebook",
    "codebook_change",
    "codebook_draft",
    "codebook_operation",
    "comment",
    "decision",
    "document",
    "document_edit",
    "document_edit_change",
    "document_filter",
    "edition",
    "entity",
    "event",
    "example",
    "filed",
    "identity",
    "invitation",
    "job",
    "layer",
    "member",
    "model",
    "model_gold",
    "model_label",
    "model_reading",
    "precedent",
    "project",
    "relation",
    "release",
    "release_piece",
    "round",
    "round_document",
    "round_person",
    "session",
    "source",
    "span",
    "ticket",
    "token",
    "tree",
    "upload",
    "upload_piece",
    "user",
    "word_index",
]


def ours(name, *_):
    """Whether a table is not one of those in which SQLite keeps a full-text index."""
    return name is None or not name.startswith("word_index_fts")


def test_the_program_is_written_for_the_last_migration_there_is():
    config = Config()
    config.set_main_option("script_location", str(Path(annotator.store.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


@pytest.mark.slow
def test_migrations_make_the_schema_that_the_code_knows_from_nothing(empty_store):
    upgrade(empty_store)
    with empty_store.engine.connect() as connection:
        assert sorted(filter(ours, inspect(connection).get_table_names())) == TABLES
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, Table.metadata) == []
    assert revision(empty_store) == REVISION


def test_every_constraint_and_index_has_a_name_after_its_kind(store):
    found = inspect(store.engine)
    for table in Table.metadata.tables:
        # SQLite's own counter has no room for a name.
        if not (store.is_sqlite and table == "event"):
            assert found.get_pk_constraint(table)["name"] == f"pk_{table}"
        for kind, constraints in (
            ("fk", found.get_foreign_keys(table)),
            ("uq", found.get_unique_constraints(table)),
            ("ck", found.get_check_constraints(table)),
        ):
            for constraint in constraints:
                assert constraint["name"].startswith(f"{kind}_{table}_")
        for index in found.get_indexes(table):
            assert index["name"].startswith(("ix_", "uq_"))


def test_no_foreign_key_cascades(store):
    found = inspect(store.engine)
    keys = [key for table in Table.metadata.tables for key in found.get_foreign_keys(table)]
    assert len(keys) == 99
    assert [key["options"] for key in keys if key["options"]] == []


def test_the_log_of_events_is_guarded_by_triggers(store):
    if store.is_sqlite:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event' ORDER BY name"
        expected = ["event_refuses_delete", "event_refuses_update"]
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'event'::regclass AND NOT tgisinternal"
        expected = ["event_is_kept"]
    with store.read() as tx:
        assert list(tx.connection.execute(text(query)).scalars()) == expected


def test_an_empty_database_gets_its_schema_by_itself(empty_sqlite):
    assert revision(empty_sqlite) is None
    prepare(empty_sqlite)
    assert revision(empty_sqlite) == REVISION


def test_upgrading_what_is_at_this_version_changes_nothing(store):
    upgrade(store)
    prepare(store)
    assert revision(store) == REVISION


@pytest.mark.parametrize(
    ("version", "hint"), [("0000", "run `annotator upgrade`"), ("9999", "install a newer annotator")]
)
def test_a_database_of_another_version_is_refused_with_what_to_do(store, version, hint):
    stamp(store, version)
    with pytest.raises(Conflict, match=re.escape(hint)):
        prepare(store)


def test_a_newer_database_is_not_upgraded_but_left_alone(store):
    stamp(store, "9999")
    with pytest.raises(Conflict, match="install a newer annotator"):
        upgrade(store)
    assert revision(store) == "9999"


@pytest.mark.slow
def test_a_database_of_the_first_schema_keeps_every_row_on_its_way_to_this_one(empty_store, store, team):
    Desk(store, team["ben"], first_document(store, team["ana"])).mark("Kazakhstan", note="kept")
    bring_to(empty_store, "0001")
    before = copied(store, empty_store)
    assert {"user", "document", "span", "event", "codebook", "member"} <= {
        name for name, rows in before.items() if rows
    }
    upgrade(empty_store)
    after = rows_of(empty_store)
    for name, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[name]] if rows else after[name]
        assert sorted(map(str, kept)) == sorted(map(str, rows)), name
    with empty_store.read() as tx:
        assert accounts.named(tx, "ben") is not None


def copied(source, target):
    """Copy what the tables of ``target`` have room for; what is there then, table by table."""
    tables = MetaData()
    tables.reflect(target.engine)
    with source.read() as tx, target.write() as written:
        for table in tables.sorted_tables:
            if table.name == "alembic_version":
                continue
            rows = [dict(row) for row in tx.connection.execute(select(*table.columns)).mappings()]
            if rows:
                written.connection.execute(table.insert(), rows)
    return rows_of(target)


def rows_of(store):
    tables = MetaData()
    tables.reflect(store.engine)
    with store.read() as tx:
        return {
            name: [dict(row) for row in tx.connection.execute(select(*table.columns)).mappings()]
            for name, table in tables.tables.items()
            if name != "alembic_version"
        }


def stamp(store, version):
    with store.write() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


@pytest.fixture
def empty_sqlite(tmp_path):
    opened = Store(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_store(request):
    """A database without a schema."""
    if request.param == "sqlite":
        yield request.getfixturevalue("empty_sqlite")
        return
    with request.getfixturevalue("postgres").empty() as url:
        opened = Store(url)
        yield opened
        opened.close()
