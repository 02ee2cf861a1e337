"""A backup of a live database is everything as of one moment, and makes it again in a database of either kind."""

import zipfile
from contextlib import contextmanager
from threading import Event, Thread

import orjson
import pytest
from acting import SLUG, Desk, action, first_document, new_id
from databases import bring_to, sqlite_copy
from sqlalchemy import MetaData, select, text

from annotator.domain.errors import Conflict, Invalid, NotFound
from annotator.services import accounts, backing_up, checking, commenting, exporting, searching, undoing
from annotator.services.commenting import Remark
from annotator.services.exporting import CannotWrite
from annotator.services.transactions import Store, revision
from annotator.settings import Settings
from annotator.store.schema import REVISION

# There and back


def test_what_is_restored_exports_the_same_bytes_on_either_database(worked, store, other, archive):
    made = backing_up.backup(store, archive)
    assert made.tables["span"].rows == 3
    assert backing_up.restore(other, archive) == made
    assert exported(other) == exported(store)
    assert rows_of(other) == rows_of(store)
    assert found(other) == found(store) != ()


def test_work_goes_on_in_what_was_restored(worked, store, other, archive, team):
    backing_up.backup(store, archive)
    backing_up.restore(other, archive)
    desk = Desk(other, team["ben"], worked.document)
    with other.write() as tx:
        undoing.undo(tx, team["ben"], action(), worked.document)
    desk.mark("Uzbekistan" if "Uzbekistan" in desk.text else "Kazakhstan", nth=1)
    assert checked(other) == ()


def test_what_was_there_gives_way_as_a_whole(worked, store, archive, team):
    backing_up.backup(store, archive)
    before = rows_of(store)
    worked.mark("Kazakhstan", nth=1)
    assert rows_of(store) != before
    backing_up.restore(store, archive)
    assert rows_of(store) == before
    worked.mark("Kazakhstan", nth=1)


def test_a_backup_is_the_same_bytes_but_for_its_moment(worked, store, tmp_path):
    for name in ("one.zip", "two.zip"):
        backing_up.backup(store, tmp_path / name)
    one, two = (contents(tmp_path / name) for name in ("one.zip", "two.zip"))
    assert {name: data for name, data in one.items() if name != "manifest.json"} == {
        name: data for name, data in two.items() if name != "manifest.json"
    }


def test_a_backup_made_while_people_work_is_of_one_moment(worked, store, other, archive):
    stop = Event()

    def work():
        while not stop.is_set():
            span = worked.mark("Kazakhstan")
            worked.change(span, note="again")

    busy = Thread(target=work)
    busy.start()
    try:
        backing_up.backup(store, archive)
    finally:
        stop.set()
        busy.join()
    backing_up.restore(other, archive)
    assert checked(other) == ()
    assert len(exported(other)["jsonl"]) <= len(exported(store)["jsonl"])


@pytest.mark.slow
def test_a_backup_of_an_earlier_schema_is_brought_to_this_one(empty_store, other, archive):
    bring_to(empty_store, "0004")
    with empty_store.write() as tx:
        tx.connection.execute(
            text(
                'INSERT INTO "user" (id, name, name_key, admin, active, created) '
                "VALUES (:id, 'ana', 'ana', TRUE, TRUE, '2026-01-01T00:00:00.000000Z')"
            ),
            {"id": new_id()},
        )
    assert backing_up.backup(empty_store, archive).schema == "0004"
    backing_up.restore(other, archive)
    assert revision(other) == REVISION
    with other.read() as tx:
        assert accounts.named(tx, "ana").admin


# What is refused


def test_a_database_without_tables_is_not_backed_up(empty_store, archive):
    with pytest.raises(NotFound, match="nothing to back up"):
        backing_up.backup(empty_store, archive)
    assert not archive.exists()


def test_a_place_that_cannot_be_written_is_named(store, tmp_path):
    with pytest.raises(CannotWrite, match="nowhere"):
        backing_up.backup(store, tmp_path / "nowhere" / "backup.zip")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: path.write_bytes(b"no archive"), "is not a backup"),
        (lambda path: path.write_bytes(path.read_bytes()[:-200]), "is not a backup"),
        (lambda path: rewritten(path, {"manifest.json": None}), "no manifest"),
        (lambda path: rewritten(path, {"manifest.json": b"[]"}), "its manifest cannot be read"),
        (lambda path: rewritten(path, {"tables/span.jsonl": None}), "span cannot be read"),
        (lambda path: rewritten(path, {"tables/span.jsonl": b"[]\n"}), "span is not what the manifest says"),
    ],
)
def test_what_is_damaged_or_none_is_refused_and_changes_nothing(worked, store, archive, damage, said):
    backing_up.backup(store, archive)
    before = rows_of(store)
    damage(archive)
    with pytest.raises(Invalid, match=said):
        backing_up.restore(store, archive)
    assert rows_of(store) == before


