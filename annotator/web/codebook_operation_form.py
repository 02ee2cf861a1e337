"""What the page of changes sends, turned into operations."""

from collections.abc import Sequence
from typing import Any

import orjson

from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.codebook_editing import attributes_of, part
from annotator.domain.codebook_operation import Operation
from annotator.domain.errors import Invalid
from annotator.domain.naming import machine_name_of
from annotator.domain.operation_tree import KINDS, operation_from_tree
from annotator.web.annotate_form import Form

SEPARATOR = "/"
"""Between a label and its attribute, where one field says both; a machine name has none."""


_ASKED = {"rename": ("label", "name", "title"), "rename-relation": ("relation", "name", "title")}


def operation_of(form: Form, book: Codebook) -> Operation:
    """The operation that was asked for, or that was previewed and is sent again as it was."""
    if "operation" in form:
        try:
            return operation_from_tree(orjson.loads(form["operation"]))
        except orjson.JSONDecodeError:
            raise Invalid("unknown-operation", "That is no change of the codebook.") from None
    return operation_from_tree(_tree(form, book))


def sent(operation: Operation) -> str:
    """``operation`` as a field that comes back as it is."""
    return orjson.dumps(operation.tree()).decode()


def _tree(form: Form, book: Codebook) -> dict[str, Any]:
    kind = form.get("kind", "")
    if kind not in KINDS:
        raise Invalid("unknown-operation", f"A change of the codebook is one of {', '.join(KINDS)}.")
    if kind in ("choices", "require", "rename-attribute"):
        return {"kind": kind, **_of_attribute(form, book, kind)}
    if kind == "merge":
        into = form.get("into", "")
        return {"kind": kind, "labels": [one for one in form.getlist("label") if one != into], "into": into}
    if kind == "tighten":
        ends = {"from": form.getlist("from"), "to": form.getlist("to")}
        return {"kind": kind, **_fields(form, "relation"), **ends}
    more = {"into": _parts(form, book)} if kind == "split" else {}
    return {"kind": kind, **_fields(form, *_ASKED.get(kind, ("label",))), **more}


def _of_attribute(form: Form, book: Codebook, kind: str) -> dict[str, Any]:
    of, _, attribute = form.get("attribute", "").rpartition(SEPARATOR)
    old = part(attributes_of(book, of), attribute)
    return {"of": of, "attribute": attribute, **_of_kind(form, old, kind)}


def _of_kind(form: Form, old: Attribute, kind: str) -> dict[str, Any]:
    if kind == "choices":
        return _choices(form, old.choices)
    return {"required": not old.required} if kind == "require" else _fields(form, "name", "title")


def _fields(form: Form, *names: str) -> dict[str, str]:
    return {name: form.get(name, "").strip() for name in names}


def _parts(form: Form, book: Codebook) -> list[dict[str, str]]:
    taken = {label.name for label in book.labels}
    parts = []
    for title, description in zip(form.getlist("title"), form.getlist("description"), strict=False):
        if title.strip():
            name = machine_name_of(title.strip(), taken)
            taken.add(name)
            parts.append({"name": name, "title": title.strip(), "description": description.strip()})
    return parts


def _choices(form: Form, old: Sequence[str]) -> dict[str, Any]:
    """The new choices and what the old ones become; an old one whose field is empty becomes none of them."""
    new = [value.strip() for value in form.getlist("becomes")]
    if len(new) < len(old):
        raise Invalid("bad-form", "Each choice is sent with what it becomes.")
    mapping = {one: other for one, other in zip(old, new, strict=False) if other and one != other}
    return {"choices": list(dict.fromkeys(one for one in new if one)), "mapping": mapping}
