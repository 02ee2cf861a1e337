"""Which documents the lines of a split mean that put them into parts."""

from collections import defaultdict
from collections.abc import Mapping

from annotator.domain.document_filter import Filter
from annotator.domain.errors import Invalid
from annotator.domain.pinning import Pin
from annotator.domain.training import Split
from annotator.services import filters
from annotator.store import document_filters, documents, filtering
from annotator.store.engine import Transaction
from annotator.store.projects import Project


def pinned(tx: Transaction, project: Project, let: Filter, split: Split) -> Mapping[str, Pin]:
    """For each document that a split names, by what exports call it, the line that names it.

    Documents are named by an id, by their title, or by a filter, as written or by its name; only those that
    ``let`` lets through are there to be named.

    Raises:
        Invalid: a line names no document, or a title that several have; two put one document into different parts.
    """
    if not split.pins:
        return {}
    there = _There(tx, project, let)
    found: dict[str, Pin] = {}
    for pin in split.pins:
        for one in there.named(pin):
            before = found.setdefault(one, pin)
            if before.part != pin.part:
                raise Invalid(
                    "parted",
                    f"Line {pin.line}: what “{pin.document[:80]}” names was put into {before.part} by line "
                    f"{before.line} already, not into {pin.part}.",
                )
    return found


class _There:
    """The documents that can be named."""

    def __init__(self, tx: Transaction, project: Project, let: Filter) -> None:
        self._tx, self._project = tx, project
        self._titles: defaultdict[str, list[str]] = defaultdict(list)
        inside = set(filtering.ids(tx, project, let))
        there = [one for one in documents.known(tx, project.id) if one.id in inside]
        self._keys = {one.id: one.key for one in there}
        # What exports call a document goes before what another one is called here.
        self._ids = self._keys | {one.key: one.key for one in there}
        for one in there:
            self._titles[one.title].append(one.key)

    def named(self, pin: Pin) -> list[str]:
        if pin.document in self._ids:
            return [self._ids[pin.document]]
        called = self._titles.get(pin.document, [])
        if len(called) > 1:
            raise _bad(pin, "is the title of several documents: name each by its id")
        return called or self._let(pin)

    def _let(self, pin: Pin) -> list[str]:
        if "=" not in pin.document and document_filters.by_name(self._tx, self._project.id, pin.document) is None:
            raise _bad(pin, "is no id, no title and no filter of a document here")
        wanted = filters.chosen(self._tx, self._project, pin.document).filter
        ids = filtering.ids(self._tx, self._project, wanted)
        found = [self._keys[one] for one in ids if one in self._keys]
        if not found:
            raise _bad(pin, "is a filter that lets no document through")
        return found


def _bad(pin: Pin, what: str) -> Invalid:
    return Invalid("bad-split", f"Line {pin.line}: “{pin.document[:80]}” {what}.")
