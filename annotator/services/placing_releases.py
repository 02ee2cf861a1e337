"""What a release marks held against one's own copy of the articles: what stands where, and what stands nowhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from annotator.domain.corpus import Arrival, Document
from annotator.domain.errors import Invalid
from annotator.domain.permission import Act, Person
from annotator.formats._base import Incoming
from annotator.services import exchange, projects
from annotator.services.opening_releases import Line, Opened, SpanLine
from annotator.services.own_copies import Copies, placed
from annotator.store import documents, layers
from annotator.store import projects as stored
from annotator.store.documents import Reading
from annotator.store.engine import Transaction

Found = Literal["the same text", "another copy", "not here", "changed meanwhile"]
"""Whether a document's text is here, and was still as it was when its spans were to be kept."""


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
class Placed:
    """What is to be kept of one document of a release, and the id of one's own copy."""

    here: str
    document: Document


class Placing:
    """One release held against one project."""

    def __init__(self, tx: Transaction, person: Person, slug: str, release: Opened) -> None:
        self._tx, self.release = tx, release
        self.project = projects.find(tx, person, slug)
        self.project.standing.require(Act.IMPORT)
        # One that has no codebook gets that of the release.
        self._version = stored.latest_codebook_version(tx, self.project.id) or 1
        self._copies = Copies(documents.known(tx, self.project.id))
        self.told: list[Attached] = []
        self.unplaced: list[Unplaced] = []

    def placed(self) -> Iterator[Placed | None]:
        """Each document of the release in its order, where something of it is to be kept; all is told."""
        for line in self.release.lines():
            one, document = self._attached(line)
            self.told.append(one)
            keeps = document is not None and one.here is not None and document.layers
            yield Placed(one.here, document) if keeps and document and one.here else None

    def _attached(self, line: Line) -> tuple[Attached, Document | None]:
        copy = self._copies.of(line)
        if copy is None:
            self.unplaced += [_unplaced(line, span) for span in line.spans]
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
        self.unplaced += [_unplaced(line, span) for span in spans if span.id not in places]
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
            raise Invalid(refusal.code, f"{self.release.name}, “{line.title[:60]}”: {refusal.message}") from None
        return arrival.documents[0]


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
