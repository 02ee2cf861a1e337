"""What documents are marked with, fitted to a codebook that lacks some of it: called otherwise, or added."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.corpus import Document
from annotator.domain.draft_codebook import drafted
from annotator.domain.errors import Invalid
from annotator.domain.span import Span, Value

LackKind = Literal["label", "attribute", "choice", "relation", "ends", "document attribute"]
KINDS: tuple[LackKind, ...] = get_args(LackKind)


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that documents use and a codebook lacks, and how often they do.

    ``name`` is a label's or a relation type's; that of an attribute, or of one whose choices do not suffice, has
    its label's before it: ``actor.kind``. The ``ends`` of a relation type are labels that it does not join.
    """

    kind: LackKind
    name: str
    times: int

    def __str__(self) -> str:
        return f"{_CALLED[self.kind]} {self.name} ({self.times})"


_CALLED = {
    "label": "the label",
    "attribute": "the attribute",
    "choice": "choices of",
    "relation": "the relation type",
    "ends": "labels that may be joined by",
    "document attribute": "the attribute of documents",
}


def lacking(documents: Iterable[Document], book_of: Callable[[int], Codebook]) -> tuple[Lack, ...]:
    """What the codebooks lack of all that ``documents`` are marked with, by kind and in order of appearance."""
    found: Counter[tuple[LackKind, str]] = Counter()
    for document in documents:
        for span in document.spans:
            found.update(_lacks_of(span, book_of(span.codebook_version)))
        labels = {span.id: span.label for span in document.spans}
        for relation in document.relations:
            ends = (labels.get(relation.source, ""), labels.get(relation.target, ""))
            found.update(_lacks_of_relation(relation.type, ends, book_of(relation.codebook_version)))
        known = {one.name for one in book_of(document.codebook_version).document_attributes}
        said = (name for layer in document.layers for name in layer.attributes)
        found.update(("document attribute", name) for name in said if name not in known)
    ordered = sorted(found.items(), key=lambda one: KINDS.index(one[0][0]))
    return tuple(Lack(kind, name, times) for (kind, name), times in ordered)


def renamed(document: Document, names: Mapping[str, str]) -> Document:
    """``document`` with labels, attributes (``label.attribute``) and relation types called by other ``names``."""
    return replace(
        document,
        spans=tuple(_renamed(span, names) for span in document.spans),
        relations=tuple(replace(one, type=names.get(one.type, one.type)) for one in document.relations),
        precedents=tuple(replace(one, label=names.get(one.label, one.label)) for one in document.precedents),
    )


def refuse_unused(documents: Iterable[Document], names: Collection[str]) -> None:
    """Refuse names that nothing in ``documents`` has.

    Raises:
        Invalid: names the first that is not there.
    """
    unused = set(names)
    for document in documents:
        unused -= {one.type for one in document.relations}
        for span in document.spans:
            unused -= {span.label, *(f"{span.label}.{name}" for name in span.attributes)}
    if unused:
        raise Invalid("unknown-name", f"Nothing in these files is called “{min(unused)[:80]}”.")


def widened(book: Codebook, documents: Iterable[Document], wanted: Collection[Lack]) -> Codebook:
    """``book`` with what it lacks of ``documents``, as far as it is ``wanted``; its version is not changed."""
    drawn = drafted(documents)
    asked = {(lack.kind, lack.name) for lack in wanted}
    labels = [_widened_label(one, drawn, asked) for one in book.labels]
    keys = {one.shortcut for one in book.labels}
    labels += [
        replace(one, shortcut="" if one.shortcut in keys else one.shortcut)
        for one in drawn.labels
        if ("label", one.name) in asked
    ]
    relations = [_widened_relation(one, drawn, asked) for one in book.relations]
    relations += [one for one in drawn.relations if ("relation", one.name) in asked]
    said = [one for one in drawn.document_attributes if ("document attribute", one.name) in asked]
    return replace(
        book,
        labels=tuple(labels),
        relations=tuple(relations),
        document_attributes=(*book.document_attributes, *said),
    )


def _lacks_of(span: Span, book: Codebook) -> Iterable[tuple[LackKind, str]]:
    label = next((one for one in book.labels if one.name == span.label), None)
    if label is None:
        yield "label", span.label
        return
    known = {one.name: one for one in label.attributes}
    for name, value in span.attributes.items():
        if name not in known:
            yield "attribute", f"{span.label}.{name}"
        elif known[name].choices and _not_chosen(known[name], value):
            yield "choice", f"{span.label}.{name}"


def _not_chosen(attribute: Attribute, value: Value) -> bool:
    """Whether ``value`` is of the attribute's form, and none of its choices."""
    if attribute.type == "choice":
        return isinstance(value, str) and value not in attribute.choices
    return isinstance(value, list) and any(one not in attribute.choices for one in value)


def _lacks_of_relation(kind: str, ends: tuple[str, str], book: Codebook) -> Iterable[tuple[LackKind, str]]:
    known = next((one for one in book.relations if one.name == kind), None)
    if known is None:
        yield "relation", kind
    elif ends[0] not in known.source or ends[1] not in known.target:
        yield "ends", kind


def _renamed(span: Span, names: Mapping[str, str]) -> Span:
    attributes = {names.get(f"{span.label}.{name}", name): value for name, value in span.attributes.items()}
    if len(attributes) < len(span.attributes):
        raise Invalid("same-name", f"Two attributes of {span.label} would be called the same.")
    return replace(span, label=names.get(span.label, span.label), attributes=attributes)


def _widened_label(label: Label, drawn: Codebook, asked: Collection[tuple[str, str]]) -> Label:
    found = next((one for one in drawn.labels if one.name == label.name), None)
    if found is None:
        return label
    used = {one.name: one for one in found.attributes}
    attributes = [
        _with_choices(one, used[one.name]) if ("choice", f"{label.name}.{one.name}") in asked else one
        for one in label.attributes
    ]
    more = [one for one in found.attributes if ("attribute", f"{label.name}.{one.name}") in asked]
    return replace(label, attributes=(*attributes, *more))


def _with_choices(attribute: Attribute, used: Attribute) -> Attribute:
    more = tuple(one for one in used.choices if one not in attribute.choices)
    return replace(attribute, choices=(*attribute.choices, *more))


def _widened_relation(one: RelationType, drawn: Codebook, asked: Collection[tuple[str, str]]) -> RelationType:
    found = next((other for other in drawn.relations if other.name == one.name), None)
    if found is None or ("ends", one.name) not in asked:
        return one
    source = tuple(dict.fromkeys((*one.source, *found.source)))
    return replace(one, source=source, target=tuple(dict.fromkeys((*one.target, *found.target))))
