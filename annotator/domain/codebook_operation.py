"""Named changes of a codebook while work goes on: what each makes of the codebook, and of what is marked already.

An operation is a value. It makes another codebook, and carries what was coded under the one before into it. What
does not fit there even so stays as it is, under the version that it was made under: nothing is ever lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, cast

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_merging import Merged, merged
from annotator.domain.errors import Invalid
from annotator.domain.span import Value


@dataclass(frozen=True, slots=True)
class Coded:
    """What a span says by the codebook: its label, its attributes, and the version that they were chosen under."""

    label: str
    attributes: Mapping[str, Value]
    version: int

    def says(self, other: "Coded") -> bool:
        """Whether both say the same, under whatever version."""
        return (self.label, dict(self.attributes)) == (other.label, dict(other.attributes))


class Operation(Protocol):
    """One named change."""

    @property
    def names(self) -> frozenset[str]:
        """The labels and relation types that it is about: while a later one stands about any, it is not undone."""
        ...

    @property
    def inverse(self) -> "Operation | None":
        """The operation that takes it back by itself, also what was coded since; None where none does."""
        ...

    def meant(self, book: Codebook) -> "Operation":
        """The operation as it is meant in ``book``: with what else has to change along."""
        ...

    def apply(self, book: Codebook) -> Codebook:
        """The codebook that it makes, under the same version.

        Raises:
            Invalid: it makes no sense there.
            NotFound: what it is about is not there.
        """
        ...

    def carried(self, coded: Coded) -> Coded:
        """What becomes of something coded; the same where it is not about that."""
        ...

    def carried_of_document(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """What becomes of what is said about a document as a whole."""
        ...

    def carried_relation(self, kind: str) -> str:
        """What becomes of a relation of some type; the same where it is not about that."""
        ...

    def tree(self) -> dict[str, Any]:
        """What it is, as ``operation_tree`` reads it back."""
        ...

    def told(self, book: Codebook) -> str:
        """What it does, in a few words, to the codebook as it was before."""
        ...


class OfCodebook:
    """What most operations share: they touch nothing that is marked, and are undone by what they changed."""

    @property
    def inverse(self) -> Operation | None:
        return None

    def meant(self, book: Codebook) -> Operation:  # noqa: ARG002 - others ask the codebook
        return cast(Operation, self)

    def carried(self, coded: Coded) -> Coded:
        return coded

    def carried_of_document(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        return values

    def carried_relation(self, kind: str) -> str:
        return kind


class Renaming(OfCodebook):
    """What is only called otherwise is taken back by calling it as before, also where it was used since."""

    @property
    def inverse(self) -> Operation:
        """The renaming the other way round."""
        raise NotImplementedError

    def taken_back(self, before: Codebook, now: Codebook) -> Codebook:
        """``now``, where it has its name again, and the title that it had before."""
        raise NotImplementedError


def fits(book: Codebook, coded: Coded) -> bool:
    """Whether what is coded has a meaning in ``book``: a known label, known attributes, allowed values."""
    try:
        return book.checked_attributes(coded.label, coded.attributes) == dict(coded.attributes)
    except Invalid:
        return False


def changed(operation: Operation, after: Codebook, coded: Coded) -> Coded | None:
    """What ``operation``, which made ``after``, makes of something coded.

    None where it stays as it is: it is not concerned, or would not fit even so.
    """
    new = operation.carried(coded)
    if new.says(coded) or not fits(after, new):
        return None
    return replace(new, version=after.version)


def stays_behind(operation: Operation, after: Codebook, coded: Coded) -> bool:
    """Whether ``operation`` is about something coded, which stays as it is because it would not fit even so."""
    new = operation.carried(coded)
    return not new.says(coded) and not fits(after, new)


def restored(before: Coded, after: Coded, now: Coded, book: Codebook) -> Coded | None:
    """What undoing makes of something coded that an operation brought from ``before`` to ``after``.

    None where somebody made something else of it since: that stays.
    """
    if not now.says(after):
        return None
    under_book = replace(before, version=book.version)
    return under_book if fits(book, under_book) else before


def reverted(before: Codebook, after: Codebook, now: Codebook) -> Merged:
    """``now`` without what led from ``before`` to ``after``; what was changed since stays, and is said."""
    return merged(after, now, before)


def kept_retired(book: Codebook, was: Codebook, used: frozenset[str]) -> Codebook:
    """``book``, with those labels of ``was`` that are still ``used``, retired, where it lost them."""
    known = {label.name for label in book.labels}
    lost = tuple(
        replace(label, retired=True, parent=None, shortcut="")
        for label in was.labels
        if label.name in used and label.name not in known
    )
    return replace(book, labels=(*book.labels, *lost))


@dataclass(frozen=True, slots=True)
class Done:
    """An operation that was done: the version that it made, and the one that took it back, if any."""

    operation: Operation
    version: int
    undone: int | None

    def carried_since(self, coded: Coded) -> Coded:
        """What this made, or its being taken back made, of something coded under an earlier version."""
        done = self._done_since(coded.version)
        return coded if done is None else done.carried(coded)

    def relation_since(self, kind: str, version: int) -> str:
        """The same of the type of a relation that was made under an earlier ``version``."""
        done = self._done_since(version)
        return kind if done is None else done.carried_relation(kind)

    def of_document_since(self, values: Mapping[str, Value], version: int) -> Mapping[str, Value]:
        """The same of what was said about a document as a whole under an earlier ``version``."""
        done = self._done_since(version)
        return values if done is None else done.carried_of_document(values)

    def _done_since(self, version: int) -> Operation | None:
        if version < self.version and self.undone is None:
            return self.operation
        return self.operation.inverse if self.version <= version < (self.undone or 0) else None


def kept_up(coded: Coded, since: Sequence[Done], book: Codebook) -> Coded:
    """Something coded under an earlier version as it is said in ``book``, after all that was done ``since``.

    What does not fit there stays as it is, under the version that it was made under.
    """
    new = coded
    for one in since:
        new = one.carried_since(new)
    brought = replace(new, version=book.version)
    return brought if not new.says(coded) and fits(book, brought) else coded
