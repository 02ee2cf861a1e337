"""A layer as a ``standOff``: its spans as annotations, its relations, its state and who made what when."""

from collections.abc import Iterator, Sequence

from lxml.etree import _Element as Element

from annotator.domain.corpus import Document
from annotator.domain.layer import GOLD, Layer
from annotator.domain.relation import Relation
from annotator.domain.span import Span, reading_order
from annotator.formats.tei.elements import make
from annotator.formats.tei.entities_write import links_of
from annotator.formats.tei.names import OF_DOCUMENT, XML_ID, id_of, told_apart, xml_name
from annotator.formats.tei.references import References
from annotator.formats.tei.values import feature


def layers_of(document: Document, references: References) -> list[Element]:
    """A ``standOff`` for each layer, by name."""
    spans = sorted(document.spans, key=reading_order)
    places = {span.id: place for place, span in enumerate(spans)}
    relations = sorted(
        document.relations,
        key=lambda one: (places.get(one.source, -1), places.get(one.target, -1), one.type, one.id),
    )
    return [
        _layer(
            layer,
            [span for span in spans if span.layer == layer.name],
            [relation for relation in relations if relation.layer == layer.name],
            document,
            references,
        )
        for layer in sorted(document.layers, key=lambda layer: layer.name)
    ]


def _layer(
    layer: Layer,
    spans: Sequence[Span],
    relations: Sequence[Relation],
    document: Document,
    references: References,
) -> Element:
    is_gold = layer.name == GOLD
    head = make(
        "standOff",
        id=references.own("l", layer.name),
        type="layer",
        subtype=GOLD if is_gold else "annotator",
        resp=references.person(layer.annotator),
    )
    if layer.name not in (GOLD, layer.annotator):
        head.set("n", layer.name)
    if document.codebook_version in references.shared.codebooks:
        head.set("corresp", f"#{id_of('cb', str(document.codebook_version))}")
    if spans:
        head.append(make("listAnnotation", *(_annotation(span, document.text, references) for span in spans)))
    if relations:
        head.append(make("listRelation", *(_relation(one, references) for one in relations)))
    if layer.attributes:
        described = _described(layer, document.codebook_version, references)
        head.set("ana", f"#{described.get(XML_ID)}")
        head.append(described)
    for span in spans:
        if span.attributes:
            head.append(_attributes(span, references))
    head.append(make("listChange", *_states(layer, references), *_made(relations, references)))
    return head


def _states(layer: Layer, references: References) -> Iterator[Element]:
    yield make("change", status="created", when=layer.created, who=references.person(layer.annotator))
    yield make("change", status=layer.state, when=layer.updated, type="state")


def _annotation(span: Span, text: str, references: References) -> Element:
    own = references.own("a", span.id)
    target = " ".join(references.range(start, end) for start, end in span.fragments)
    annotation = make(
        "annotation",
        _history(span, references),
        make("ptr", type="code", target=references.label(span.codebook_version, span.label)),
        *links_of(span, references),
        make("note", span.quote(text), type="quote"),
        id=own,
        motivation="classifying",
        target=target,
        **told_apart(own, span.id),
    )
    if span.attributes:
        annotation.set("ana", f"#{references.own('f', span.id)}")
    if span.note:
        annotation.append(make("note", span.note, type="comment"))
    return annotation


def _history(span: Span, references: References) -> Element:
    created = make("change", status="created", when=span.created, who=references.person(span.annotator))
    history = make("revisionDesc", created)
    if (span.updated, span.version) != (span.created, 1):
        history.append(make("change", status="updated", when=span.updated, n=str(span.version)))
    return history


def _attributes(span: Span, references: References) -> Element:
    declared = {
        name: references.shared.attribute(span.codebook_version, span.label, name) for name in span.attributes
    }
    features = (feature(name, span.attributes[name], declared[name]) for name in sorted(span.attributes))
    return make("fs", *features, id=references.own("f", span.id), type=xml_name(span.label))


def _described(layer: Layer, version: int, references: References) -> Element:
    """What the layer says about the document as a whole."""
    shared = references.shared
    features = (
        feature(name, layer.attributes[name], shared.document_attribute(version, name))
        for name in sorted(layer.attributes)
    )
    return make("fs", *features, id=references.own("g", layer.name), type=OF_DOCUMENT)


def _relation(relation: Relation, references: References) -> Element:
    own = references.own("n", relation.id)
    return make(
        "relation",
        id=own,
        name=xml_name(relation.type),
        ref=references.relation(relation.codebook_version, relation.type),
        active=f"#{references.own('a', relation.source)}",
        passive=f"#{references.own('a', relation.target)}",
        change=f"#{references.own('h', relation.id)}",
        **told_apart(own, relation.id),
    )


def _made(relations: Sequence[Relation], references: References) -> Iterator[Element]:
    for relation in relations:
        own = references.own("h", relation.id)
        who = references.person(relation.annotator)
        yield make("change", id=own, status="created", when=relation.created, who=who)
