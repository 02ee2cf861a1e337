"""Reads Label Studio's JSON: tasks with the annotations of several people.

Its versions count offsets in code points or in UTF-16 units; the words that stand beside tell which.
"""

from collections.abc import Callable, Iterator
from typing import Any

from annotator.domain.corpus import Arrival, Document
from annotator.domain.layer import GOLD
from annotator.domain.offsets import from_utf16
from annotator.formats._base import Incoming
from annotator.formats._marked import IMPORTED, File, Mark, Marked, shown
from annotator.formats._records.records import naming, records
from annotator.formats._records.table import Table

_SPANS = {"labels": "labels", "hypertextlabels": "hypertextlabels"}
_SAID = {"choices": "choices", "textarea": "text", "rating": "rating", "number": "number", "taxonomy": "taxonomy"}
_NOTE = "note"
_UNNAMED = "related"


def read(incoming: Incoming) -> Arrival:
    """The documents of ``incoming``.

    Raises:
        Invalid: names the task that is not as it should be, and what is wrong there.
    """
    file = File(incoming)
    return file.arrival(_document(file, record) for record in records(incoming))


def _document(file: File, record: Table) -> Document:
    with naming(record.where):
        table = Table(record.tree)
        data = Table(table.mapping("data"), "data")
        key = _text_key(data)
        marked = file.document(data.text(key), record.where)
        for one in [*table.tables("annotations"), *table.tables("completions")]:
            _take(one, marked)
        for name in ("predictions", "drafts"):
            if table.items(name):
                file.notes.count(name, "not taken over")
        kept = {name: value for name, value in data.tree.items() if name != key}
        title = kept.pop("title", None)
        meta = kept.pop("meta", None)
        return marked.document(
            key=str(kept.pop("document")) if isinstance(kept.get("document"), str) else None,
            title=title if isinstance(title, str) else None,
            meta={**(meta if isinstance(meta, dict) else {}), **kept},
        )


def _text_key(data: Table) -> str:
    """The name of the text among the data of a task: “text”, or the only words that are there."""
    words = [name for name, value in data.tree.items() if isinstance(value, str)]
    if "text" in data.tree or len(words) != 1:
        return "text"
    return words[0]


def _take(annotation: Table, marked: Marked) -> None:
    annotator = _annotator(annotation)
    if annotation.tree.get("was_cancelled") is True:
        marked.leave_out(annotation.where, "an annotation", "it was cancelled")
        return
    marked.layer(annotator)
    results = list(annotation.tables("result"))
    said, notes = _said(results, annotator, marked)
    for one in results:
        if _kind(one) in _SPANS:
            _mark(one, annotator, said, notes, marked)
    for one in results:
        if _kind(one) == "relation":
            _relate(one, annotator, marked)
        elif _kind(one) not in {*_SPANS, *_SAID}:
            marked.leave_out(one.where, f"“{shown(str(one.tree.get('type')))}”", "it is no span of a text")


def _annotator(annotation: Table) -> str:
    by = annotation.tree.get("completed_by")
    named = annotation.tree.get("created_username")
    match by:
        case _ if isinstance(named, str) and named.strip():
            return GOLD if named == GOLD else named.split(",")[0].strip()
        case {"email": str(email)}:
            return email
        case {"id": int(number)} | int(number):
            return f"user{number}"
    return IMPORTED


def _mark(
    one: Table, annotator: str, said: dict[str, dict[str, Any]], notes: dict[str, str], marked: Marked
) -> None:
    value = Table(one.mapping("value"), one.place("value"))
    place = _place(value)
    if place is None:
        marked.leave_out(one.where, "a span", "it says no offsets in the text")
        return
    quote = value.tree.get("text")
    key = _key(one)
    for number, label in enumerate(value.items(_SPANS[_kind(one)])):
        marked.mark(
            Mark(
                label=str(label),
                places=[_counted(marked.raw, place, quote)],
                where=one.where,
                key="" if number else key,
                annotator=annotator,
                attributes=said.get(key, {}),
                note=notes.get(key, ""),
                quote=quote if isinstance(quote, str) else None,
            )
        )


def _place(value: Table) -> tuple[int, int] | None:
    whole = value.tree.get("globalOffsets")
    table = Table(whole, value.place("globalOffsets")) if isinstance(whole, dict) else value
    if not isinstance(table.tree.get("start"), int) or not isinstance(table.tree.get("end"), int):
        return None
    return table.whole("start"), table.whole("end")


def _counted(raw: str, place: tuple[int, int], quote: Any) -> tuple[int, int]:
    """``place`` in code points: as it stands, unless its words stand there only when counted in UTF-16 units."""
    if isinstance(quote, str) and raw[slice(*place)].split() != quote.split():
        offset: Callable[[int], int] = from_utf16(raw)
        try:
            other = (offset(place[0]), offset(place[1]))
        except ValueError:
            return place
        if raw[slice(*other)].split() == quote.split():
            return other
    return place


def _said(
    results: list[Table], annotator: str, marked: Marked
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """What is said of each region, and its note; what is said of no region is said of the document."""
    regions = {_key(one) for one in results if _kind(one) in _SPANS} - {""}
    said: dict[str, dict[str, Any]] = {}
    notes: dict[str, str] = {}
    for one, kind in _controls(results):
        name = str(one.tree.get("from_name") or kind)
        value = _single(Table(one.mapping("value"), one.place("value")).tree.get(_SAID[kind]))
        key = _key(one)
        if key not in regions:
            marked.say(annotator, name, value, one.where)
        elif name == _NOTE and kind == "textarea":
            lines = value if isinstance(value, list) else [value]
            notes[key] = "\n".join(str(line) for line in lines if line is not None)
        else:
            said.setdefault(key, {})[name] = value
    return said, notes


def _controls(results: list[Table]) -> Iterator[tuple[Table, str]]:
    for one in results:
        kind = _kind(one)
        if kind in _SAID:
            yield one, kind


def _kind(one: Table) -> str:
    """What a result is of; nothing where no word says it."""
    kind = one.tree.get("type")
    return kind if isinstance(kind, str) else ""


def _key(one: Table) -> str:
    """What the results of one region have in common."""
    return one.id() if one.has("id") else ""


def _single(value: Any) -> Any:
    """A list of one as that one, and the path in a taxonomy as one line."""
    match value:
        case [only] if not isinstance(only, list):
            return only
        case [[*_], *_]:
            return [" / ".join(map(str, path)) for path in value if isinstance(path, list)]
    return value


def _relate(one: Table, annotator: str, marked: Marked) -> None:
    ends = one.text("from_id"), one.text("to_id")
    source, target = reversed(ends) if one.tree.get("direction") == "left" else ends
    for kind in one.items("labels") or [_UNNAMED]:
        marked.relate(str(kind), source, target, one.where, annotator)
