"""Attaching: what a release marks is put onto one's own copy of the articles; what has no place there is told.

Where the text is the same, so are the offsets. Where it is another copy, each span is found by its words; nothing
that is there already is touched. Places are found first, all of them; then they are kept a few documents at a
time, each document whole, while others go on marking. What is cut in the middle leaves the documents that were
kept: the same release attached again takes the rest, as it never touches a layer that is there.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

import msgspec

from annotator.domain.corpus import Arrival
from annotator.domain.errors import Conflict, Invalid
from annotator.domain.permission import Act, Person
from annotator.services import arriving_entities, projects
from annotator.services.arriving_documents import Item, checked
from annotator.services.arriving_entities import Arriving
from annotator.services.import_books import Books, Fit, listed
from annotator.services.keeping import People, keep_layers
from annotator.services.opening_releases import Opened
from annotator.services.parsing import Parsed
from annotator.services.piecing import pieces
from annotator.services.placing_releases import Attached, Placed, Placing, Unplaced
from annotator.services.spooling import Spool
from annotator.store import documents, layers
from annotator.store import projects as stored
from annotator.store.engine import Store, Transaction
from annotator.store.history import Event, Place, add_events

HUNDREDTHS = 100
_HALF = 50


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a release on one's own copy."""

    project: str
    documents: tuple[Attached, ...]
    unplaced: tuple[Unplaced, ...]

    @classmethod
    def of(cls, tree: Mapping[str, Any]) -> Self:
        """The report that ``tree`` is of."""
        return msgspec.convert(tree, cls)

    @property
    def placed(self) -> int:
        """How many spans have a place."""
        return sum(one.kept + one.moved for one in self.documents)

    def missing(self) -> Counter[str]:
        """How many spans of each document have no place, by its id in the release."""
        return Counter(span.document for span in self.unplaced)

    def to_list(self) -> list[Unplaced]:
        """The spans that have no place in an article that is here: of one that is not, nothing has."""
        absent = {one.id for one in self.documents if one.found == "not here"}
        return [one for one in self.unplaced if one.document not in absent]

    def tree(self) -> dict[str, Any]:
        """The same as plain values, for scripts."""
        return {"project": self.project, **asdict(self)}


