"""Where the pointers of a document lead: into the shared header, or to what the document's own header adds."""

from collections.abc import Callable
from functools import cached_property

from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.corpus import Snapshot
from annotator.formats.tei.names import id_of


class Shared:
    """What all documents of a file point to: the people and the codebooks, each version once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.people = frozenset(snapshot.people)
        self.codebooks = {book.version: book for book in snapshot.codebooks}

    @property
    def latest(self) -> int:
        """The version of the current codebook; 0 where there is none."""
        return max(self.codebooks, default=0)

    @cached_property
    def labels(self) -> frozenset[tuple[int, str]]:
        return frozenset((book.version, one.name) for book in self.codebooks.values() for one in book.labels)

    @cached_property
    def relations(self) -> frozenset[tuple[int, str]]:
        return frozenset((book.version, one.name) for book in self.codebooks.values() for one in book.relations)

    def attribute(self, version: int, label: str, name: str) -> Attribute | None:
        """How the codebook declares an attribute of a label, if it does."""
        book = self.codebooks.get(version, Codebook())
        found = next((one for one in book.labels if one.name == label), None)
        return next((one for one in found.attributes if one.name == name), None) if found else None

    def document_attribute(self, version: int, name: str) -> Attribute | None:
        """How the codebook declares an attribute of a document, if it does."""
        book = self.codebooks.get(version, Codebook())
        return next((one for one in book.document_attributes if one.name == name), None)


class References:
    """The pointers of one document.

    A name that the shared header lacks (a codebook that is gone, somebody who was not counted in) is taken down
    in ``people`` and ``names`` for the document's own header, so that no pointer ever dangles.

    Args:
        shared: what all documents point to.
        document_id: of the document.
        text: what its ranges count in, an id or the path of an element; its own ``text`` if nothing is said.
        offset: from an offset of the document to one there.
    """

    def __init__(
        self, shared: Shared, document_id: str, text: str | None = None, offset: Callable[[int], int] = int
    ) -> None:
        self.shared = shared
        self.document_id = document_id
        self._text = text or self.own("t")
        self._offset = offset
        self.people: dict[str, str] = {}
        self.names: dict[int, dict[str, str]] = {}

    def own(self, kind: str, *parts: str) -> str:
        """The id of something in this document."""
        return id_of(kind, self.document_id, *parts)

    def range(self, start: int, end: int) -> str:
        """The pointer to a stretch of the text."""
        first, after = self._offset(start), self._offset(end)
        return f"#string-range({self._text},{first},{after - first})"

    def person(self, name: str) -> str:
        if name in self.shared.people:
            return f"#{id_of('u', name)}"
        return f"#{self.people.setdefault(name, self.own('u', name))}"

    def label(self, version: int, name: str) -> str:
        return self._code("c", version, name, known=(version, name) in self.shared.labels)

    def relation(self, version: int, name: str) -> str:
        return self._code("r", version, name, known=(version, name) in self.shared.relations)

    def _code(self, kind: str, version: int, name: str, *, known: bool) -> str:
        if known:
            return f"#{id_of(kind, str(version), name)}"
        category = self.own(kind, str(version), name)
        self.names.setdefault(version, {})[category] = name
        return f"#{category}"
