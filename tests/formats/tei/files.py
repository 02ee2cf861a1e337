"""Files of TEI for the tests: small ones made to order, ours, and corpora that no database would hold."""

from dataclasses import replace
from itertools import count

from corpora import snapshots
from hypothesis import strategies as st

from annotator.domain.corpus import Arrival, Document, Snapshot
from annotator.domain.layer import GOLD
from annotator.formats._base import Incoming
from annotator.formats.tei import FORMAT

LATER = "2027-03-04T05:06:07Z"
NOW = "2026-05-06T07:08:09.000010Z"

_PEOPLE = ("Zoë", "nobody.counted", "Әсел")
_LABELS = ("actor", "gone.label", "A_x0041_", "ъ²")
_VERSIONS = st.integers(0, 3)


def written(snapshot: Snapshot) -> bytes:
    return b"".join(FORMAT.write(snapshot))


def read(data: bytes | str) -> Arrival:
    data = data.encode() if isinstance(data, str) else data
    numbers = count(1)
    return FORMAT.read(Incoming("file.xml", data, None, NOW, lambda: f"new-{next(numbers)}"))


def tei(body: str, header: str = "", after: str = "") -> str:
    """A file with ``body``, something in its ``fileDesc`` after the title, and something after the text."""
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Draft</title></titleStmt>'
        f'{header}</fileDesc></teiHeader><text xml:id="t"><body>{body}</body></text>{after}</TEI>'
    )


def layer(*annotations: str, more: str = "") -> str:
    listed = "".join(annotations)
    return f'<standOff type="layer"><listAnnotation>{listed}</listAnnotation>{more}</standOff>'


def annotation(target: str, inside: str = "", code: str = "#c.actor", xml_id: str = "a1") -> str:
    return (
        f'<annotation xml:id="{xml_id}" motivation="classifying" target="{target}">'
        f'<ptr type="code" target="{code}"/>{inside}</annotation>'
    )


@st.composite
def strange_snapshots(draw) -> Snapshot:
    """Corpora with what a database should never hold, and what a file must carry all the same.

    People nobody counted, labels and versions of codebooks that are gone, several hands in one layer, spans that
    changed often.
    """
    snapshot = draw(snapshots())
    documents = [draw(_strange(document)) for document in snapshot.documents()]
    people = draw(st.sampled_from((snapshot.people, ())))
    return replace(snapshot, people=people, documents=lambda: iter(documents))


@st.composite
def _strange(draw, document: Document) -> Document:
    spans = [
        replace(
            span,
            annotator=draw(st.sampled_from((span.annotator, *_PEOPLE))),
            label=draw(st.sampled_from((span.label, *_LABELS))),
            codebook_version=draw(_VERSIONS),
            version=draw(st.integers(1, 9)),
            updated=draw(st.sampled_from((span.created, LATER))),
        )
        for span in document.spans
    ]
    relations = [
        replace(
            relation,
            annotator=draw(st.sampled_from((relation.annotator, *_PEOPLE))),
            type=draw(st.sampled_from((relation.type, "gone"))),
            codebook_version=draw(_VERSIONS),
            created=LATER,
        )
        for relation in document.relations
    ]
    layers = [
        replace(
            one, updated=LATER, annotator=draw(st.sampled_from(_PEOPLE)) if one.name == GOLD else one.annotator
        )
        for one in document.layers
    ]
    return replace(
        document,
        layers=tuple(layers),
        spans=tuple(sorted(spans, key=lambda span: (span.start, -span.end, span.label, span.layer, span.id))),
        relations=tuple(sorted(relations, key=lambda one: (one.layer, one.type, one.source, one.target, one.id))),
        codebook_version=draw(_VERSIONS),
        created=draw(st.sampled_from((document.created, LATER))),
    )
