"""The codebook: the shared list of labels with definitions, examples, attributes and relation types.

A codebook is a value: a change makes a new version. This module holds what it means; ``codebook_tree`` holds
how it is written down.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from reprlib import repr as brief
from typing import Any, Literal, get_args

from annotator.domain.errors import Invalid
from annotator.domain.span import Value
from annotator.domain.statement_type import KNOWN_SIGNS, StatementType
from annotator.domain.text import checked_note

AttributeType = Literal["choice", "multichoice", "boolean", "number", "text"]
ATTRIBUTE_TYPES: tuple[AttributeType, ...] = get_args(AttributeType)

_BIGGEST_WHOLE_NUMBER = 2**53


@dataclass(frozen=True, slots=True)
class Attribute:
    """What annotators say about a span beside its label, or about a document as a whole."""

    name: str
    type: AttributeType
    title: str = ""
    description: str = ""
    choices: tuple[str, ...] = ()
    definitions: Mapping[str, str] = field(default_factory=dict)
    """For each choice that has one, its definition."""
    required: bool = False
    default: Value | None = None
    """What holds where its maker says nothing."""

    @property
    def values(self) -> tuple[str, ...]:
        """The values that there are to choose from, as they are written."""
        return ("true", "false") if self.type == "boolean" else self.choices

    def checked(self, value: Any, where: str) -> Value:
        """``value`` as this attribute's.

        Raises:
            Invalid: it is not of the type, or not among the choices.
        """
        match self.type, value:
            case "choice", str() if value in self.choices:
                return value
            case "multichoice", list() if all(isinstance(one, str) and one in self.choices for one in value):
                return [choice for choice in self.choices if choice in value]
            case "boolean", bool():
                return value
            case "number", int() | float() if not isinstance(value, bool) and abs(value) <= _BIGGEST_WHOLE_NUMBER:
                return value
            case "text", str():
                return checked_note(value, f"{where}: {self.name}")
        allowed = f" (one of {', '.join(self.choices)})" if self.choices else ""
        raise Invalid("bad-attribute", f"{where}: {self.name} is a {self.type}{allowed}, not {brief(value)}.")


@dataclass(frozen=True, slots=True)
class Label:
    """A code: what may be marked, how to tell it, and what to say about it."""

    name: str
    title: str = ""
    description: str = ""
    rules: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    color: str = "#666666"
    shortcut: str = ""
    parent: str | None = None
    attributes: tuple[Attribute, ...] = ()
    retired: bool = False
    """Nothing new gets it; what is marked with it stays."""


@dataclass(frozen=True, slots=True)
class RelationType:
    """A kind of relation and the labels that its two ends may have."""

    name: str
    title: str = ""
    description: str = ""
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    shortcut: str = ""


@dataclass(frozen=True)
class Codebook:
    """One immutable version of a project's codebook. Version 0 stands for a project that has none yet."""

    name: str = ""
    version: int = 0
    description: str = ""
    labels: tuple[Label, ...] = ()
    relations: tuple[RelationType, ...] = ()
    document_attributes: tuple[Attribute, ...] = ()
    """What annotators say about a document as a whole."""
    statements: StatementType | None = None
    """What makes a statement, where the codebook says so itself: ``statement_type`` also knows what is usual."""

    @cached_property
    def statement_type(self) -> StatementType | None:
        """What makes a statement: as the codebook says, or where its names are the usual ones; None: nothing."""
        made = self.statements or self.usual_statements
        known = {one.name for one in self.relations}
        if made is None or made.stance not in self._labels or not {made.holder, made.target} <= known:
            return None
        made = replace(
            made,
            also=tuple(one for one in made.also if one in self._labels),
            addressee=made.addressee if made.addressee in known else "",
            reporter=made.reporter if made.reporter in known else "",
        )
        if made.signs:
            return made
        return replace(made, signs={one: KNOWN_SIGNS[one] for one in self.polarities if one in KNOWN_SIGNS})

    @property
    def polarities(self) -> tuple[str, ...]:
        """The values of the polarity of statements, of all labels that carry a position, each once."""
        made = self.statements or self.usual_statements
        if made is None:
            return ()
        return polarities(made.polarity, [self._labels[one] for one in made.stances if one in self._labels])

    @property
    def usual_statements(self) -> StatementType | None:
        """What makes a statement by labels, relation types and attributes of the usual names; None: nothing."""
        types = {one.name: "stance" in (*one.source, *one.target) for one in self.relations}
        if "stance" not in self._labels or not (types.get("holds") and types.get("toward")):
            return None
        choices = {one.name for one in self._labels["stance"].attributes if one.type in ("choice", "boolean")}
        return StatementType(
            stance="stance",
            holder="holds",
            target="toward",
            addressee="addresses" if types.get("addresses") else "",
            reporter="reports" if types.get("reports") else "",
            polarity="polarity" if "polarity" in choices else "",
            voice="voice" if "voice" in choices else "",
        )

    @cached_property
    def _labels(self) -> dict[str, Label]:
        return {label.name: label for label in self.labels}

    def label(self, name: str) -> Label:
        """The label called ``name``.

        Raises:
            Invalid: the codebook has none of that name.
        """
        try:
            # Names are kept composed; some keyboards and tools take letters and their marks apart.
            return self._labels[unicodedata.normalize("NFC", name)]
        except KeyError:
            known = ", ".join(self._labels) or "none yet"
            raise Invalid("unknown-label", f"Label “{name[:80]}” is not in the codebook ({known}).") from None

    @property
    def offered(self) -> tuple[Label, ...]:
        """The labels that something new may get."""
        return tuple(label for label in self.labels if not label.retired)

    def offered_label(self, name: str) -> Label:
        """The label called ``name``, for something new.

        Raises:
            Invalid: the codebook has none of that name, or it is retired.
        """
        label = self.label(name)
        if label.retired:
            raise Invalid(
                "label-retired", f"Label “{label.title or name}” is retired: nothing new is marked with it."
            )
        return label

    def relation(self, name: str) -> RelationType:
        """The relation type called ``name``.

        Raises:
            Invalid: the codebook has none of that name.
        """
        for relation in self.relations:
            if relation.name == name:
                return relation
        known = ", ".join(relation.name for relation in self.relations) or "none"
        raise Invalid("unknown-relation", f"Relation type “{name[:80]}” is not in the codebook ({known}).")

    def index(self, name: str) -> int:
        """The position of a label, which its colour follows; past the end for one that is not there."""
        return next((index for index, label in enumerate(self.labels) if label.name == name), len(self.labels))

    def checked_attributes(self, label: str, values: Mapping[str, Any]) -> dict[str, Value]:
        """``values`` as attributes of a span with ``label``, in the codebook's order.

        A required attribute may be missing: a span is saved the moment it is marked.

        Raises:
            Invalid: the label or an attribute is unknown, or a value does not fit.
        """
        return _checked(self.label(label).attributes, values, label)

    def checked_document_attributes(self, values: Mapping[str, Any]) -> dict[str, Value]:
        """``values`` as attributes of a document, in the codebook's order; a required one may be missing.

        Raises:
            Invalid: an attribute is unknown, or a value does not fit.
        """
        return _checked(self.document_attributes, values, "A document")

    def missing(self, label: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """The names of the required attributes that ``values`` leave open."""
        known = self._labels.get(label)
        return _missing(known.attributes, values) if known else ()

    def missing_of_document(self, values: Mapping[str, Value]) -> tuple[str, ...]:
        """The names of the required attributes of a document that ``values`` leave open."""
        return _missing(self.document_attributes, values)

    def at_version(self, version: int) -> "Codebook":
        """The same codebook under another version number."""
        return replace(self, version=version)


def polarities(attribute: str, stances: Iterable[Label]) -> tuple[str, ...]:
    """The values that an attribute has in these labels, each once, in their order."""
    asked = (one for label in stances for one in label.attributes if one.name == attribute)
    return tuple(dict.fromkeys(value for one in asked for value in one.values))


def with_defaults(attributes: Iterable[Attribute], values: Mapping[str, Value]) -> dict[str, Value]:
    """``values``, and beside them the defaults of those ``attributes`` that they do not name."""
    defaults = {one.name: one.default for one in attributes if one.default is not None}
    return {**defaults, **values}


def _checked(attributes: Sequence[Attribute], values: Mapping[str, Any], where: str) -> dict[str, Value]:
    if unknown := set(values) - {attribute.name for attribute in attributes}:
        raise Invalid("unknown-attribute", f"{where} has no attribute “{min(unknown)[:80]}”.")
    return {one.name: one.checked(values[one.name], where) for one in attributes if one.name in values}


def _missing(attributes: Iterable[Attribute], values: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(one.name for one in attributes if one.required and values.get(one.name) in (None, "", []))
