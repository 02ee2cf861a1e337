"""Backing up: a consistent copy of a live database, as a file that any database can be made of.

A backup is a ZIP archive: a file of lines for each table, and a manifest. It is the same for SQLite and
PostgreSQL, so it is also the way from one to the other.
"""

import hashlib
import itertools
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import orjson

from annotator import __version__
from annotator.domain.backup import Contents, Manifest, manifest_from_tree, manifest_to_tree
from annotator.domain.errors import Invalid, NotFound, Refused
from annotator.services.exporting import CannotWrite
from annotator.settings import Settings
from annotator.store import dump, migration, place
from annotator.store.engine import Store, Transaction
from annotator.store.schema import REVISION

_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 1_000_000


def backup(store: Store, path: Path) -> Manifest:
    """Copy everything, as of one moment, into a file that is written whole or not at all, and read it once more.

    Raises:
        CannotWrite: there is no place for it there.
    """
    try:
        return _written(store, path)
    except OSError as error:
        raise CannotWrite("cannot-write", f"{path}: {error.strerror}.") from None


def backup_aside(settings: Settings, store: Store, before: str) -> Path:
    """A backup in the data folder, made ``before`` something that changes everything; its path."""
    folder = settings.data_dir / "backups"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise CannotWrite("cannot-write", f"{folder}: {error.strerror}.") from None
    moment = store.moment()[:19].replace(":", "")
    names = (f"before-{before}-{moment}Z{again or ''}.zip" for again in itertools.count(0, -1))
    # Never in the place of one of the same second: that may be the very file that is restored.
    path = next(folder / name for name in names if not (folder / name).exists())
    backup(store, path)
    return path


def upgrade(settings: Settings, store: Store) -> Path | None:
    """Bring a database to this schema, after a backup where it holds anything of an older one; the backup's path.

    Raises:
        Conflict: the database is of a newer program.
    """
    found = migration.revision(store)
    kept = None
    if found is not None and found < REVISION:
        kept = backup_aside(settings, store, "upgrade")
    migration.upgrade(store)
    return kept


def verified(path: Path) -> Manifest:
    """What a backup says of itself, once every line of it was held against that.

    Raises:
        Invalid: it is no backup, or damaged.
    """
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        for name, contents in manifest.tables.items():
            if _counted(_lines(archive, name, path)) != contents:
                raise Invalid("damaged-backup", f"{path}: the table {name} is not what the manifest says.")
    return manifest


def restore(store: Store, path: Path) -> Manifest:
    """Put a backup in the place of everything that a database holds, and bring it to this schema.

    Whole or not at all: the backup is verified before anything is touched, and a SQLite database is made beside
    the present one, then takes its place. Nobody else may have the database open; ``store`` is closed.

    Raises:
        Invalid: it is no backup, or damaged.
        Conflict: it was made by a newer program.
    """
    manifest = verified(path)
    present = place.file_of(store)
    if present is None:
        _rebuild(store, manifest, path)
        return manifest
    beside = present.with_name(f".{present.name}.restoring")
    place.remove(beside)
    try:
        fresh = Store(f"sqlite:///{beside}")
        _rebuild(fresh, manifest, path)
        fresh.close()
        store.close()
        place.take_the_place(beside, present)
    except OSError as error:
        raise CannotWrite("cannot-write", f"{present}: {error.strerror}.") from None
    finally:
        place.remove(beside)
    return manifest


def holds_anything(store: Store) -> bool:
    """Whether there is anybody or any project in a database, of whatever schema."""
    with store.read() as tx:
        return any(dump.has_rows(tx, one) for one in dump.tables(tx.connection) if one.name in ("user", "project"))


def _rebuild(store: Store, manifest: Manifest, path: Path) -> None:
    with _opened(path) as archive:
        migration.rebuild(store, manifest.schema, manifest.tables, lambda name: _lines(archive, name, path))


def _written(store: Store, path: Path) -> Manifest:
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with store.read() as tx, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                _fill(tx, archive)
            file.flush()
            os.fsync(file.fileno())
        manifest = verified(Path(draft))
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return manifest


def _fill(tx: Transaction, archive: zipfile.ZipFile) -> None:
    schema = migration.revision_of(tx.connection)
    if schema is None:
        raise NotFound("no-database", "There is nothing to back up: this database has no tables yet.")
    tables: dict[str, Contents] = {}
    for table in dump.tables(tx.connection):
        with archive.open(_member(table.name), "w", force_zip64=True) as file:
            tables[str(table.name)] = _counted(_kept(dump.lines(tx, table), file))
    manifest = Manifest(__version__, schema, tx.now, tables)
    archive.writestr(_MANIFEST, orjson.dumps(manifest_to_tree(manifest), option=orjson.OPT_INDENT_2))


def _kept(lines: Iterator[bytes], file: IO[bytes]) -> Iterator[bytes]:
    for line in lines:
        file.write(line)
        yield line


def _counted(lines: Iterator[bytes]) -> Contents:
    digest, rows = hashlib.sha256(), -1  # the first line is no row
    for line in lines:
        digest.update(line)
        rows += 1
    return Contents(rows, digest.hexdigest())


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except OSError as error:
        raise Invalid("no-backup", f"{path}: {error.strerror or 'cannot be read'}.") from None
    except zipfile.BadZipFile:
        raise Invalid("bad-backup", f"{path} is not a backup of annotator, or was cut short.") from None


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        with archive.open(_MANIFEST) as file:
            return manifest_from_tree(orjson.loads(file.read(_LARGEST_MANIFEST)))
    except (KeyError, zipfile.BadZipFile, orjson.JSONDecodeError):
        raise Invalid("bad-backup", f"{path} is not a backup of annotator: it has no manifest.") from None


def _lines(archive: zipfile.ZipFile, name: str, path: Path) -> Iterator[bytes]:
    try:
        with archive.open(_member(name)) as file:
            yield from file
    except Refused:
        raise
    except (KeyError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError):
        raise Invalid("damaged-backup", f"{path}: the table {name} cannot be read.") from None


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"
