"""A database of every schema that was ever released comes to this one, on either kind, with all that is in it.

What is kept are databases as a version left them (``keep_schema.py``), not what today's migrations make of
nothing: a migration that somebody changes afterwards, or data as only an older program wrote it, shows here alone.
"""

import json
import lzma
import re
from pathlib import Path

import pytest
from acting import SLUG
from sqlalchemy import MetaData, text

from annotator import __version__
from annotator.services import accounts, checking, exporting
from annotator.services.transactions import Store, prepare, revision, upgrade
from annotator.store.schema import REVISION
from tests.store.keep_schema import KEPT, POSTGRESQL, SQLITE

SCHEMAS = sorted(one.name for one in KEPT.iterdir())
CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
_SECTION = re.compile(r"^## \[?([^\]\s]+)", re.MULTILINE)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_kept_database_comes_to_this_schema_with_every_row(kept, schema):
    store = kept(schema)
    assert revision(store) == schema
    before = counted(store)
    assert before["document"] == 5
    assert {"span", "event", "decision", "relation", "entity", "codebook"} <= {
        table for table, rows in before.items() if rows
    }
    upgrade(store)
    prepare(store)
    assert revision(store) == REVISION
    after = counted(store)
    assert {table: after[table] for table in before} == before
    with store.read() as tx:
        assert checking.check(tx).faults == ()


@pytest.mark.parametrize("schema", SCHEMAS)
def test_what_was_kept_of_either_kind_exports_the_same(tmp_path, postgres, schema):
    exports = []
    with postgres.empty() as url:
        for store in (opened_sqlite(schema, tmp_path), opened_postgresql(schema, url)):
            upgrade(store)
            exports.append(b"".join(exporting.prepare(store, accounts.OPERATOR, SLUG, "jsonl", "all").chunks()))
            store.close()
    assert exports[0] == exports[1]
    documents = [json.loads(line) for line in exports[0].decode().split("\n")[:-1]]
    spans = [(one["text"], span) for one in documents for span in one.get("spans", ())]
    assert len(spans) > 100
    assert all(words[span["start"] : span["end"]] == span["text"] for words, span in spans)


def test_the_schema_of_what_is_released_is_kept():
    assert missing(CHANGELOG.read_text(encoding="utf-8"), __version__, SCHEMAS) == []


def test_a_release_without_its_database_would_be_found():
    heading = f"# Changelog\n\n## [{__version__}] - 2027-01-01\n\n- A migration.\n"
    assert missing(heading, __version__, ["0001"]) == [f"{REVISION}: run `python -m tests.store.keep_schema`"]
    assert missing(heading, __version__, ["0001", REVISION]) == []
    assert missing("# Changelog\n\n## Unreleased\n\n- A migration.\n" + heading, __version__, ["0001"]) == []
    assert missing(heading, "9.9.9", [REVISION]) == ["CHANGELOG.md says nothing of 9.9.9"]


def missing(changelog, version, schemas):
    """What is not there that a release needs, in words; between two releases it needs nothing."""
    first = _SECTION.search(changelog)[1]
    if first == "Unreleased":
        return []
    if first != version:
        return [f"CHANGELOG.md says nothing of {version}"]
    return [] if REVISION in schemas else [f"{REVISION}: run `python -m tests.store.keep_schema`"]


def counted(store):
    """How many rows each table has, but for what is made anew from the others."""
    tables = MetaData()
    tables.reflect(store.engine)
    names = [
        one for one in tables.tables if not one.startswith(("word_index", "procrastinate", "alembic", "filed"))
    ]
    with store.read() as tx:
        return {name: tx.connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar() for name in names}


def opened_sqlite(schema, folder):
    path = folder / "annotator.sqlite3"
    path.write_bytes(lzma.decompress((KEPT / schema / SQLITE).read_bytes()))
    return Store(f"sqlite:///{path}")


def opened_postgresql(schema, url):
    import psycopg

    statements = lzma.decompress((KEPT / schema / POSTGRESQL).read_bytes()).decode()
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statements)
    return Store(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request, tmp_path):
    """Opens the database that a version of this schema left behind."""
    opened = []
    if request.param == "sqlite":
        yield lambda schema: opened.append(opened_sqlite(schema, tmp_path)) or opened[-1]
    else:
        with request.getfixturevalue("postgres").empty() as url:
            yield lambda schema: opened.append(opened_postgresql(schema, url)) or opened[-1]
            opened[-1].close()
            return
    opened[-1].close()
