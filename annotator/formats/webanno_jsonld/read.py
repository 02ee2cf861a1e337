"""Reads W3C Web Annotations and the texts that they point into, which come beside them.

Positions are code points, as the model has it; tools that count UTF-16 units are found out by the quotation.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from annotator.domain.corpus import Arrival, Document
from annotator.domain.errors import Invalid
from annotator.domain.text import decode
from annotator.formats._base import Incoming
from annotator.formats._marked import IMPORTED, File, Mark, Marked, shown
from annotator.formats._records.records import naming, records
from annotator.formats._records.strict import parse_object
from annotator.formats._records.table import Table
from annotator.formats.webanno_jsonld.body import Said, said_by
from annotator.formats.webanno_jsonld.selector import Unplaced, placed

_LINKING = "linking"
_DESCRIBING = "describing"


def read(incoming: Incoming) -> Arrival:
    """A document for each text, with the annotations that point into it.

    Raises:
        Invalid: something is no annotation, or the text that one points into is not there.
    """
    file = File(incoming)
    about = _about(incoming)
    texts = _Texts(incoming, file)
    links = []
    for one in _annotations(records(incoming)):
        with naming(one.where):
            said = said_by(one)
            if said.motivation == _LINKING:
                links.append((one, said))
            elif said.motivation == _DESCRIBING and one.has("attributes"):
                for name, value in one.mapping("attributes").items():
                    texts.of(_sources(one)[0]).say(said.annotator, name, value, one.where)
            else:
                _take(one, said, texts)
    for one, said in links:
        _relate(one, said, texts)
    return file.arrival(_documents(texts, about))


def _documents(texts: "_Texts", about: Mapping[str, Mapping[str, Any]]) -> Iterator[Document]:
    for path, marked in texts.all():
        known = about.get(path, {})
        title, meta = known.get("title"), known.get("meta")
        yield marked.document(
            key=known["id"] if isinstance(known.get("id"), str) else None,
            title=title if isinstance(title, str) else PurePath(path).stem,
            meta=meta if isinstance(meta, dict) else {},
        )


class _Texts:
    """The texts that came beside, by what annotations call them; ``ends`` leads from an annotation to its text."""

    def __init__(self, incoming: Incoming, file: File) -> None:
        self._stem = PurePath(incoming.name).stem
        self._marked = {
            path: file.document(decode(data, incoming.encoding), path)
            for path, data in sorted(incoming.beside.items())
            if path.endswith(".txt")
        }
        self.ends: dict[str, Marked] = {}

    def of(self, source: str) -> Marked:
        """The text that ``source`` names: its path, its last part, or this file's own name."""
        last = PurePath(source.rpartition("/")[2]).stem
        for path in (source, f"{last}.txt", f"texts/{last}.txt", f"{self._stem}.txt"):
            if path in self._marked:
                return self._marked[path]
        what = f"The text that it marks, “{shown(source)}”, is not here: put it beside as {self._stem}.txt."
        raise Invalid("no-text", what)

    def all(self) -> Iterable[tuple[str, Marked]]:
        return self._marked.items()


def _about(incoming: Incoming) -> dict[str, dict[str, Any]]:
    """What an export says of each text, by the path of the text."""
    lines = decode(incoming.beside.get("documents.jsonl", b"")).split("\n")
    found = [parse_object(line) for line in lines if line.strip()]
    return {str(one.get("source")): one for one in found}


def _annotations(tables: Iterable[Table]) -> Iterator[Table]:
    """The annotations themselves, out of the pages and collections that hold them."""
    for table in tables:
        if "target" in table.tree:
            yield table
        elif table.tree.get("items") is not None:
            yield from _annotations(table.tables("items"))
        elif isinstance(table.tree.get("first"), dict):
            yield from _annotations([Table(table.mapping("first"), table.place("first"))])
        else:
            raise Invalid("bad-annotation", f"{table.where or 'The file'}: an annotation has a target.")


def _targets(one: Table) -> list[Any]:
    target = one.tree.get("target")
    return target if isinstance(target, list) else [target]


def _sources(one: Table) -> list[str]:
    found = []
    for target in _targets(one):
        source = target.get("source", target.get("id")) if isinstance(target, dict) else target
        found.append(str(source.get("id") if isinstance(source, dict) else source))
    return found or [""]


def _take(one: Table, said: Said, texts: _Texts) -> None:
    sources = _sources(one)
    marked = texts.of(sources[0])
    where = one.where
    if len(set(sources)) > 1:
        marked.leave_out(where, f"“{shown(said.labels[0])}”", "it marks several texts")
        return
    try:
        places = [placed(target, marked.raw) for target in _targets(one)]
    except Unplaced as reason:
        marked.leave_out(where, f"“{shown(said.labels[0])}”", str(reason))
        return
    for number, label in enumerate(said.labels):
        key = "" if number else said.key
        marked.mark(Mark(label, places, where, key, said.annotator or IMPORTED, said.attributes, said.note))
    texts.ends[said.key] = marked


def _relate(one: Table, said: Said, texts: _Texts) -> None:
    source = _sources(one)[0]
    for target in said.linked:
        marked = texts.ends.get(source)
        if marked is None:
            texts.of(source).leave_out(one.where, "a link", f"“{shown(source)}” is no annotation here")
        else:
            marked.relate(said.labels[0], source, target, one.where, said.annotator or IMPORTED)
