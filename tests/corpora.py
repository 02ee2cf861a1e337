"""Corpora that no annotator would write and every format must carry: strategies for Hypothesis.

What comes out of here is what the database could hold: canonical text, checked names, values that fit.
"""

from dataclasses import replace
from hashlib import sha256

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from annotator.domain.block import KINDS, Block, recognise
from annotator.domain.codebook import ATTRIBUTE_TYPES, Attribute, Codebook, Label, RelationType
from annotator.domain.corpus import METADATA, Document, Snapshot
from annotator.domain.entity import SORTS, Entity
from annotator.domain.entity_tree import entity_from_tree
from annotator.domain.layer import GOLD, STATES, Layer
from annotator.domain.link import ROLES
from annotator.domain.precedent import Precedent, by_label
from annotator.domain.relation import Relation
from annotator.domain.span import Span, reading_order
from annotator.domain.statement_type import SIGNS, StatementType

NOW = "2026-01-02T03:04:05.000006Z"

# Shrinking a whole corpus takes minutes; the first example that fails says enough.
patient = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

_SNIPPETS = (
    *("Kazakhstan’s ", "мобилизация ", "Қазақ әскері ", "не́ был ", "и\u0306 ", "Z\u0335\u0327\u0301 "),
    *("👩‍👩‍👧 ", "🇰🇿", "👍🏽", "𝒜𝒷", "\U0001fffe", "\ufdd0"),
    *(
        "שלום ",
        "سلام ",
        "\u202eabc\u202c",
        "\u2066x\u2069",
        "\u200f",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\xad",
        "\xa0",
    ),
    *("\t", "\n", "\n\n", "  ", "\x7f", "\x85", "\u2028", "\u2029", "\ufffd"),
    *("&<]]>", "<!-- -- -->", "&amp;", "\"'`", "\\n\\ud800", "{{ 7*7 }}", "=1+1", "word" * 60, "“War,” he said. "),
)
_IN_XML = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_NOT_IN_A_LINE = str.maketrans(dict.fromkeys("\t\n\x7f\u2028\u2029"))
_PEOPLE = ("Zoë", "ana", "ben", "o.k+1@example.org", "Әсел")
_LABELS = ("actor", "stance", "legal_instrument", "Қару", "x.y-9", "A")
_STRANGE_IDS = ("../../etc/passwd", "Café", "Cafe\u0301", "CON", "a b", "0", "-", "<&>", "#", "🇰🇿", "i" * 200)


def hostile_text(least: int = 0) -> st.SearchStrategy[str]:
    """Canonical text of several lines, with everything in it that breaks offsets, markup or layout."""
    pieces = st.sampled_from(_SNIPPETS) | st.text(_IN_XML, min_size=1, max_size=6)
    return st.lists(pieces, min_size=least, max_size=8).map("".join)


def raw_text() -> st.SearchStrategy[str]:
    """Text as it may come: with any line ends, control characters and noncharacters."""
    pieces = st.sampled_from(("\r\n", "\r", "\n", "\x00", "\x0b", "\ufffe", "\r\r\n")) | hostile_text(1)
    return st.lists(pieces, max_size=8).map("".join)


def hostile_line(most: int = 200) -> st.SearchStrategy[str]:
    """One line for people: a title or an id."""
    lines = hostile_text(1).map(lambda text: text.translate(_NOT_IN_A_LINE)[:most].strip())
    return lines.filter(bool)


def ids() -> st.SearchStrategy[str]:
    return st.uuids().map(str) | st.sampled_from(_STRANGE_IDS) | hostile_line(40)


def metadata() -> st.SearchStrategy[dict[str, object]]:
    numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    keys = hostile_text().map(lambda text: text[:60])
    plain = st.none() | st.booleans() | numbers | hostile_text()
    nested = st.recursive(
        plain,
        lambda one: st.lists(one, max_size=3) | st.dictionaries(keys, one, max_size=3),
        max_leaves=5,
    )
    known = st.dictionaries(st.sampled_from(METADATA), hostile_text(), max_size=3)
    free = st.dictionaries(keys, nested, max_size=3)
    return st.builds(lambda free, known: {**free, **known}, free, known)