def attach(
    store: Store,
    person: Person,
    slug: str,
    release: Opened,
    *,
    all_added: bool = False,
    dry_run: bool = False,
    passed: Callable[[int, int], None] = lambda _hundredths, _kept: None,
    keeps: Callable[[Transaction, int, int], None] = lambda _tx, _hundredths, _kept: None,
    ended: Callable[[Transaction, Report], None] = lambda _tx, _report: None,
) -> Report:
    """Put a release onto the documents of a project, all of it that can be placed.

    Args:
        store: is read until all places are found, and then written to a few documents at a time.
        person: a manager of the project.
        slug: the project's.
        release: what is attached.
        all_added: whether the codebook gets whatever it lacks.
        dry_run: whether it is only tried, and nothing kept.
        passed: is told after each step how many hundredths of the way are behind, and how many documents have
            what the release marks; what it raises ends it, and those documents stay so.
        keeps: is told the same in the transaction that keeps some; what it raises gives that one up.
        ended: is told what came of it, in a transaction that writes.

    Raises:
        Invalid: the codebook lacks what is marked, or a line is not that of a document.
        Conflict: the codebook was changed meanwhile; the documents that were kept until then stay so.
    """
    with tempfile.TemporaryFile() as file:
        spool = Spool[Placed](file)
        with store.read() as tx:
            placing = Placing(tx, person, slug, release)
            of_all = max(1, release.about["documents"])
            share = HUNDREDTHS if dry_run else _HALF
            for number, one in enumerate(placing.placed(), start=1):
                if one is not None:
                    spool.add(one)
                passed(min(share, share * number // of_all), 0)
            keeping = _Keeping(tx, person, placing, spool, Fit(all_added=all_added))
        if not dry_run:
            keeping.keep(store, passed, keeps)
    report = _report(placing, keeping.changed)
    with store.write() as tx:
        ended(tx, report)
    return report


class _Keeping:
    """What is to be kept, once all of it is known to fit; and what cannot be, as it was changed meanwhile."""

    def __init__(self, tx: Transaction, person: Person, placing: Placing, spool: Spool[Placed], fit: Fit) -> None:
        self._person, self._spool = person, spool
        self._project, self._release = placing.project, placing.release
        project, release = placing.project, placing.release
        self._books = Books(tx, project, _Files(release.name, spool), fit, release.book)
        if self._books.lacks:
            raise Invalid(
                "codebook-lacks",
                f"The codebook lacks {listed(self._books.lacks)}. Have it added (--add-labels). Nothing was kept.",
            )
        if self._books.new:
            project.standing.require(Act.CHANGE_CODEBOOK)
        arriving = Arriving(tx, project)
        for one in spool:
            arriving.take([self._checked(one).document])
        self._entities = tuple(arriving.new.values())
        self._told = {"release": release.about["release"], "project": release.about["project"]}
        self.changed: set[str] = set()

    def keep(
        self,
        store: Store,
        passed: Callable[[int, int], None],
        keeps: Callable[[Transaction, int, int], None],
    ) -> None:
        """Keep everything, each few documents in a transaction of their own."""
        behind = 0
        for some in pieces(self._spool, lambda one: one.document):
            changed = self.changed.copy()
            with store.write() as tx:
                self._begin(tx, first=behind == 0)
                people = People(tx)
                here = self._unchanged(tx, some)
                for one in some:
                    if one.here in here:
                        self._keep(tx, one, people)
                    else:
                        changed.add(one.here)
                behind += len(some)
                at = _HALF + (HUNDREDTHS - _HALF) * behind // len(self._spool)
                keeps(tx, at, behind - len(changed))
            self.changed = changed
            passed(at, behind - len(changed))

    def _begin(self, tx: Transaction, *, first: bool) -> None:
        """With the first of them come the codebook's new versions and the registry's new entries."""
        project = projects.find(tx, self._person, self._project.slug)
        project.standing.require(Act.IMPORT)
        tx.take_turns(f"documents {project.id}")
        new = self._books.new
        known = self._books.versions if first else (*self._books.versions, *(book.version for book in new))
        if tuple(stored.codebook_versions(tx, project.id)) != known:
            raise Conflict(
                "codebook-changed",
                "The codebook was changed while this was being attached. Attach it again: it takes the rest.",
            )
        if not first:
            return
        for book in new:
            stored.add_codebook(tx, project.id, book, self._person, f"of the release {self._release.name}")
        arriving_entities.refuse_made_meanwhile(tx, project, self._entities)
        arriving_entities.keep(tx, self._person, project, self._entities)

    def _unchanged(self, tx: Transaction, some: list[Placed]) -> set[str]:
        """Those that are still here, with no layer begun that the release has one of."""
        here = documents.present(tx, [one.here for one in some])
        for one in some:
            begun = {head.name for head in layers.of_document(tx, one.here)}
            if begun & {own.name for own in one.document.layers}:
                here.discard(one.here)
        return here

    def _keep(self, tx: Transaction, one: Placed, people: People) -> None:
        place = Place(self._person.id, self._project.id, one.here)
        add_events(tx, place, [Event("document.attach", one.here, None, self._told)])
        keep_layers(tx, replace(self._checked(one).document, id=one.here), one.here, place, people)

    def _checked(self, one: Placed) -> Item:
        return checked(one.document, _file(self._release.name, one), self._books, set(), {})


class _Files:
    """What was placed, as files that arrive, each time they are gone through."""

    def __init__(self, name: str, spool: Spool[Placed]) -> None:
        self._name, self._spool = name, spool

    def __iter__(self) -> Iterator[Parsed]:
        return (_file(self._name, one) for one in self._spool)


def _file(name: str, one: Placed) -> Parsed:
    return Parsed(name, b"", "jsonl", Arrival((one.document,)))


def _report(placing: Placing, changed: set[str]) -> Report:
    """What is told, but for documents that were changed meanwhile: of these nothing was kept."""
    told = tuple(
        Attached(one.id, one.title, "changed meanwhile", one.here) if one.here in changed else one
        for one in placing.told
    )
    left = {one.id for one in told if one.found == "changed meanwhile"}
    unplaced = tuple(one for one in placing.unplaced if one.document not in left)
    return Report(placing.project.slug, told, unplaced)
