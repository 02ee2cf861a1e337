"""Reads doccano's JSONL: triples of a span, or entities that relations join."""

from typing import Any

from annotator.domain.corpus import Arrival, Document
from annotator.formats._base import Incoming
from annotator.formats._marked import IMPORTED, File, Mark, Marked, shown
from annotator.formats._records.records import naming, records
from annotator.formats._records.table import Table

_KNOWN = frozenset({"id", "text", "data", "label", "labels", "entities", "relations", "meta", "annotator"})


def read(incoming: Incoming) -> Arrival:
    """The documents of ``incoming``. A line without a text, which doccano writes too, is a finding.

    Raises:
        Invalid: names the line that is not as it should be, and what is wrong there.
    """
    file = File(incoming)
    found = (_document(file, table) for table in records(incoming))
    return file.arrival(one for one in found if one is not None)


def _document(file: File, record: Table) -> Document | None:
    with naming(record.where):
        return _with_spans(file, Table(record.tree), record.where)


def _with_spans(file: File, table: Table, place: str) -> Document | None:
    key = "data" if table.has("data") and not table.has("text") else "text"
    if not table.has(key):
        file.notes.at(place, "There is no text, so this is no document.")
        return None
    marked = file.document(table.text(key), place)
    annotator = table.text("annotator") if table.has("annotator") else IMPORTED
    if any(isinstance(table.tree.get(name), list) for name in ("label", "labels", "entities")):
        marked.layer(annotator)
    meta: dict[str, Any] = {name: value for name, value in table.tree.items() if name not in _KNOWN}
    for name in ("label", "labels"):
        meta |= _triples(marked, table, name, annotator)
    for one in table.tables("entities"):
        marked.mark(
            Mark(
                label=one.text("label"),
                places=[(one.whole("start_offset"), one.whole("end_offset"))],
                where=one.where,
                key=one.id() if one.has("id") else "",
                annotator=annotator,
            )
        )
    for one in table.tables("relations"):
        marked.relate(one.text("type"), one.id("from_id"), one.id("to_id"), one.where, annotator)
    title = meta.pop("title", None)
    return marked.document(
        key=table.id() if table.has("id") else None,
        title=title if isinstance(title, str) else None,
        meta={**table.mapping("meta"), **meta},
    )


def _triples(marked: Marked, table: Table, name: str, annotator: str) -> dict[str, Any]:
    """Take over spans of the form [start, end, label]; what else stands there is said of the whole text."""
    whole = []
    value = table.tree.get(name)
    for index, item in enumerate(value if isinstance(value, list) else [] if value is None else [value]):
        where = f"{name}[{index}]"
        match item:
            case [int(start), int(end), str(label)] if not isinstance(start, bool) and not isinstance(end, bool):
                marked.mark(Mark(label, [(start, end)], where, annotator=annotator))
            case str() | int() | float():
                whole.append(item)
            case _:
                marked.leave_out(where, shown(str(item)), "it is not [start, end, label]")
    return {name: whole} if whole else {}