@st.composite
def attributes(draw, name: str) -> Attribute:
    kind = draw(st.sampled_from(ATTRIBUTE_TYPES))
    choices = ()
    if kind in ("choice", "multichoice"):
        choices = tuple(draw(st.lists(hostile_line(30), min_size=1, max_size=4, unique=True)))
    made = Attribute(
        name=name,
        type=kind,
        title=draw(hostile_line()),
        description=draw(hostile_text().map(str.strip)),
        choices=choices,
        definitions={choice: draw(hostile_text()) for choice in choices if draw(st.booleans())},
        required=draw(st.booleans()),
    )
    return replace(made, default=draw(st.none() | values(made)))


@st.composite
def codebooks(draw, version: int = 0) -> Codebook:
    """A codebook with some labels in a hierarchy, and relations from every label to every other."""
    names = draw(st.lists(st.sampled_from(_LABELS), min_size=1, max_size=4, unique=True))
    shortcuts = draw(st.lists(st.sampled_from("123abж"), min_size=len(names), max_size=len(names), unique=True))
    labels = tuple(
        Label(
            name=name,
            title=draw(hostile_line()),
            description=draw(hostile_text().map(str.strip)),
            rules=tuple(draw(st.lists(hostile_text(), max_size=2))),
            include=tuple(draw(st.lists(hostile_text(), max_size=2))),
            exclude=tuple(draw(st.lists(hostile_text(), max_size=2))),
            color=draw(st.sampled_from(("#0072B2", "#ffffff"))),
            shortcut=draw(st.sampled_from((shortcuts[index], ""))),
            parent=draw(st.sampled_from((None, *names[:index]))),
            attributes=tuple(draw(attributes(f"attribute_{number}")) for number in range(draw(st.integers(0, 3)))),
            retired=draw(st.booleans()),
        )
        for index, name in enumerate(names)
    )
    relations = tuple(
        RelationType(name, draw(hostile_line()), "", tuple(names), tuple(names), draw(st.sampled_from(("", key))))
        for name, key in draw(st.sampled_from(((), (("holds", "h"),), (("toward", "🇰"), ("holds", "h")))))
    )
    return Codebook(
        name=draw(hostile_line()),
        version=version,
        description=draw(hostile_text().map(str.strip)),
        labels=labels,
        relations=relations,
        document_attributes=tuple(
            draw(attributes(f"about_{number}")) for number in range(draw(st.integers(0, 2)))
        ),
        statements=draw(st.none() | statement_types(labels)) if len(relations) > 1 else None,
    )


@st.composite
def statement_types(draw, labels: tuple[Label, ...]) -> StatementType:
    """What makes a statement of one of these labels, with the relation types of ``codebooks``."""
    stance = draw(st.sampled_from(labels))
    choices = [one for one in stance.attributes if one.type in ("choice", "boolean")]
    polarity = draw(st.sampled_from([None, *choices]))
    voice = draw(st.sampled_from([None, *choices]))
    signs = {value: draw(st.sampled_from(SIGNS)) for value in polarity.values} if polarity else {}
    return StatementType(
        stance=stance.name,
        holder="holds",
        target="toward",
        polarity=polarity.name if polarity else "",
        voice=voice.name if voice else "",
        signs={value: sign for value, sign in signs.items() if draw(st.booleans())},
        also=tuple(one.name for one in labels if one is not stance and draw(st.booleans())),
    )


def values(attribute: Attribute) -> st.SearchStrategy[object]:
    """What an annotator may say for ``attribute``."""
    match attribute.type:
        case "choice":
            return st.sampled_from(attribute.choices)
        case "multichoice":
            some = st.sets(st.sampled_from(attribute.choices))
            return some.map(lambda chosen: [choice for choice in attribute.choices if choice in chosen])
        case "boolean":
            return st.booleans()
        case "number":
            return st.integers(-(2**53), 2**53) | st.floats(-(2.0**53), 2.0**53, allow_nan=False)
    return hostile_text()


