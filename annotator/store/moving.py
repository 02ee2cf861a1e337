"""The rows of one project, taken from a database and put into another, whatever kind each is."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, false, func, insert, or_, select

from annotator.store.dump import batches, parents_first
from annotator.store.engine import Transaction
from annotator.store.schema import Table as Known

_OF_THE_SITE = frozenset({"user", "identity", "token", "session", "ticket", "invitation", "source"})
"""What belongs to people and not to a project; an invitation leads to its site. Files go with texts."""
_COUNTED = {"event": "sequence", "action": "number"}
"""What each database counts by itself. Only the order says something, so it goes on behind what is there."""
_FETCHED = 500


def rows(tx: Transaction, project_id: str) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    """The rows of a project, with the files its texts came in, table by table: each behind those it refers to."""
    own = _own(project_id)
    source, document = Known.metadata.tables["source"], Known.metadata.tables["document"]
    yield "source", _read(tx, source, source.c.sha256.in_(select(document.c.source_sha256).where(own[document])))
    for table in Known.metadata.sorted_tables:
        if table in own:
            yield table.name, _read(tx, table, own[table])


def people(tx: Transaction, project_id: str) -> Iterator[dict[str, Any]]:
    """The people whom anything in a project names."""
    user = Known.metadata.tables["user"]
    named = [
        user.c.id.in_(select(column).where(condition))
        for table, condition in _own(project_id).items()
        for column in _of_people(table)
    ]
    return _read(tx, user, or_(false(), *named))


def put(tx: Transaction, name: str, given: Iterable[dict[str, Any]], known: Mapping[str, str]) -> int:
    """Add rows to a table; how many. ``known`` are the ids that people have here instead of there."""
    table = Known.metadata.tables[name]
    there = _there(tx, table) if name == "source" else frozenset()
    theirs = [column.name for column in _of_people(table)]
    count = 0
    for some in batches(parents_first(table, given)):
        new = [_fitted(row, name, theirs, known) for row in some if row.get("sha256") not in there]
        if new:
            tx.connection.execute(insert(table), new)
        count += len(some)
    return count


def put_people(tx: Transaction, given: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Add those who are not there by name, as no admins; the ids here of those who are, by their ids there."""
    user = Known.metadata.tables["user"]
    here = dict(tx.connection.execute(select(user.c.name_key, user.c.id)).all())
    known: dict[str, str] = {}
    for row in given:
        if row["name_key"] in here:
            known[row["id"]] = here[row["name_key"]]
        else:
            tx.connection.execute(insert(user).values(row | {"admin": False}))
    return known


def counts(tx: Transaction, project_id: str) -> dict[str, int]:
    """How many rows of a project each table has."""
    return {
        table.name: tx.connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
        for table, condition in _own(project_id).items()
    }


def _own(project_id: str) -> dict[Table, ColumnElement[bool]]:
    """Which rows of which tables are a project's: those that name it, or something else of its."""
    own: dict[Table, ColumnElement[bool]] = {}
    for table in Known.metadata.sorted_tables:
        if table.name in _OF_THE_SITE or table.info.get("made_anew"):
            continue
        if table.name == "project":
            own[table] = table.c.id == project_id
        elif "project_id" in table.c:
            own[table] = table.c.project_id == project_id
        else:
            key = next(one for one in _keys(table) if one.column.table in own and not one.parent.nullable)
            parent = key.column.table
            own[table] = key.parent.in_(select(key.column).where(own[parent]))
    return own


def _keys(table: Table) -> list[Any]:
    """The foreign keys of a table, always in one order."""
    return sorted(table.foreign_keys, key=lambda key: (key.column.table.name, key.parent.name))


def _of_people(table: Table) -> list[Any]:
    return [key.parent for key in _keys(table) if key.column.table.name == "user"]


def _there(tx: Transaction, table: Table) -> frozenset[str]:
    return frozenset(tx.connection.execute(select(table.c.sha256)).scalars())


def _fitted(row: dict[str, Any], name: str, theirs: list[str], known: Mapping[str, str]) -> dict[str, Any]:
    counted = _COUNTED.get(name)
    return {
        column: known.get(value, value) if column in theirs else value
        for column, value in row.items()
        if column != counted
    }


def _read(tx: Transaction, table: Table, condition: ColumnElement[bool]) -> Iterator[dict[str, Any]]:
    query = select(table).where(condition).order_by(*table.primary_key.columns)
    for row in tx.connection.execute(query.execution_options(yield_per=_FETCHED)).mappings():
        yield dict(row)
