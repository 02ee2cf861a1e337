"""The codebook as the tree that YAML and JSON files hold, both ways."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from reprlib import repr as brief
from typing import Any

from annotator.domain.codebook import ATTRIBUTE_TYPES, Attribute, Codebook, Label, RelationType
from annotator.domain.errors import Invalid
from annotator.domain.naming import checked_machine_name
from annotator.domain.text import checked_note

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_MOST_LABELS = 500
_ATTRIBUTE_KEYS = {"name", "type", "title", "description", "choices", "definitions", "required", "default"}


def codebook_from_tree(tree: Any, version: int = 0) -> Codebook:
    """The codebook that ``tree`` describes; the project sets its ``version``.

    Raises:
        Invalid: says where in the tree, and what is wrong there.
    """
    top = _Table(
        tree, "codebook", {"name", "version", "description", "labels", "relations", "document_attributes"}
    )
    labels = tuple(_label(item, f"labels[{i}]") for i, item in enumerate(top.items("labels")))
    if len(labels) > _MOST_LABELS:
        raise Invalid("too-many-labels", f"A codebook has at most {_MOST_LABELS} labels, not {len(labels)}.")
    _refuse_twice((label.name for label in labels), "label")
    _refuse_twice((label.shortcut for label in labels if label.shortcut), "shortcut")
    _refuse_lost_parents(labels)
    names = {label.name for label in labels}
    relations = tuple(_relation(item, f"relations[{i}]", names) for i, item in enumerate(top.items("relations")))
    _refuse_twice((relation.name for relation in relations), "relation type")
    of_document = _attributes(top, "document_attributes", "document_attributes")
    return Codebook(top.line("name"), version, top.note("description"), labels, relations, of_document)


def codebook_to_tree(codebook: Codebook) -> dict[str, Any]:
    """``codebook`` as a tree that ``codebook_from_tree`` reads back to the same value; empty keys are left out."""
    return {
        "name": codebook.name,
        "version": codebook.version,
        **_filled(description=codebook.description),
        "labels": [_label_tree(label) for label in codebook.labels],
        "relations": [
            {
                "name": relation.name,
                **_filled(title=relation.title, description=relation.description),
                "from": list(relation.source),
                "to": list(relation.target),
            }
            for relation in codebook.relations
        ],
        **_filled(document_attributes=[_attribute_tree(one) for one in codebook.document_attributes]),
    }


def _label(item: Any, where: str) -> Label:
    table = _Table(
        item,
        where,
        {
            "name",
            "title",
            "description",
            "rules",
            "include",
            "exclude",
            "color",
            "shortcut",
            "parent",
            "attributes",
        },
    )
    color = table.line("color") or "#666666"
    if not _COLOR.fullmatch(color):
        raise Invalid("bad-codebook", f"{where}.color: “{color[:40]}” is not a colour like #0072B2.")
    shortcut = table.line("shortcut")
    if len(shortcut) > 1:
        raise Invalid("bad-codebook", f"{where}.shortcut: “{shortcut[:40]}” is more than one key.")
    parent = table.get("parent")
    return Label(
        name=checked_machine_name(table.get("name"), f"{where}.name"),
        title=table.line("title"),
        description=table.note("description"),
        rules=table.notes("rules"),
        include=table.notes("include"),
        exclude=table.notes("exclude"),
        color=color,
        shortcut=shortcut,
        parent=None if parent is None else checked_machine_name(parent, f"{where}.parent"),
        attributes=_attributes(table, "attributes", f"{where}.attributes"),
    )


def _attributes(table: "_Table", key: str, where: str) -> tuple[Attribute, ...]:
    attributes = tuple(_attribute(one, f"{where}[{i}]") for i, one in enumerate(table.items(key)))
    _refuse_twice((attribute.name for attribute in attributes), f"attribute of {where}")
    return attributes


def _attribute(item: Any, where: str) -> Attribute:
    table = _Table(item, where, _ATTRIBUTE_KEYS)
    kind = table.get("type")
    if kind not in ATTRIBUTE_TYPES:
        raise Invalid("bad-codebook", f"{where}.type: {brief(kind)} is none of {', '.join(ATTRIBUTE_TYPES)}.")
    choices = table.notes("choices")
    if (kind in ("choice", "multichoice")) != bool(choices):
        raise Invalid("bad-codebook", f"{where}.choices: a {kind} has {'some' if not choices else 'none'}.")
    _refuse_twice(choices, f"choice of {where}")
    definitions = {
        key: checked_note(_text(value, f"{where}.definitions.{key}"), where)
        for key, value in _Table(table.get("definitions") or {}, f"{where}.definitions", set(choices)).tree.items()
    }
    required = table.get("required", False)
    if not isinstance(required, bool):
        raise Invalid("bad-codebook", f"{where}.required: {brief(required)} is neither true nor false.")
    attribute = Attribute(
        name=checked_machine_name(table.get("name"), f"{where}.name"),
        type=kind,
        title=table.line("title"),
        description=table.note("description"),
        choices=choices,
        definitions={choice: definitions[choice] for choice in choices if choice in definitions},
        required=required,
    )
    default = table.get("default")
    return attribute if default is None else replace(attribute, default=attribute.checked(default, where))


def _relation(item: Any, where: str, labels: set[str]) -> RelationType:
    table = _Table(item, where, {"name", "title", "description", "from", "to"})
    ends = {}
    for end in ("from", "to"):
        ends[end] = table.notes(end)
        if lost := set(ends[end]) - labels:
            raise Invalid("bad-codebook", f"{where}.{end}: there is no label “{min(lost)[:80]}”.")
    return RelationType(
        name=checked_machine_name(table.get("name"), f"{where}.name"),
        title=table.line("title"),
        description=table.note("description"),
        source=ends["from"],
        target=ends["to"],
    )


def _label_tree(label: Label) -> dict[str, Any]:
    return {
        "name": label.name,
        **_filled(
            title=label.title,
            description=label.description,
            rules=list(label.rules),
            include=list(label.include),
            exclude=list(label.exclude),
        ),
        "color": label.color,
        **_filled(shortcut=label.shortcut),
        "parent": label.parent,
        "attributes": [_attribute_tree(attribute) for attribute in label.attributes],
    }


def _attribute_tree(attribute: Attribute) -> dict[str, Any]:
    return {
        "name": attribute.name,
        "type": attribute.type,
        **_filled(
            title=attribute.title,
            description=attribute.description,
            choices=list(attribute.choices),
            definitions=dict(attribute.definitions),
        ),
        "required": attribute.required,
        **({} if attribute.default is None else {"default": attribute.default}),
    }


def _filled(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _refuse_twice(names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Invalid("bad-codebook", f"There are two of the {what} “{name[:80]}”.")
        seen.add(name)


def _refuse_lost_parents(labels: tuple[Label, ...]) -> None:
    parents = {label.name: label.parent for label in labels}
    for label in labels:
        seen = {label.name}
        parent = label.parent
        while parent is not None:
            if parent not in parents:
                raise Invalid("bad-codebook", f"The parent “{parent}” of “{label.name}” is not a label.")
            if parent in seen:
                raise Invalid("bad-codebook", f"The label “{label.name}” stands below itself.")
            seen.add(parent)
            parent = parents[parent]


def _text(value: Any, where: str) -> str:
    # YAML reads `shortcut: 1` as a number: what a person wrote as one word is that word.
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Invalid("bad-codebook", f"{where}: {brief(value)} is not text.")
    return value


class _Table:
    """A mapping of the tree, its place for messages, and the keys it may have."""

    def __init__(self, tree: Any, where: str, known: set[str]) -> None:
        if not isinstance(tree, Mapping):
            raise Invalid("bad-codebook", f"{where}: {brief(tree)} is not a mapping.")
        if unknown := [key for key in tree if key not in known]:
            raise Invalid("bad-codebook", f"{where}: “{unknown[0]!s:.40}” is none of {', '.join(sorted(known))}.")
        self.tree: Mapping[str, Any] = tree
        self.where = where

    def get(self, key: str, default: Any = None) -> Any:
        return self.tree.get(key, default)

    def note(self, key: str) -> str:
        value = self.get(key)
        return (
            ""
            if value is None
            else checked_note(_text(value, f"{self.where}.{key}"), f"{self.where}.{key}").strip()
        )

    def line(self, key: str) -> str:
        value = self.note(key)
        if "\n" in value or "\t" in value:
            raise Invalid("bad-codebook", f"{self.where}.{key} has more than one line.")
        return value

    def items(self, key: str) -> list[Any]:
        value = self.get(key) or []
        if not isinstance(value, list):
            raise Invalid("bad-codebook", f"{self.where}.{key}: {brief(value)} is not a list.")
        return value

    def notes(self, key: str) -> tuple[str, ...]:
        where = f"{self.where}.{key}"
        return tuple(checked_note(_text(one, where), where) for one in self.items(key))