def test_a_backup_of_a_newer_program_is_refused_and_changes_nothing(worked, store, archive):
    backing_up.backup(store, archive)
    before = rows_of(store)
    manifest = orjson.loads(contents(archive)["manifest.json"])
    rewritten(archive, {"manifest.json": orjson.dumps(manifest | {"schema": "9999"})})
    with pytest.raises(Conflict, match="install a newer annotator"):
        backing_up.restore(store, archive)
    assert rows_of(store) == before


# Before an upgrade


def test_one_backup_never_takes_the_place_of_another_of_the_same_second(worked, store, tmp_path, monkeypatch):
    monkeypatch.setattr(type(store), "moment", lambda _: "2026-11-28T12:00:00.000000Z")
    first, second = (backing_up.backup_aside(settings_at(tmp_path), store, "restore") for _ in range(2))
    assert first != second
    assert {first, second} == set(first.parent.iterdir())


@pytest.mark.slow
def test_an_upgrade_makes_a_backup_of_how_it_was(empty_store, tmp_path):
    bring_to(empty_store, "0004")
    kept = backing_up.upgrade(settings_at(tmp_path), empty_store)
    assert kept.parent == tmp_path / "backups"
    assert backing_up.verified(kept).schema == "0004"
    assert revision(empty_store) == REVISION
    assert backing_up.upgrade(settings_at(tmp_path), empty_store) is None


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "backup.zip"


@pytest.fixture
def worked(store, team):
    """A desk in the team's project, with spans, a relation, a comment, something undone and something deleted."""
    desk = Desk(store, team["ben"], first_document(store, team["ana"]))
    actor = desk.mark("Kazakhstan", note="🇰🇿 kept")
    stance = desk.mark("the", "stance")
    desk.relate(actor, stance)
    desk.delete(desk.mark("Russia"))
    with store.write() as tx:
        said = commenting.on_label(tx, team["ana"], SLUG, "actor", Remark(new_id(), "Is a border an actor?"))
        commenting.reply(tx, team["ben"], said.thread.id, Remark(new_id(), "No."))
    return desk


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request, tmp_path):
    """A second database, of either kind."""
    with another(request, tmp_path) as url:
        opened = Store(url)
        yield opened
        opened.close()


@pytest.fixture
def empty_store(request, database, tmp_path):
    """A database without a schema, of the kind of ``database``."""
    if database.startswith("sqlite"):
        opened = Store(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
        yield opened
        opened.close()
        return
    with request.getfixturevalue("postgres").empty() as url:
        opened = Store(url)
        yield opened
        opened.close()


@contextmanager
def another(request, tmp_path):
    if request.param == "sqlite":
        folder = tmp_path / "other"
        folder.mkdir()
        with sqlite_copy(request.getfixturevalue("sqlite_template"), folder) as url:
            yield url
    else:
        with request.getfixturevalue("postgres").copy() as url:
            yield url


def settings_at(folder):
    return Settings(folder, "sqlite:///unused", "a secret for tests alone")


def exported(store):
    return {
        form: b"".join(exporting.prepare(store, accounts.OPERATOR, SLUG, form, "all").chunks())
        for form in ("jsonl", "tei")
    }


def checked(store):
    with store.read() as tx:
        return checking.check(tx).faults


def found(store):
    with store.read() as tx:
        return searching.search(tx, accounts.OPERATOR, SLUG, "kazakh*", limit=500).hits


def rows_of(store):
    tables = MetaData()
    tables.reflect(store.engine)
    with store.read() as tx:
        return {
            name: sorted(map(str, (dict(row) for row in tx.connection.execute(select(table)).mappings())))
            for name, table in tables.tables.items()
            if not name.startswith("word_index")  # made anew from the texts
        }


def contents(path):
    with zipfile.ZipFile(path) as found:
        return {name: found.read(name) for name in found.namelist()}


def rewritten(path, changed):
    """Write an archive anew with some members ``changed``; None leaves one out."""
    members = contents(path) | changed
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            if data is not None:
                archive.writestr(name, data)
