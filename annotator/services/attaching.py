"""Attaching: what a release marks is put onto one's own copy of the articles; what has no place there is told.

Where the text is the same, so are the offsets. Where it is another copy, each span is found by its words; nothing
that is there already is touched.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import orjson

from annotator.domain.corpus import Arrival, Document
from annotator.domain.errors import Conflict, Invalid
from annotator.domain.permission import Act, Person
from annotator.formats._base import Incoming
from annotator.services import arriving_entities, codebooks, exchange, projects
from annotator.services.arriving_documents import checked
from annotator.services.arriving_entities import Arriving
from annotator.services.import_books import Books, Fit, listed
from annotator.services.keeping import People, keep_layers
from annotator.services.opening_releases import Line, Opened, SpanLine
from annotator.services.own_copies import Copies, placed
from annotator.services.parsing import Parsed
from annotator.store import documents, layers
from annotator.store import projects as stored
from annotator.store.documents import Reading
from annotator.store.engine import Store, Transaction
from annotator.store.history import Event, Place, add_events
from annotator.store.projects import Project

Found = Literal["the same text", "another copy", "not here"]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A span whose words stand nowhere in one's own copy, or in several places that nothing tells apart."""

    document: str
    title: str
    layer: str
    label: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of one document of a release.

    Attributes:
        id: the document's in the release.
        title: its title there.
        found: whether the text is here.
        here: the id of one's own copy; None where there is none.
        kept: spans at the offsets that the release says.
        moved: spans that were found by their words.
        relations: relations that came with their spans; ``relations_lost`` those of which an end was not placed.
        there: layers that one's own copy has already, so that nothing of them was taken.
    """

    id: str
    title: str
    found: Found
    here: str | None = None
    kept: int = 0
    moved: int = 0
    relations: int = 0
    relations_lost: int = 0
    there: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a release on one's own copy."""

    project: str
    documents: tuple[Attached, ...]
    unplaced: tuple[Unplaced, ...]

    def tree(self) -> dict[str, Any]:
        """The same as plain values, for scripts."""
        return {"project": self.project, **asdict(self)}


class _OnlyTried(Exception):  # noqa: N818 - not a fault: the transaction is given up on purpose
    """Everything was done, and nothing of it is to be kept."""


def attach(
    store: Store,
    person: Person,
    slug: str,
    release: Opened,
    *,
    all_added: bool = False,
    dry_run: bool = False,
    passed: Callable[[int], None] = lambda _: None,
    kept: Callable[[Transaction, Report], None] = lambda _tx, _report: None,
) -> Report:
    """Put a release onto the documents of a project, all of it that can be placed.

    Places are found while others save; only keeping them takes the database.

    Args:
        store: the database.
        person: a manager of the project.
        slug: the project's.
        release: what is attached.
        all_added: whether the codebook gets whatever it lacks.
        dry_run: whether it is only tried, and nothing kept.
        passed: is told how many documents have been looked at.
        kept: is told what came of it, in the transaction that keeps it; in one of its own where it is only tried.

    Raises:
        Invalid: the codebook lacks what is marked, or a line is not that of a document.
        Conflict: what it is put onto was changed meanwhile.
    """
    with store.read() as tx:
        found = _Placing(tx, person, slug, release).done(passed)
    with suppress(_OnlyTried), store.write() as tx:
        _keep(tx, person, release, found, Fit(all_added=all_added))
        if dry_run:
            raise _OnlyTried
        kept(tx, found.report)
    if dry_run:
        with store.write() as tx:
            kept(tx, found.report)
    return found.report


@dataclass(frozen=True, slots=True)
class _Placed:
    """What is to be kept, each document with the id of one's own copy, and what is told of it."""

    report: Report
    arrived: Sequence[tuple[str, Document]]