@st.composite
def texts_in_blocks(draw) -> tuple[str, tuple[Block, ...]]:
    """A text with its blocks: recognised, or in any division that leaves only white space between them."""
    gap = st.sampled_from(("\n\n", "\n", " ", "\t\n", ""))
    text, blocks = draw(gap), []
    for words in draw(st.lists(hostile_text(1), min_size=1, max_size=5)):
        blocks.append(Block(draw(st.sampled_from(KINDS)), len(text), len(text) + len(words)))
        text += words + draw(gap)
    return text, recognise(text) if draw(st.booleans()) else tuple(blocks)


@st.composite
def places(draw, length: int) -> tuple[tuple[int, int], ...]:
    """A span's place: mostly one stretch, sometimes fragments that lie apart or touch."""
    most = min(3, (length + 1) // 2)
    count = draw(st.sampled_from([1, 1, most])) if most else 1
    points = sorted(draw(st.sets(st.integers(0, length), min_size=2 * count, max_size=2 * count)))
    if count > 1 and draw(st.booleans()):
        points[2] = points[1]
    return tuple(zip(points[::2], points[1::2], strict=True))


@st.composite
def entities(draw) -> Entity:
    """An entry of a registry; the same key is always the same entry."""
    name = draw(hostile_line())
    tree = {
        "sort": draw(st.sampled_from(SORTS)),
        "name": name,
        "kind": draw(st.sampled_from(("", "state", "person")) | hostile_line(30)),
        "aliases": draw(
            st.lists(st.builds(dict, text=hostile_line(), language=st.sampled_from(("", "kk-Cyrl"))), max_size=3)
        ),
        "jurisdiction": draw(st.just("") | hostile_line(30)),
        "date": draw(st.sampled_from(("", "1991", "2010-12", "2010-12-08"))),
        "ids": draw(st.sampled_from(({}, {"wikidata": "Q232"}, {"eli": "/eli/x", "celex": "32016R0679"}))),
        "note": draw(st.just("") | hostile_text()),
    }
    key = sha256(repr(tree).encode()).hexdigest()[:12]
    return entity_from_tree({**tree, "key": key})


@st.composite
def linked(draw, span: Span, among: list[Entity]) -> Span:
    """A span with links to some of these entries, or with none."""
    roles = draw(st.sets(st.sampled_from(ROLES), max_size=2)) if among else ()
    links = {role: draw(st.sampled_from(among)).key for role in sorted(roles)}
    return replace(span, links=links)


@st.composite
def spans(draw, text: str, codebook: Codebook, layer: Layer) -> Span:
    label = draw(st.sampled_from(codebook.labels))
    return Span(
        id=draw(ids()),
        layer=layer.name,
        annotator=layer.annotator,
        label=label.name,
        fragments=draw(places(len(text)) | st.just(((0, len(text)),))),
        attributes=draw(said(label.attributes)),
        note=draw(st.just("") | hostile_text()),
        codebook_version=codebook.version,
        version=1,
        created=NOW,
        updated=NOW,
    )


@st.composite
def relations(draw, among: list[Span], codebook: Codebook) -> Relation:
    source = draw(st.sampled_from(among))
    target = draw(st.sampled_from([span for span in among if span.layer == source.layer]))
    return Relation(
        id=draw(ids()),
        layer=source.layer,
        annotator=source.annotator,
        type=draw(st.sampled_from(codebook.relations)).name,
        source=source.id,
        target=target.id,
        codebook_version=codebook.version,
        created=NOW,
    )


@st.composite
def precedents(draw, text: str) -> tuple[Precedent, ...]:
    """Rules made of decisions about passages of a text, by label and number; their label may be gone."""
    one = st.builds(
        lambda label, number, rule, place: Precedent(label, number, rule, place[0][0], place[0][1]),
        st.sampled_from(_LABELS),
        st.integers(1, 9),
        hostile_text(1).map(str.strip).filter(bool),
        places(len(text)),
    )
    return tuple(sorted(draw(st.lists(one, max_size=2, unique_by=by_label)), key=by_label))


@st.composite
def layers(draw, codebook: Codebook) -> tuple[Layer, ...]:
    """Some people's layers and perhaps the gold one, by name, with what they say about the document."""
    heads = st.tuples(st.sampled_from((None, None, GOLD)), st.sampled_from(_PEOPLE), st.sampled_from(STATES))
    some = draw(st.lists(heads, max_size=4, unique_by=lambda head: head[0] or head[1]))
    return tuple(
        Layer(name or person, person, state, NOW, NOW, draw(said(codebook.document_attributes)))
        for name, person, state in sorted(some, key=lambda head: head[0] or head[1])
    )


@st.composite
def said(draw, among: tuple[Attribute, ...]) -> dict[str, object]:
    """What somebody says for some of these attributes."""
    return {one.name: draw(values(one)) for one in among if draw(st.booleans())}


@st.composite
def documents(draw, codebook: Codebook) -> Document:
    """A document with everything on it in the order of exports, made and last changed ``NOW``."""
    text, blocks = draw(texts_in_blocks().filter(lambda made: made[0].strip()))
    heads = draw(layers(codebook))
    marked: list[Span] = []
    joined: list[Relation] = []
    if heads and codebook.labels:
        one = st.sampled_from(heads).flatmap(lambda layer: spans(text, codebook, layer))
        marked = draw(st.lists(one, max_size=6, unique_by=lambda span: span.id))
    registry = draw(st.lists(entities(), max_size=3, unique_by=lambda one: one.key))
    marked = [draw(linked(span, registry)) for span in marked]
    used = {key for span in marked for key in span.links.values()}
    if marked and codebook.relations:
        joined = draw(st.lists(relations(marked, codebook), max_size=3, unique_by=lambda relation: relation.id))
    return Document(
        id=draw(ids()),
        title=draw(hostile_line()),
        text=text,
        meta=draw(metadata()),
        blocks=blocks,
        codebook_version=codebook.version,
        created=NOW,
        layers=heads,
        spans=tuple(sorted(marked, key=reading_order)),
        relations=tuple(joined),
        entities=tuple(sorted((one for one in registry if one.key in used), key=lambda one: one.key)),
        precedents=draw(precedents(text)),
    )


@st.composite
def snapshots(draw) -> Snapshot:
    """A corpus whose documents were made under one version of the codebook or another."""
    versions = tuple(draw(codebooks(version)) for version in range(1, draw(st.integers(1, 2)) + 1))
    one = st.sampled_from(versions).flatmap(documents)
    made = draw(st.lists(one, min_size=1, max_size=3, unique_by=lambda document: document.id))
    return snapshot_of(*made, codebooks=versions)


def snapshot_of(*made: Document, codebooks: tuple[Codebook, ...] = ()) -> Snapshot:
    """The snapshot that holds just these documents."""
    people = {person for document in made for person in _people_in(document)}
    return Snapshot("corpus", "A corpus", len(made), codebooks, tuple(sorted(people)), lambda: iter(made))


def turned_round(snapshot: Snapshot) -> Snapshot:
    """The same corpus as another database might hand it over: each document's parts in the opposite order."""
    made = [
        replace(
            document,
            layers=document.layers[::-1],
            spans=document.spans[::-1],
            relations=document.relations[::-1],
            entities=document.entities[::-1],
            meta=dict(reversed(document.meta.items())),
        )
        for document in snapshot.documents()
    ]
    return replace(snapshot, documents=lambda: iter(made))


def _people_in(document: Document) -> set[str]:
    return {one.annotator for one in (*document.layers, *document.spans, *document.relations)}
