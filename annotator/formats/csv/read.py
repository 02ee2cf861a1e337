"""Reads a table: every row is a document, and every column that is not its text, title or id is metadata."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from annotator.domain.corpus import METADATA, Arrival, Document
from annotator.domain.errors import Invalid
from annotator.domain.text import checked_line, decode
from annotator.formats._base import Incoming, Table
from annotator.formats._marked import File, shown

_LARGEST_CELL = 10_000_000
_FIRST_ROWS = 3
_LONGEST_ID = 200

_CALLED = {
    "text": ("text", "full_text", "fulltext", "article_text"),
    "title": ("title", "headline", "heading"),
    "id": ("id", "key", "document_id", "doc_id"),
    "publication": ("publication", "source", "newspaper", "outlet"),
    "author": ("author", "byline", "authors"),
    "date": ("date", "published", "publication_date"),
    "url": ("url", "link", "address"),
    "language": ("language", "lang"),
}
"""What a column is called that holds something, the surest name first."""

_OF_A_SPAN = {"start", "end", "label"}

# The module's own limit, 131,072, is shorter than many an article. It holds for the whole process.
csv.field_size_limit(_LARGEST_CELL)

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The index of the column that holds each thing, and the name of each column that is metadata."""

    known: Mapping[str, int]
    meta: Mapping[int, str]


def read(incoming: Incoming) -> Arrival:
    """The documents of a table with a header.

    Raises:
        Invalid: names the line and the column that are not as they should be.
    """
    file = File(incoming)
    rows = _rows(incoming)
    _, header = next(rows, (0, []))
    columns = _columns(header, incoming.columns)
    documents: dict[str, tuple[int, Document]] = {}
    for line, row in rows:
        _refuse_ragged(line, row, header)
        document = _document(file, row, columns, line)
        if document.id in documents:
            first = documents[document.id][0]
            raise Invalid("duplicate-id", f"Line {line}: the id “{document.id}” is that of line {first} too.")
        documents[document.id] = (line, document)
    if not documents:
        raise Invalid("no-documents", "The table has a header and no row: there is no document in it.")
    return file.arrival(one for _, one in documents.values())


def head(incoming: Incoming) -> Table:
    """The first rows of a table, and which of its columns would be what.

    Raises:
        Invalid: it is no table, or two of its columns have one name.
    """
    rows = (row for _, row in _rows(incoming))
    header = next(rows, ())
    names = _names(header)
    known = _known(names, {what: name for what, name in incoming.columns.items() if not name or name in names})
    return Table(
        tuple(names),
        tuple(tuple(row) for row in islice(rows, _FIRST_ROWS)),
        {what: names[index] for what, index in known.items()},
    )


def _rows(incoming: Incoming) -> Iterator[tuple[int, Row]]:
    """The rows that are not blank, each with the line on which it starts."""
    text = decode(incoming.data, incoming.encoding)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=_delimiter(incoming.name, text),
        strict=True,
        skipinitialspace=False,
    )
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        what = "a quotation mark is never closed" if "unexpected end" in str(error) else str(error)
        raise Invalid("bad-csv", f"Line {start}: not CSV: {what}.") from None


def _delimiter(name: str, text: str) -> str:
    """A tab where the name says so, else what parts the first line most often."""
    if PurePath(name).suffix.lower() in (".tsv", ".tab"):
        return "\t"
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


def _columns(header: Row, asked: Mapping[str, str]) -> _Columns:
    names = _names(header)
    known = _known(names, asked)
    if {name.lower() for name in names} >= _OF_A_SPAN:
        raise Invalid(
            "rows-of-spans", "The rows of this table are spans, with start, end and label, not documents."
        )
    if "text" not in known:
        raise Invalid("no-text-column", f"Line 1: no column is called “text”; these are there: {_listed(names)}.")
    meta = {
        index: next((what for what in METADATA if known.get(what) == index), name or f"column {index + 1}")
        for index, name in enumerate(names)
        if index not in {known.get(what) for what in ("text", "title", "id")}
    }
    return _Columns(known, meta)


def _names(header: Row) -> list[str]:
    names = [name.strip() for name in header]
    twins = {name for name in names if name and names.count(name) > 1}
    if twins:
        raise Invalid("bad-csv", f"Line 1: two columns are called “{shown(min(twins))}”.")
    return names


def _known(names: Sequence[str], asked: Mapping[str, str]) -> dict[str, int]:
    """The index of the column that holds each thing: the one that is asked for, or else one that is called so."""
    known = {what: _asked(names, name) for what, name in asked.items() if name}
    for what, called in _CALLED.items():
        found = _found(names, called, set(known.values()))
        if what not in asked and found is not None:
            known[what] = found
    return known


def _asked(names: Sequence[str], name: str) -> int:
    if name not in names:
        raise Invalid(
            "no-column", f"Line 1: no column is called “{shown(name)}”; these are there: {_listed(names)}."
        )
    return names.index(name)


def _found(names: Sequence[str], called: Sequence[str], taken: set[int]) -> int | None:
    lower = [name.lower().replace(" ", "_") for name in names]
    indices = (lower.index(one) for one in called if one in lower)
    return next((index for index in indices if index not in taken), None)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{shown(name)}”" for name in names[:20]) + (" …" if names[20:] else "")


def _refuse_ragged(line: int, row: Row, header: Row) -> None:
    if len(row) != len(header):
        raise Invalid("bad-csv", f"Line {line}: {len(row)} cells, and the header has {len(header)}.")


def _document(file: File, row: Row, columns: _Columns, line: int) -> Document:
    def cell(what: str) -> str:
        return row[columns.known[what]] if what in columns.known else ""

    try:
        marked = file.document(cell("text"), f"line {line}")
        key = checked_line(cell("id"), "The id", _LONGEST_ID) if cell("id").strip() else None
        meta = {name: row[index] for index, name in columns.meta.items() if row[index].strip()}
        return marked.document(key=key, title=cell("title"), meta=meta)
    except Invalid as refusal:
        raise Invalid(refusal.code, f"Line {line}: {refusal.message}") from None