class _Placing:
    """One release held against one project."""

    def __init__(self, tx: Transaction, person: Person, slug: str, release: Opened) -> None:
        self._tx, self._release = tx, release
        self._project = _managed(tx, person, slug)
        # One that has no codebook gets that of the release.
        self._version = stored.latest_codebook_version(tx, self._project.id) or 1
        self._copies = Copies(documents.known(tx, self._project.id))
        self._unplaced: list[Unplaced] = []

    def done(self, passed: Callable[[int], None]) -> _Placed:
        told: list[Attached] = []
        arrived: list[tuple[str, Document]] = []
        for number, line in enumerate(self._release.lines(), start=1):
            one, document = self._attached(line)
            told.append(one)
            if document is not None and one.here is not None:
                arrived.append((one.here, document))
            passed(number)
        return _Placed(Report(self._project.slug, tuple(told), tuple(self._unplaced)), arrived)

    def _attached(self, line: Line) -> tuple[Attached, Document | None]:
        copy = self._copies.of(line)
        if copy is None:
            self._unplaced += [_unplaced(line, span) for span in line.spans]
            return Attached(line.id, line.title, "not here", relations_lost=len(line.relations)), None
        reading = documents.reading(self._tx, copy.id)
        there = {head.name for head in layers.of_document(self._tx, copy.id)}
        taken = [one for one in line.layers if one.name not in there]
        if copy.sha256 == line.sha256:
            places = {span.id: span.places for span in line.spans}
        else:
            places = placed(line, reading.text)
        names = {one.name for one in taken}
        spans = [span for span in line.spans if span.layer in names]
        self._unplaced += [_unplaced(line, span) for span in spans if span.id not in places]
        held = [span for span in spans if span.id in places]
        document = self._document(line, names, held, places, reading)
        own = [one for one in line.relations if one.layer in names]
        kept = sum(places[span.id] == span.places for span in held)
        return (
            Attached(
                line.id,
                line.title,
                "the same text" if copy.sha256 == line.sha256 else "another copy",
                copy.id,
                kept,
                len(held) - kept,
                len(document.relations),
                len(own) - len(document.relations),
                tuple(sorted({one.name for one in line.layers} & there)),
            ),
            document,
        )

    def _document(
        self,
        line: Line,
        names: set[str],
        spans: Sequence[SpanLine],
        places: Mapping[str, Sequence[tuple[int, int]]],
        reading: Reading,
    ) -> Document:
        """What is to be kept, read by the reader that reads every line of JSON."""
        ids = {span.id for span in spans}
        tree = {
            "id": line.id,
            "title": line.title,
            "text": reading.text,
            "codebook_version": self._version,
            "blocks": [{"kind": one.kind, "start": one.start, "end": one.end} for one in reading.blocks],
            "layers": [_layer(one) for one in line.layers if one.name in names],
            "spans": [_span(one, places[one.id]) for one in spans],
            "relations": [
                {name: getattr(one, name) for name in one.__struct_fields__}
                for one in line.relations
                if one.source in ids and one.target in ids
            ],
            "entities": line.entities,
        }
        incoming = Incoming("release.jsonl", orjson.dumps(tree), None, self._tx.now, self._tx.new_id)
        read = exchange.reader("jsonl", "", b"").read
        try:
            arrival = read(incoming) if read else Arrival(())
        except Invalid as refusal:
            raise Invalid(refusal.code, f"{self._release.name}, “{line.title[:60]}”: {refusal.message}") from None
        return arrival.documents[0]


def _managed(tx: Transaction, person: Person, slug: str) -> Project:
    project = projects.find(tx, person, slug)
    project.standing.require(Act.IMPORT)
    return project


def _keep(tx: Transaction, person: Person, release: Opened, found: _Placed, fit: Fit) -> None:
    project = _managed(tx, person, found.report.project)
    if stored.latest_codebook_version(tx, project.id) == 0:
        codebooks.replace(tx, person, project.slug, release.book, f"of the release {release.name}")
    _refuse_changed(tx, project, found)
    parsed = [Parsed(release.name, b"", "jsonl", Arrival((one,))) for _, one in found.arrived]
    books = Books(tx, project, parsed, fit)
    if books.lacks:
        raise Invalid(
            "codebook-lacks",
            f"The codebook lacks {listed(books.lacks)}. Have it added (--add-labels). Nothing was kept.",
        )
    arriving = Arriving(tx, project)
    items = [checked(one, file, books, set(), {}) for (_, one), file in zip(found.arrived, parsed, strict=True)]
    arriving.take(item.document for item in items)
    for book in books.new:
        stored.add_codebook(tx, project.id, book, person, f"of the release {release.name}")
    arriving_entities.keep(tx, person, project, arriving.new.values())
    people = People(tx)
    told = {"release": release.about["release"], "project": release.about["project"]}
    for (here, _), item in zip(found.arrived, items, strict=True):
        if item.document.layers:
            place = Place(person.id, project.id, here)
            add_events(tx, place, [Event("document.attach", here, None, told)])
            keep_layers(tx, replace(item.document, id=here), here, place, people)


def _refuse_changed(tx: Transaction, project: Project, found: _Placed) -> None:
    """Refuse where a text was corrected or removed, or somebody began a layer, since places were found."""
    still = {one.id for one in documents.known(tx, project.id)}
    for here, document in found.arrived:
        begun = {head.name for head in layers.of_document(tx, here)} & {one.name for one in document.layers}
        if here not in still or begun:
            raise Conflict(
                "changed-meanwhile",
                f"“{document.title[:60]}” was changed while places were found. Nothing was kept: try again.",
            )


def _unplaced(line: Line, span: SpanLine) -> Unplaced:
    return Unplaced(line.id, line.title, span.layer, span.label, span.words, span.start, span.end)


def _layer(one: Any) -> dict[str, Any]:
    named = {"layer": one.layer} if one.layer else {}
    return {"annotator": one.annotator, "state": one.state, **named, "attributes": one.attributes}


def _span(one: SpanLine, places: Sequence[tuple[int, int]]) -> dict[str, Any]:
    return {
        "id": one.id,
        "start": places[0][0],
        "end": places[-1][1],
        "fragments": places,
        "label": one.label,
        "annotator": one.annotator,
        "layer": one.layer,
        "attributes": one.attributes,
        "note": one.note,
        "links": one.links,
    }
