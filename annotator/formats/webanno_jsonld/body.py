"""What an annotation says, and who says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.domain.layer import GOLD
from annotator.formats._marked import IMPORTED
from annotator.formats._records.table import Table

_LABELS = ("tagging", "classifying", "identifying")
_UNNAMED = "annotation"


@dataclass(frozen=True, slots=True)
class Said:
    """An annotation without its target. ``linked`` are the ids of the annotations that it leads to."""

    key: str
    annotator: str
    motivation: str
    labels: tuple[str, ...]
    note: str
    linked: tuple[str, ...]
    attributes: Mapping[str, Any]


def said_by(one: Table) -> Said:
    """What ``one`` says: its tags are labels, all other words are its note."""
    bodies = [body for each in _listed(one.tree.get("body")) for body in _chosen(each)]
    motivation = next((str(each) for each in _listed(one.tree.get("motivation"))), "")
    labels = [_value(body) for body in bodies if _purpose(body, motivation) in _LABELS]
    notes = [_value(body) for body in bodies if _purpose(body, motivation) not in (*_LABELS, "linking")]
    linked = [_value(body) for body in bodies if _purpose(body, motivation) == "linking"]
    return Said(
        key=str(one.tree.get("id", "")),
        annotator=_annotator(one),
        motivation=motivation,
        labels=tuple(label for label in labels if label) or (motivation or _UNNAMED,),
        note="\n".join(note for note in notes if note),
        linked=tuple(linked),
        attributes=one.mapping("attributes"),
    )


def _annotator(one: Table) -> str:
    if one.tree.get("layer") == GOLD:
        return GOLD
    for creator in _listed(one.tree.get("creator")):
        if isinstance(creator, str):
            return creator.rpartition("/")[2] or creator
        if isinstance(creator, dict):
            named = creator.get("nickname") or creator.get("name") or creator.get("id")
            if isinstance(named, str):
                return named
    return IMPORTED


def _purpose(body: Any, motivation: str) -> str:
    purpose = next(iter(_listed(body.get("purpose"))), None) if isinstance(body, dict) else None
    if purpose is None and isinstance(body, dict) and motivation in _LABELS:
        return motivation
    return str(purpose or "")


def _value(body: Any) -> str:
    if isinstance(body, str):
        return body
    found = body.get("value", body.get("source", body.get("id"))) if isinstance(body, dict) else None
    return str(found.get("id", "")) if isinstance(found, dict) else str(found or "")


def _chosen(body: Any) -> list[Any]:
    """The bodies of a choice: all of what somebody may choose."""
    return body["items"] if isinstance(body, dict) and isinstance(body.get("items"), list) else [body]


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
