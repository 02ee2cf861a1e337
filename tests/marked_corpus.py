"""A small corpus with one of everything that a format may find hard to hold, to be looked at by other programs."""

from dataclasses import replace

from annotator.domain.block import recognise
from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.corpus import Document, Snapshot
from annotator.domain.layer import Layer
from annotator.domain.relation import Relation
from annotator.domain.span import Span, reading_order

NOW = "2026-01-02T03:04:05.000006Z"

TEXT = (
    "Astana 👩‍👩‍👧 refrains\n\n"
    "The ministry of Қазақстан said on Friday that nobody in uniform will be sent.\n"
    "=1+1 “Café” שלום \u202eabc\u202c, the draft law stays; Mr. O’Neil-Smith agrees."
)

BOOK = Codebook(
    name="Draft",
    version=3,
    labels=(
        Label(
            "actor",
            "Actor",
            "Who acts.",
            color="#0072B2",
            shortcut="1",
            attributes=(
                Attribute("kind", "choice", choices=("state", "person")),
                Attribute("roles", "multichoice", choices=("speaker", "target")),
            ),
        ),
        Label(
            "stance",
            "Stance",
            color="#D55E00",
            shortcut="2",
            attributes=(
                Attribute("explicit", "boolean"),
                Attribute("strength", "number"),
                Attribute("why", "text"),
            ),
        ),
        Label("legal_instrument", "Legal instrument", color="#009E73", shortcut="3"),
    ),
    relations=(
        RelationType("holds", "holds", "", ("actor",), ("stance",)),
        RelationType("toward", "toward", "", ("stance",), ("legal_instrument", "actor")),
    ),
)


def place(words: str, text: str = TEXT) -> tuple[int, int]:
    """Where ``words`` stand for the first time."""
    start = text.index(words)
    return start, start + len(words)


def span(
    id_: str, label: str, *words: str, layer: str = "ana", note: str = "", text: str = TEXT, links=(), **said
) -> Span:
    fragments = tuple(place(one, text) for one in words)
    return Span(id_, layer, layer, label, fragments, said, note, BOOK.version, 1, NOW, NOW, dict(links))


def relation(id_: str, type_: str, source: str, target: str, layer: str = "ana") -> Relation:
    return Relation(id_, layer, layer, type_, source, target, BOOK.version, NOW)


def document(*spans: Span, relations: tuple[Relation, ...] = (), id_: str = "one", text: str = TEXT) -> Document:
    layers = sorted({one.layer for one in spans})
    return Document(
        id=id_,
        title="Astana refrains",
        text=text,
        meta={"publication": "The Times", "date": "2022-10-04", "language": "en", "words": 31},
        blocks=recognise(text),
        codebook_version=BOOK.version,
        created=NOW,
        layers=tuple(Layer(name, name, "complete", NOW, NOW) for name in layers),
        spans=tuple(sorted(spans, key=reading_order)),
        relations=relations,
    )


def snapshot(*documents: Document) -> Snapshot:
    people = {one.annotator for each in documents for one in each.layers}
    return Snapshot("corpus", "A corpus", len(documents), (BOOK,), tuple(sorted(people)), lambda: iter(documents))


def plain_document() -> Document:
    """One layer, no overlap, nothing that an easy format would lose: actors around emoji, stance and law."""
    return document(
        span("a1", "actor", "Astana"),
        span("a2", "actor", "ministry of Қазақстан"),
        span("s1", "stance", "refrains"),
        span("l1", "legal_instrument", "draft law"),
        span("a3", "actor", "O’Neil-Smith"),
    )


def full_document() -> Document:
    """Two layers with overlaps, fragments, attributes of every type, notes, relations, and a cut token."""
    return document(
        span("a1", "actor", "Astana", kind="state", roles=["speaker", "target"]),
        span("a2", "actor", "ministry of Қазақстан", kind="state", note="=note\nof two lines"),
        span("a3", "actor", "Қазақстан"),
        span("a4", "actor", "nobody", "uniform", kind="person"),
        span("s1", "stance", "refrains", explicit=True, strength=-1.5, why="Says “no”\n=1+1"),
        span("s2", "stance", "“Café” שלום \u202eabc\u202c, the draft", explicit=False),
        span("l1", "legal_instrument", "draft law", links={"is": "draft-law-2022"}),
        span("c1", "actor", "Neil"),
        span("b1", "actor", "Astana", layer="ben", kind="state"),
        span("b2", "stance", "refrains", layer="ben", note="here"),
        relations=(
            relation("r1", "holds", "a1", "s1"),
            relation("r2", "toward", "s1", "l1"),
            relation("r3", "holds", "b1", "b2", "ben"),
        ),
    )


def two_documents() -> Snapshot:
    """The full document, and one with a text of its own where ben alone marked something."""
    text = "Second text.\n\nThe Kremlin 🇰🇿 waits."
    other = document(span("k1", "actor", "Kremlin", layer="ben", text=text), id_="../two", text=text)
    return snapshot(full_document(), replace(other, title="Zweiter – 2/2", meta={}))
