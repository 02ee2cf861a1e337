"""The codebook as the tree that YAML and JSON files hold, both ways."""

import re
from dataclasses import replace
from reprlib import repr as brief
from typing import Any

from annotator.domain.codebook import ATTRIBUTE_TYPES, Attribute, Codebook, Label, RelationType
from annotator.domain.errors import Invalid
from annotator.domain.naming import checked_machine_name
from annotator.domain.statement_tree import statements_from_tree, statements_to_tree
from annotator.domain.text import checked_note
from annotator.domain.tree import Table, filled, refuse_twice, text_of

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_MOST_LABELS = 500
_KEYS = {"name", "version", "description", "labels", "relations", "statements", "document_attributes"}
_ATTRIBUTE_KEYS = {"name", "type", "title", "description", "choices", "definitions", "required", "default"}


def codebook_from_tree(tree: Any, version: int = 0) -> Codebook:
    """The codebook that ``tree`` describes; the project sets its ``version``.

    Raises:
        Invalid: says where in the tree, and what is wrong there.
    """
    top = Table(tree, "codebook", _KEYS)
    labels = tuple(_label(item, f"labels[{i}]") for i, item in enumerate(top.items("labels")))
    if len(labels) > _MOST_LABELS:
        raise Invalid("too-many-labels", f"A codebook has at most {_MOST_LABELS} labels, not {len(labels)}.")
    refuse_twice((label.name for label in labels), "label")
    _refuse_lost_parents(labels)
    names = {label.name for label in labels}
    relations = tuple(_relation(item, f"relations[{i}]", names) for i, item in enumerate(top.items("relations")))
    refuse_twice((relation.name for relation in relations), "relation type")
    keys = [*(one.shortcut for one in labels), *(one.shortcut for one in relations)]
    refuse_twice(filter(None, keys), "shortcut")
    return Codebook(
        name=top.line("name"),
        version=version,
        description=top.note("description"),
        labels=labels,
        relations=relations,
        document_attributes=_attributes(top, "document_attributes", "document_attributes"),
        statements=statements_from_tree(top.get("statements"), labels, relations),
    )


def codebook_to_tree(codebook: Codebook) -> dict[str, Any]:
    """``codebook`` as a tree that ``codebook_from_tree`` reads back to the same value; empty keys are left out."""
    return {
        "name": codebook.name,
        "version": codebook.version,
        **filled(description=codebook.description),
        "labels": [_label_tree(label) for label in codebook.labels],
        "relations": [
            {
                "name": relation.name,
                **filled(title=relation.title, description=relation.description),
                **filled(shortcut=relation.shortcut),
                "from": list(relation.source),
                "to": list(relation.target),
            }
            for relation in codebook.relations
        ],
        **filled(statements=codebook.statements and statements_to_tree(codebook.statements)),
        **filled(document_attributes=[_attribute_tree(one) for one in codebook.document_attributes]),
    }


def _label(item: Any, where: str) -> Label:
    table = Table(
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
            "retired",
        },
    )
    color = table.line("color") or "#666666"
    if not _COLOR.fullmatch(color):
        raise Invalid("bad-codebook", f"{where}.color: “{color[:40]}” is not a colour like #0072B2.")
    parent = table.get("parent")
    return Label(
        name=checked_machine_name(table.get("name"), f"{where}.name"),
        title=table.line("title"),
        description=table.note("description"),
        rules=table.notes("rules"),
        include=table.notes("include"),
        exclude=table.notes("exclude"),
        color=color,
        shortcut=table.key("shortcut"),
        parent=None if parent is None else checked_machine_name(parent, f"{where}.parent"),
        attributes=_attributes(table, "attributes", f"{where}.attributes"),
        retired=table.flag("retired"),
    )


def _attributes(table: "Table", key: str, where: str) -> tuple[Attribute, ...]:
    attributes = tuple(_attribute(one, f"{where}[{i}]") for i, one in enumerate(table.items(key)))
    refuse_twice((attribute.name for attribute in attributes), f"attribute of {where}")
    return attributes


def _attribute(item: Any, where: str) -> Attribute:
    table = Table(item, where, _ATTRIBUTE_KEYS)
    kind = table.get("type")
    if kind not in ATTRIBUTE_TYPES:
        raise Invalid("bad-codebook", f"{where}.type: {brief(kind)} is none of {', '.join(ATTRIBUTE_TYPES)}.")
    choices = table.notes("choices")
    if (kind in ("choice", "multichoice")) != bool(choices):
        raise Invalid("bad-codebook", f"{where}.choices: a {kind} has {'some' if not choices else 'none'}.")
    refuse_twice(choices, f"choice of {where}")
    definitions = {
        key: checked_note(text_of(value, f"{where}.definitions.{key}"), where)
        for key, value in Table(table.get("definitions") or {}, f"{where}.definitions", set(choices)).tree.items()
    }
    attribute = Attribute(
        name=checked_machine_name(table.get("name"), f"{where}.name"),
        type=kind,
        title=table.line("title"),
        description=table.note("description"),
        choices=choices,
        definitions={choice: definitions[choice] for choice in choices if choice in definitions},
        required=table.flag("required"),
    )
    default = table.get("default")
    return attribute if default is None else replace(attribute, default=attribute.checked(default, where))


def _relation(item: Any, where: str, labels: set[str]) -> RelationType:
    table = Table(item, where, {"name", "title", "description", "shortcut", "from", "to"})
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
        shortcut=table.key("shortcut"),
    )


def _label_tree(label: Label) -> dict[str, Any]:
    return {
        "name": label.name,
        **filled(
            title=label.title,
            description=label.description,
            rules=list(label.rules),
            include=list(label.include),
            exclude=list(label.exclude),
        ),
        "color": label.color,
        **filled(shortcut=label.shortcut),
        "parent": label.parent,
        "attributes": [_attribute_tree(attribute) for attribute in label.attributes],
        **filled(retired=label.retired),
    }


def _attribute_tree(attribute: Attribute) -> dict[str, Any]:
    return {
        "name": attribute.name,
        "type": attribute.type,
        **filled(
            title=attribute.title,
            description=attribute.description,
            choices=list(attribute.choices),
            definitions=dict(attribute.definitions),
        ),
        "required": attribute.required,
        **({} if attribute.default is None else {"default": attribute.default}),
    }


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
