"""Relations between the spans of a document."""

from collections.abc import Mapping

from lxml.etree import _Element as Element

from annotator.domain.errors import Invalid
from annotator.domain.layer import Layer
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.formats.tei.codebook_read import code_of
from annotator.formats.tei.ground import Ground
from annotator.formats.tei.names import original
from annotator.formats.tei.spans_read import machine_name
from annotator.formats.tei.tree import place, shown

_NOT_KEPT = ("ana", "mutual")


def relation_from(relation: Element, layer: Layer, spans: Mapping[str, Span], ground: Ground) -> Relation:
    """The relation that an element is; ``spans`` are those of the document, by ``xml:id``.

    Raises:
        Invalid: names the relation, and what is wrong with it.
    """
    for name in _NOT_KEPT:
        if relation.get(name) is not None:
            ground.file.notes.add("relation", f"{name}: not kept")
    kind, version = machine_name(_type(relation, ground), relation, ground)
    change = ground.file.ids.follow(relation, "change")
    who = None if change is None else ground.person(change, "who")
    return Relation(
        id=ground.id_of(relation, "n"),
        layer=layer.name,
        annotator=who or layer.annotator,
        type=kind,
        source=_end(relation, "active", spans),
        target=_end(relation, "passive", spans),
        codebook_version=version,
        created=ground.file.time(change) or ground.file.incoming.now,
    )


def _type(relation: Element, ground: Ground) -> tuple[str, int | None]:
    if pointer := relation.get("ref"):
        return code_of(pointer, ground.file.ids)
    return original(relation.get("name") or ""), None


def _end(relation: Element, attribute: str, spans: Mapping[str, Span]) -> str:
    pointer = (relation.get(attribute) or "").strip()
    span = spans.get(pointer.removeprefix("#"))
    if span is None:
        what = f"{attribute}=“{shown(pointer)}” is not one span of this document"
        raise Invalid("dangling-relation", f"{place(relation)}: {what}.")
    return span.id
