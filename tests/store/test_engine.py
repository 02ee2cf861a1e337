"""Transactions keep what they promise on both databases."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from annotator.domain.errors import Busy
from annotator.domain.permission import Person
from annotator.services.transactions import Store
from annotator.store import projects
from annotator.store.engine import Memory


def test_a_transaction_that_fails_leaves_nothing_behind(store):
    with pytest.raises(ZeroDivisionError), store.write() as tx:
        projects.add(tx, "one", "One", blind=True)
        1 / 0  # noqa: B018 - the fault

    with store.read() as tx:
        assert not projects.slug_taken(tx, "one")


def test_a_reading_transaction_cannot_write(store):
    with pytest.raises(Exception, match="only be read"), store.read() as tx:
        projects.add(tx, "one", "One", blind=True)


def test_a_database_that_its_administrator_made_read_only_takes_nothing_until_it_is_opened_again(postgres):
    with postgres.copy(seeded=False) as url:
        store = Store(url)
        administered(store, "on")
        with store.read() as tx:
            assert not projects.slug_taken(tx, "one")
        with pytest.raises(Busy, match="only be read at the moment") as refusal, store.write() as tx:
            projects.add(tx, "one", "One", blind=True)
        assert refusal.value.code == "read-only"
        administered(store, "off")
        with store.write() as tx:
            assert not projects.slug_taken(tx, "one")
            projects.add(tx, "one", "One", blind=True)
        store.close()


def administered(store, setting):
    """Say for all new connections of this database whether they may only read."""
    with store.writer.connect().execution_options(postgresql_readonly=False) as connection:
        name = connection.execute(text("SELECT current_database()")).scalar()
        connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {setting}'))
        connection.commit()
    store.engine.dispose()


def test_a_reading_transaction_keeps_its_view_while_others_write(store):
    someone = Person(None, "someone", admin=True)
    with store.read() as reader:
        assert projects.all_for(reader, someone) == []
        with store.write() as writer:
            projects.add(writer, "one", "One", blind=True)
        assert projects.all_for(reader, someone) == []


@pytest.mark.parametrize("statement", ["UPDATE event SET kind = 'x'", "DELETE FROM event"])
def test_the_log_of_events_cannot_be_rewritten(store, team, statement):
    with pytest.raises(DBAPIError, match="never rewritten"), store.write() as tx:
        tx.connection.execute(text(statement))


def test_sqlite_is_durable_and_keeps_references(sqlite_store):
    with sqlite_store.read() as tx:
        pragmas = {
            name: tx.connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}


def test_only_a_writing_transaction_of_sqlite_may_write(sqlite_store):
    with sqlite_store.read() as tx:
        assert tx.connection.execute(text("PRAGMA query_only")).scalar() == 1
    with sqlite_store.write() as tx:
        assert tx.connection.execute(text("PRAGMA query_only")).scalar() == 0


def test_postgresql_has_limits_on_how_long_anything_may_wait(postgres):
    with postgres.copy() as url:
        store = Store(url)
        with store.read() as tx:
            limits = [
                tx.connection.execute(text(f"SHOW {name}")).scalar()
                for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
            ]
        store.close()
    assert limits == ["1min", "20s", "2min"]


def test_a_database_that_cannot_be_reached_is_said_in_one_line(unreachable):
    with pytest.raises(Busy) as refusal, unreachable.read() as tx:
        tx.connection.execute(text("SELECT 1"))
    assert "\n" not in refusal.value.message


def test_times_have_one_form_whatever_the_moment():
    store = Store("sqlite://", clock=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=5))))
    assert store.moment() == "2026-01-01T22:04:05.000000Z"
    store.close()


def test_what_a_reading_transaction_kept_is_not_loaded_again(sqlite_store):
    with sqlite_store.read() as tx:
        assert tx.keep("key", lambda: ("first", 1)) == "first"
    with sqlite_store.read() as tx:
        assert tx.keep("key", lambda: ("second", 1)) == "first"


def test_what_a_writing_transaction_saw_is_not_kept(sqlite_store):
    with sqlite_store.write() as tx:
        assert tx.keep("key", lambda: ("first", 1)) == "first"
    with sqlite_store.read() as tx:
        assert tx.keep("key", lambda: ("second", 1)) == "second"


def test_memory_lets_go_of_what_was_used_longest_ago():
    memory = Memory(10)
    for key in ("one", "two", "one", "three"):
        memory.get(key, lambda key=key: (f"{key} loaded", 4), remember=True)
    kept = [memory.get(key, lambda: ("again", 4), remember=False) for key in ("one", "two", "three")]
    assert kept == ["one loaded", "again", "three loaded"]


@pytest.fixture(params=["sqlite:////nowhere/annotator.sqlite3", "postgresql+psycopg://127.0.0.1:1/nothing"])
def unreachable(request):
    store = Store(request.param)
    yield store
    store.close()
