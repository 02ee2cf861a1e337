"""Selecting: whose layers are compared, and on which documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.errors import Invalid
from annotator.domain.layer import GOLD
from annotator.domain.permission import Act
from annotator.services import counting, filters
from annotator.store import completed, filtering
from annotator.store import projects as stored
from annotator.store.completed import Completed
from annotator.store.engine import Transaction
from annotator.store.projects import Project

YEAR = "year"
ROUND = "round"
VERSION = "codebook_version"
TIME = "completed"
FILTER = "filter"
_OWN = {YEAR, ROUND, VERSION, TIME, FILTER}
"""What is asked for under these is never a document's own word."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Some annotators (all but gold where none is named), and what their documents have in common.

    ``labels`` are a family of labels that exclude each other, to be looked at alone; all where none is named.

    ``key`` is a metadata key, ``year`` (of the date, where it has none of its own), ``round`` (its number),
    ``codebook_version`` (the newest under which anything was marked), ``completed`` (two moments with a ``/``
    between, in which the last of the layers was) or ``filter``; ``value`` is what stands under it, of a filter its
    name or how it is written.
    """

    names: tuple[str, ...] = ()
    key: str = ""
    value: str = ""
    labels: tuple[str, ...] = ()

    def documents(self, tx: Transaction, project: Project) -> list[Completed]:
        """The documents that at least two of these annotators completed, out of those that are ``known``.

        Raises:
            Invalid: nobody of that name has a layer here, or only one is named, or there is no such label.
        """
        every = known(tx, project, self)
        self._refuse_unknown(tx, project, every)
        found = counting.shared(every, self.names, self.labels)
        if self.key in ("", ROUND):  # of a round no others were read
            return found
        if self.key == VERSION:
            return [one for one in found if str(newest_version(tx, one)) == self.value]
        if self.key == FILTER:
            let = set(filtering.ids(tx, project, filters.chosen(tx, project, self.value).filter))
            return [one for one in found if one.document_id in let]
        if self.key == TIME:
            first, _, last = self.value.partition("/")
            return [one for one in found if first <= completed_at(one) <= last]
        return [one for one in found if self.value in values_of(one, self.key)]

    def _refuse_unknown(self, tx: Transaction, project: Project, every: Sequence[Completed]) -> None:
        there = {head.name for one in every for head in one.layers} | {GOLD}
        if set(self.names) - there:
            there |= set(everybody(tx, project))
        if set(self.names) - there and project.standing.may(Act.READ_AGREEMENT_MEANWHILE):
            there |= completed.names(tx, project.id)
        if unknown := sorted(set(self.names) - there):
            raise Invalid("unknown-annotator", f"Nobody called “{unknown[0][:80]}” has a layer in this project.")
        if len(set(self.names)) == 1:
            raise Invalid("one-annotator", "It takes two to agree: choose another annotator as well, or none.")
        if self.labels:
            book = stored.codebook(tx, project.id)
            for label in self.labels:
                book.label(label)


def known(tx: Transaction, project: Project, wanted: Selection | None = None) -> list[Completed]:
    """The documents with complete layers of which whoever asks may know how far their annotators agree.

    Annotators, where they may know at all, only of what is over. Where a round is ``wanted``, no others are read.

    Raises:
        Forbidden: they may not.
    """
    project.standing.require(Act.READ_AGREEMENT)
    every = completed.documents(tx, project.id, wanted.value if wanted and wanted.key == ROUND else None)
    if project.standing.may(Act.READ_AGREEMENT_MEANWHILE):
        return every
    over = completed.over(tx, project.id)
    return [one for one in every if one.document_id in over]


def everybody(tx: Transaction, project: Project) -> list[str]:
    """The names of all who have a complete layer on a document that is ``known``."""
    if project.standing.may(Act.READ_AGREEMENT_MEANWHILE):
        return sorted(completed.annotators(tx, project.id))
    return sorted({head.name for one in known(tx, project) for head in one.layers})


def completed_at(document: Completed) -> str:
    """When the last of its layers was completed, so that it could be compared."""
    return max(head.updated for head in document.layers)


def newest_version(tx: Transaction, document: Completed) -> int:
    """The newest version of the codebook under which anything on a document was marked; 0 where none is known."""
    return max(counting.counted(tx, document).versions, default=0)


def values_of(document: Completed, key: str) -> list[str]:
    """What a document has under a metadata key: all its collections or tags, else one text, or an empty one."""
    if key == YEAR and YEAR not in document.meta:
        return [str(document.meta.get("date", ""))[:4]]
    value = document.meta.get(key, "")
    several = value if isinstance(value, list) else [value]
    return [one for one in several if isinstance(one, str)] or [""]


def keys_of(documents: Sequence[Completed]) -> list[str]:
    """The keys by which documents fall into more than one group, and not each into its own."""
    offered = [YEAR, *sorted({key for one in documents for key in one.meta} - {*_OWN, "date"})]
    found = []
    for key in offered:
        values = {value for one in documents for value in values_of(one, key)}
        if len(values) in range(2, len(documents)):
            found.append(key)
    return found
