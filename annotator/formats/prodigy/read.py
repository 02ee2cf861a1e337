"""Reads Prodigy's and spaCy's JSONL. A text that several people were given is one document with a layer each."""

from collections.abc import Iterator
from typing import Any

from annotator.domain.corpus import Arrival, Document
from annotator.formats._base import Incoming
from annotator.formats._marked import IMPORTED, File, Mark, Marked, shown
from annotator.formats._records.records import naming, records
from annotator.formats._records.table import Table

_OF_A_SPAN = frozenset(
    {
        *(
            "start",
            "end",
            "label",
            "text",
            "id",
            "token_start",
            "token_end",
            "rank",
            "input_hash",
            "source",
            "score",
        ),
        *("type", "attributes", "note", "links"),
    }
)
_KEPT = ("accept", "label", "cats")
"""What is said of the text as a whole, kept as metadata."""


class _Task:
    """One text, what is known of it, and who has been given it."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked
        self.meta: dict[str, Any] = {}
        self.annotators: set[str] = set()


class _Tasks:
    """The texts of a file, each once for as many people as were given it."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._by_text: dict[tuple[str, int], _Task] = {}

    def given(self, text: str, annotator: str) -> _Task:
        """The task of ``text`` that ``annotator`` has not been given yet."""
        number = 0
        while (text, number) in self._by_text and annotator in self._by_text[text, number].annotators:
            number += 1
        if (text, number) not in self._by_text:
            self._by_text[text, number] = _Task(self._file.document(text))
        task = self._by_text[text, number]
        task.annotators.add(annotator)
        return task

    def documents(self) -> Iterator[Document]:
        for task in self._by_text.values():
            title = task.meta.get("title")
            yield task.marked.document(title=title if isinstance(title, str) else None, meta=task.meta)


def read(incoming: Incoming) -> Arrival:
    """The documents of ``incoming``.

    Raises:
        Invalid: names the line that is not as it should be, and what is wrong there.
    """
    file = File(incoming)
    tasks = _Tasks(file)
    for table in records(incoming):
        with naming(table.where):
            _take(tasks, Table(table.tree), table.where)
    return file.arrival(tasks.documents())


def _take(tasks: _Tasks, table: Table, place: str) -> None:
    annotator = _annotator(table)
    task = tasks.given(table.text("text"), annotator)
    task.meta.update(table.mapping("meta") | {key: table.tree[key] for key in _KEPT if table.has(key)})
    if table.tree.get("answer", "accept") != "accept":
        answer = str(table.tree["answer"])
        task.meta["answer"] = answer
        if table.has("spans"):
            task.marked.leave_out(place, "what is marked", f"the answer was “{shown(answer)}”")
        return
    if table.has("answer"):
        task.marked.layer(annotator)
    for span in _spans(table):
        task.marked.mark(_mark(span, f"{place}, {span.where}", annotator))
    for one in table.tables("relations"):
        _relate(task.marked, one, f"{place}, {one.where}", annotator)


def _annotator(table: Table) -> str:
    for key in ("_annotator_id", "_session_id"):
        if isinstance(named := table.tree.get(key), str) and named.strip():
            return named
    return IMPORTED


def _spans(table: Table) -> Iterator[Table]:
    """The spans of Prodigy, the entities of spaCy, and spaCy's groups of spans."""
    groups = table.tree.get("spans")
    if isinstance(groups, dict):
        lists = Table(groups, "spans")
        found = [one for name in groups for one in lists.tables(name)]
    else:
        found = list(table.tables("spans"))
    yield from found
    yield from table.tables("ents")


def _mark(span: Table, where: str, annotator: str) -> Mark:
    start, end, label = span.whole("start"), span.whole("end"), span.text("label")
    return Mark(
        label=label,
        places=[(start, end)],
        where=where,
        key=_key(span),
        annotator=annotator,
        attributes=_attributes(span),
        note=span.text("note") if span.has("note") else "",
        quote=span.text("text") if span.has("text") else None,
    )


def _attributes(span: Table) -> dict[str, Any]:
    """What an export of ours says of a span, or what somebody's recipe wrote beside it."""
    beside = {key: value for key, value in span.tree.items() if key not in _OF_A_SPAN and value not in (None, "")}
    return {**span.mapping("attributes"), **beside}


def _relate(marked: Marked, relation: Table, where: str, annotator: str) -> None:
    ends = []
    for key in ("head_span", "child_span"):
        end = Table(relation.mapping(key), relation.place(key))
        if not (end.has("start") and end.has("label")):
            marked.leave_out(where, "a relation", f"its {key} is no span with a label")
            return
        ends.append(_key(end))
    marked.relate(relation.text("label"), ends[0], ends[1], where, annotator)


def _key(span: Table) -> str:
    return f"{span.whole('start')}-{span.whole('end')} {span.text('label')}"
