"""Every row of a database as lines of JSON, and back: the same lines on every database.

The first line of a table names its columns; each further line is a row, by its primary key. Bytes are base64.
"""

import base64
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import Connection, LargeBinary, MetaData, Table, func, insert, select, text

from annotator.domain.errors import Invalid
from annotator.store.engine import Transaction
from annotator.store.schema import Table as Known

_AT_ONCE = 500


def tables(connection: Connection) -> list[Table]:
    """The tables that hold what cannot be made anew, as this database has them, each behind those it refers to."""
    known = {name for name, table in Known.metadata.tables.items() if not table.info.get("made_anew")}
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in known)
    return found.sorted_tables


def lines(tx: Transaction, table: Table) -> Iterator[bytes]:
    """A table, a few rows at a time."""
    hidden = [index for index, column in enumerate(table.columns) if isinstance(column.type, LargeBinary)]
    yield orjson.dumps([str(column.name) for column in table.columns], option=orjson.OPT_APPEND_NEWLINE)
    wanted = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
    rows = tx.connection.execute(wanted)
    for row in rows:
        yield orjson.dumps(_spelled(row, hidden), option=orjson.OPT_APPEND_NEWLINE)


def has_rows(tx: Transaction, table: Table) -> bool:
    """Whether there is anything in a table."""
    return tx.connection.execute(select(table).limit(1)).first() is not None


def load(connection: Connection, table: Table, given: Iterable[bytes]) -> int:
    """Put lines back into an empty table; how many rows.

    Raises:
        Invalid: the lines are not those of this table.
    """
    each = iter(given)
    names = _columns(table, next(each, b""))
    hidden = [index for index, name in enumerate(names) if isinstance(table.columns[name].type, LargeBinary)]
    rows = (_row(table, names, hidden, line) for line in each)
    count = 0
    for some in batches(parents_first(table, rows)):
        connection.execute(insert(table), some)
        count += len(some)
    return count


def restart_counters(connection: Connection, table: Table) -> None:
    """Let what a database counts by itself go on behind the rows that were put back."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        counter = connection.execute(select(func.pg_get_serial_sequence(f'"{table.name}"', column.name))).scalar()
        if counter:
            last = connection.execute(select(func.max(column))).scalar()
            connection.execute(select(func.setval(counter, last or 1, last is not None)))


def empty_out(connection: Connection) -> None:
    """Take all tables out of a PostgreSQL database, whatever is in them."""
    found = MetaData()
    found.reflect(connection)
    found.drop_all(connection)
    connection.execute(text("DROP FUNCTION IF EXISTS event_is_kept()"))


def _spelled(row: Sequence[Any], hidden: list[int]) -> list[Any]:
    values = list(row)
    for index in hidden:
        values[index] = None if values[index] is None else base64.b64encode(values[index]).decode()
    return values


def _columns(table: Table, line: bytes) -> list[str]:
    names = _json(table, line)
    if not isinstance(names, list) or sorted(map(str, names)) != sorted(column.name for column in table.columns):
        raise Invalid("bad-backup", f"{table.name}: the columns are not those of this schema.")
    return names


def _row(table: Table, names: list[str], hidden: list[int], line: bytes) -> dict[str, Any]:
    values = _json(table, line)
    if not isinstance(values, list) or len(values) != len(names):
        raise Invalid("bad-backup", f"{table.name}: a row does not have the table's columns.")
    for index in hidden:
        values[index] = None if values[index] is None else base64.b64decode(values[index])
    return dict(zip(names, values, strict=True))


def _json(table: Table, line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        raise Invalid("bad-backup", f"{table.name}: a line is not JSON.") from None


def parents_first(table: Table, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows, each behind those of the same table that it refers to."""
    pairs = [(key.parent.name, key.column.name) for key in table.foreign_keys if key.column.table is table]
    if not pairs:
        yield from rows
        return
    own = pairs[0][1]
    here: set[Any] = {None}
    waiting: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        ready = [row]
        while ready:
            one = ready.pop()
            missing = [one[name] for name, _ in pairs if one[name] != one[own] and one[name] not in here]
            if missing:
                waiting.setdefault(missing[0], []).append(one)
                continue
            here.add(one[own])
            yield one
            ready += waiting.pop(one[own], [])
    if waiting:
        raise Invalid("bad-backup", f"{table.name}: “{min(waiting)}” is referred to and is not there.")


def batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Rows, some hundred at a time."""
    while some := list(islice(rows, _AT_ONCE)):
        yield some
