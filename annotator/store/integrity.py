"""Whether what is stored holds together: the database's own checks, the texts, and the rows against the log."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Row, select, text

from annotator.domain.past import Told, replayed
from annotator.store import reached, relations, releases, spans
from annotator.store.engine import Transaction
from annotator.store.schema import (
    DecisionTable,
    DocumentTable,
    EventTable,
    LayerTable,
    RelationTable,
    SourceTable,
    SpanTable,
)

_AT_ONCE = 50
_REPLAYED = ("span", "relation", "attributes", "decision")
# https://www.sqlite.org/wal.html#walresetbug: fixed in 3.51.3, and back-ported to these.
_FIXED_IN = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold together, and where."""

    where: str
    what: str


def of_database(tx: Transaction) -> Iterator[Fault]:
    """What the database itself finds wrong. PostgreSQL checks references and pages as it goes."""
    if tx.connection.dialect.name != "sqlite":
        return
    for row in tx.connection.execute(text("PRAGMA integrity_check")):
        if row[0] != "ok":
            yield Fault("database", str(row[0]))
    for row in tx.connection.execute(text("PRAGMA foreign_key_check")):
        yield Fault(f"table {row[0]}", f"row {row[1]} refers to nothing in {row[2]}")


def warnings(tx: Transaction) -> list[str]:
    """What a person should know of where this runs."""
    if tx.connection.dialect.name != "sqlite":
        encoding = tx.connection.execute(text("SHOW server_encoding")).scalar_one()
        return [] if encoding == "UTF8" else [f"PostgreSQL keeps this database in {encoding}: make it in UTF8."]
    version = sqlite3.sqlite_version_info
    fixed = any(version >= one and version[:2] == one[:2] for one in _FIXED_IN) or version >= _FIXED_IN[0]
    if fixed:
        return []
    return [
        (
            f"SQLite {sqlite3.sqlite_version} may damage a database that several processes checkpoint at once "
            "(fixed in 3.51.3). One server process does not: open the file with no other program while it runs."
        )
    ]


def of_sources(tx: Transaction) -> Iterator[Fault]:
    """Imported files whose bytes are not those of their hash."""
    wanted = select(SourceTable.sha256, SourceTable.data).execution_options(yield_per=_AT_ONCE)
    for row in tx.connection.execute(wanted):
        if hashlib.sha256(row.data).hexdigest() != row.sha256:
            yield Fault(f"file {row.sha256[:12]}", "its bytes are not those that were imported")


def of_releases(tx: Transaction) -> Iterator[Fault]:
    """Releases whose bytes are not those that were given out."""
    for release_id, name, sha256 in releases.ids(tx):
        digest = hashlib.sha256()
        for piece in releases.pieces(tx, release_id):
            digest.update(piece)
        if digest.hexdigest() != sha256:
            yield Fault(f"release {name}", "its bytes are not those that were given out")


def of_queues(tx: Transaction) -> Iterator[Fault]:
    """Queues that are told another state than a layer has."""
    for document_id, name in reached.astray(tx):
        yield Fault(f"document {document_id}", f"it is not in the state of their layer in the queue of {name}")


def documents(tx: Transaction) -> Iterator[Row[*tuple[Any, ...]]]:
    """Every document, deleted ones too, a few at a time."""
    reached = ""
    table = DocumentTable
    columns = (table.id, table.title, table.text, table.length, table.sha256, table.blocks)
    query = select(*columns).order_by(table.id).limit(_AT_ONCE)
    while some := tx.connection.execute(query.where(table.id > reached)).all():
        yield from some
        reached = some[-1].id


def of_document(tx: Transaction, row: Row[*tuple[Any, ...]]) -> Iterator[Fault]:
    """What does not hold together in one document: its text, its blocks, its spans, and all of it and the log."""
    where = f"document {row.id} ({row.title[:60]})"
    if len(row.text) != row.length or hashlib.sha256(row.text.encode()).hexdigest() != row.sha256:
        yield Fault(where, "the text is not the one that was imported")
    borders = [place for _, start, end in row.blocks for place in (start, end)]
    if borders != sorted(borders) or not all(0 <= place <= row.length for place in borders):
        yield Fault(where, "the blocks do not stand in the text one behind another")
    marked = _rows(tx, SpanTable, row.id)
    for span in marked.values():
        if not _stands(span, row.length):
            yield Fault(where, f"span {span.id}: [{span.start}, {span.end}) is no place in a text of {row.length}")
    yield from _against_the_log(tx, row.id, where, marked)


def _stands(span: Row[*tuple[Any, ...]], length: int) -> bool:
    fragments = span.fragments or [[span.start, span.end]]
    places = [place for fragment in fragments for place in fragment]
    ordered = all(one < other for one, other in pairwise(places))
    return ordered and places[0] == span.start >= 0 and places[-1] == span.end <= length


def _against_the_log(
    tx: Transaction, document_id: str, where: str, marked: dict[str, Row[*tuple[Any, ...]]]
) -> Iterator[Fault]:
    told = _told(tx, document_id)
    present = {
        "span": {key: spans.changeable(row._asdict()) for key, row in marked.items() if row.deleted is None},
        "relation": {
            key: relations.changeable(row._asdict())
            for key, row in _rows(tx, RelationTable, document_id).items()
            if row.deleted is None
        },
        "attributes": {
            key: row.attributes for key, row in _rows(tx, LayerTable, document_id).items() if row.attributes
        },
        "decision": {
            key: {"results": row.results}
            for key, row in _rows(tx, DecisionTable, document_id).items()
            if row.withdrawn is None
        },
    }
    for thing in _REPLAYED:
        yield from _differing(where, thing, replayed(told, thing), present[thing])


def _differing(where: str, thing: str, was_told: dict[str, Any], stands: dict[str, Any]) -> Iterator[Fault]:
    for key in sorted(was_told.keys() | stands.keys()):
        if key not in stands:
            yield Fault(where, f"{thing} {key} is there by the log, and is not there")
        elif key not in was_told:
            yield Fault(where, f"{thing} {key} is there, and by the log it is not")
        elif names := _changed(thing, was_told[key], stands[key]):
            yield Fault(where, f"{thing} {key} is not as the log tells it ({', '.join(names)})")


def _changed(thing: str, told: dict[str, Any], stands: dict[str, Any]) -> list[str]:
    if thing == "attributes":
        return [] if told == stands else ["values"]
    # A column that came later is not in what was told before it.
    return [name for name in stands if name in told and told[name] != stands[name]]


def _rows(tx: Transaction, table: Any, document_id: str) -> dict[str, Row[*tuple[Any, ...]]]:
    found: Iterable[Row[*tuple[Any, ...]]] = tx.connection.execute(
        select(*table.__table__.columns).where(table.document_id == document_id)
    )
    return {row.id: row for row in found}


def _told(tx: Transaction, document_id: str) -> list[Told]:
    event = EventTable
    rows = tx.connection.execute(
        select(event.sequence, event.at, event.action_id, event.kind, event.subject, event.before, event.after)
        .where(event.document_id == document_id)
        .order_by(event.sequence)
    )
    return [Told(row.sequence, row.at, None, *row[2:]) for row in rows]
