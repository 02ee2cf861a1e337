"""The codebooks that an import is held against, and what becomes of names that they lack."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from annotator.domain.codebook import Codebook
from annotator.domain.corpus import Document, Finding
from annotator.domain.draft_codebook import drafted
from annotator.domain.errors import Invalid
from annotator.domain.fitting import Lack, lacking, widened
from annotator.services.parsing import Parsed
from annotator.store import projects as stored
from annotator.store.engine import Transaction
from annotator.store.projects import Project

_MOST_LABELS_NAMED = 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fit:
    """What becomes of names that the codebook lacks.

    Attributes:
        names: what is called otherwise here.
        added: what comes into the codebook, by kind and name; ``all_added`` stands for all that is lacking.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    added: frozenset[tuple[str, str]] = frozenset()
    all_added: bool = False

    def adds(self, lack: Lack) -> bool:
        return self.all_added or (lack.kind, lack.name) in self.added


def listed(lacks: Sequence[Lack]) -> str:
    """What is lacking, in a line."""
    named = ", ".join(str(lack) for lack in lacks[:_MOST_LABELS_NAMED])
    return f"{named} and {len(lacks) - _MOST_LABELS_NAMED} more" if lacks[_MOST_LABELS_NAMED:] else named


class Books:
    """The codebooks that documents are held against: the project's, and those that come with them.

    Only a project without documents takes over the versions that a file brings, under their own numbers. A
    project that has no codebook at all gets one drawn from the annotations; to one that has, what it lacks and
    somebody wants is ``added`` in a new version. ``first`` is what a project without one gets instead.
    """

    def __init__(
        self,
        tx: Transaction,
        project: Project,
        parsed: Iterable[Parsed],
        fit: Fit,
        first: Codebook | None = None,
    ) -> None:
        self.versions = tuple(stored.codebook_versions(tx, project.id))
        self._kept = {version: stored.codebook(tx, project.id, version) for version in self.versions}
        self.new: tuple[Codebook, ...] = ()
        if stored.count_documents(tx, project.id) == 0:
            brought = {
                book.version: book for file in parsed for book in file.arrival.codebooks if book.version > 0
            }
            self.new = tuple(book for version, book in sorted(brought.items()) if version not in self._kept)
            self._kept |= {book.version: book for book in self.new}
        self.findings: tuple[Finding, ...] = ()
        if not self._kept and first is not None:
            version = stored.highest_version_used(tx, project.id) + 1
            self.new = (first.at_version(version),)
            self._kept = {version: self.new[0]}
        elif not self._kept:
            self._draft(_Documents(parsed))
        self.latest = self._kept[max(self._kept)] if self._kept else Codebook()
        self.added: Codebook | None = None
        self._fit(tx, project, _Documents(parsed), fit)

    def of(self, version: int) -> Codebook:
        return self._kept.get(version, self.latest)

    def fitting(self, version: int, check: Callable[[Codebook], T]) -> tuple[int, T]:
        """What ``check`` makes of the codebook of a version, or else of the one to which something is added.

        Raises:
            Invalid: neither holds it.
        """
        try:
            return version, check(self.of(version))
        except Invalid:
            if self.added is None:
                raise
            return self.added.version, check(self.added)

    def _fit(self, tx: Transaction, project: Project, documents: Iterable[Document], fit: Fit) -> None:
        lacks = lacking(documents, self.of)
        self.lacks = tuple(lack for lack in lacks if not fit.adds(lack))
        wanted = [lack for lack in lacks if fit.adds(lack)]
        if wanted:
            version = max(*self._kept, stored.highest_version_used(tx, project.id)) + 1
            self.added = widened(self.latest, documents, wanted).at_version(version)
            self.new = (*self.new, self.added)
            self.findings = (*self.findings, Finding("codebook", f"Version {version} adds {listed(wanted)}."))

    def _draft(self, documents: Iterable[Document]) -> None:
        if not any(document.spans for document in documents):
            return
        book = drafted(documents)
        self.new, self._kept = (book,), {book.version: book}
        labels = ", ".join(label.name for label in book.labels[:_MOST_LABELS_NAMED])
        more = f" and {len(book.labels) - _MOST_LABELS_NAMED} more" if book.labels[_MOST_LABELS_NAMED:] else ""
        what = f"The project has none: version {book.version} is drawn from what is marked: {labels}{more}."
        self.findings = (Finding("codebook", what),)


class _Documents:
    """The documents of files, each time they are gone through."""

    def __init__(self, parsed: Iterable[Parsed]) -> None:
        self._parsed = parsed

    def __iter__(self) -> Iterator[Document]:
        for file in self._parsed:
            yield from file.arrival.documents
