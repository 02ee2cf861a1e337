"""A codebook drawn from annotations that came without one: what must be in it for them to be allowed."""

from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import cycle, pairwise

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.corpus import Document
from annotator.domain.naming import checked_machine_name
from annotator.domain.span import Value

_COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B8860B", "#56B4E9", "#7A5195", "#8C564B")
"""Colours that are told apart with any kind of colour vision; the first of them follow Okabe and Ito (2008)."""

_MOST_CHOICES = 20
_LONGEST_CHOICE = 60


def drafted(documents: Iterable[Document]) -> Codebook:
    """The labels, attributes and relation types that ``documents`` use, in the order in which they appear.

    An attribute with few short values is a choice among those; nothing is required. The version is the highest
    that the documents name, at least 1.

    Raises:
        Invalid: a label, an attribute or a relation type has a name that a codebook cannot hold.
    """
    values: dict[str, dict[str, list[Value]]] = {}
    ends: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for document in documents:
        label_of = {span.id: span.label for span in document.spans}
        for span in document.spans:
            attributes = values.setdefault(checked_machine_name(span.label, "label"), {})
            for name, value in span.attributes.items():
                attributes.setdefault(checked_machine_name(name, f"attribute of {span.label}"), []).append(value)
        for relation in document.relations:
            pair = ends.setdefault(checked_machine_name(relation.type, "relation type"), ({}, {}))
            for end, labels in zip((relation.source, relation.target), pair, strict=True):
                if end in label_of:
                    labels.setdefault(label_of[end])
    said: dict[str, list[Value]] = {}
    for layer in (layer for document in documents for layer in document.layers):
        for name, value in layer.attributes.items():
            said.setdefault(checked_machine_name(name, "attribute of a document"), []).append(value)
    keys = [*"123456789", *[""] * len(values)]
    return Codebook(
        version=max([1, *(document.codebook_version for document in documents)]),
        labels=tuple(
            Label(
                name, color=color, shortcut=key, attributes=tuple(_attribute(*one) for one in attributes.items())
            )
            for (name, attributes), color, key in zip(values.items(), cycle(_COLORS), keys, strict=False)
        ),
        relations=tuple(
            RelationType(name, source=tuple(source), target=tuple(target))
            for name, (source, target) in ends.items()
        ),
        document_attributes=tuple(_attribute(*one) for one in said.items()),
    )


def _attribute(name: str, values: Sequence[Value]) -> Attribute:
    """The narrowest type that all of ``values`` have; text where they have none in common."""
    if all(isinstance(value, bool) for value in values):
        return Attribute(name, "boolean")
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return Attribute(name, "number")
    if all(isinstance(value, list) for value in values):
        # A list that is empty wherever it stands says nothing of what could have been in it.
        return Attribute(name, "multichoice", choices=_in_order(map(_listed, values)) or ("unspecified",))
    choices = tuple(sorted({value for value in values if isinstance(value, str)}))
    if len(choices) <= _MOST_CHOICES and all(0 < len(choice) <= _LONGEST_CHOICE for choice in choices):
        return Attribute(name, "choice", choices=choices)
    return Attribute(name, "text")


def _in_order(lists: Iterable[list[str]]) -> tuple[str, ...]:
    """Everything in ``lists``, in an order that none of them contradicts; as it appears where they do."""
    before: dict[str, dict[str, None]] = {}
    for one in lists:
        for choice in one:
            before.setdefault(choice, {})
        for earlier, later in pairwise(one):
            before[later].setdefault(earlier)
    try:
        return tuple(TopologicalSorter(before).static_order())
    except CycleError:
        return tuple(before)


def _listed(value: Value) -> list[str]:
    return value if isinstance(value, list) else []
