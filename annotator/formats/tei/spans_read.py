"""Annotations as spans: where, what, by whom and when, with what said beside."""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from lxml.etree import _Element as Element

from annotator.domain.entity import Entity
from annotator.domain.errors import Invalid
from annotator.domain.layer import Layer
from annotator.domain.naming import checked_machine_name
from annotator.domain.span import Span
from annotator.domain.text import checked_note
from annotator.formats.tei.anchor import fragments_of
from annotator.formats.tei.codebook_read import code_of
from annotator.formats.tei.entities_read import links_from
from annotator.formats.tei.ground import Ground
from annotator.formats.tei.tree import children, local, place, words
from annotator.formats.tei.values import attributes_of

_VERSION = re.compile(r"[1-9][0-9]{0,8}")
_KEPT_NOTES = ("quote", "comment")
_NOT_KEPT = ("cert", "corresp")

T = TypeVar("T")


def span_from(annotation: Element, layer: Layer, entries: Mapping[str, Entity], ground: Ground) -> Span | None:
    """The span that an annotation is; None, and noted, for one that says something else.

    Raises:
        Invalid: names the annotation, and what is wrong with it.
    """
    motivation = annotation.get("motivation", "classifying")
    if "classifying" not in motivation.split():
        ground.file.notes.add("annotation", f"motivation “{motivation[:40]}”: not kept")
        return None
    _note_rest(annotation, ground)
    label, version = _label(annotation, ground)
    changes = {one.get("status"): one for one in children(annotation, "revisionDesc", "change")}
    created, updated = changes.get("created"), changes.get("updated")
    who = None if created is None else ground.person(created, "who")
    first = ground.file.time(created) or ground.file.incoming.now
    number = "" if updated is None else updated.get("n") or ""
    return Span(
        id=ground.id_of(annotation, "a"),
        layer=layer.name,
        annotator=who or layer.annotator,
        label=label,
        fragments=fragments_of(annotation, ground),
        attributes=attributes_of(annotation, ground.file.ids),
        note=naming(annotation, lambda: _comment(annotation)),
        codebook_version=version,
        version=int(number) if _VERSION.fullmatch(number) else 1,
        created=first,
        updated=ground.file.time(updated) or first,
        links=links_from(annotation, entries, ground),
    )


def machine_name(code: tuple[str, int | None], element: Element, ground: Ground) -> tuple[str, int]:
    """A name that a pointer led to, checked, and the version of its codebook."""
    name, version = code
    return checked_machine_name(name, place(element)), ground.codebook_version if version is None else version


def naming(element: Element, read: Callable[[], T]) -> T:
    """What ``read`` reads; its refusal names ``element``."""
    try:
        return read()
    except Invalid as refusal:
        raise Invalid(refusal.code, f"{place(element)}: {refusal.message}") from None


def _label(annotation: Element, ground: Ground) -> tuple[str, int]:
    codes = [one.get("target") or "" for one in children(annotation, "ptr") if one.get("type") == "code"]
    if len(codes) != 1:
        what = "no code" if not codes else f"{len(codes)} codes"
        raise Invalid("bad-annotation", f"{place(annotation)} has {what}; a span has one label.")
    return machine_name(code_of(codes[0], ground.file.ids), annotation, ground)


def _comment(annotation: Element) -> str:
    comments = (words(one) for one in children(annotation, "note") if one.get("type") == "comment")
    return checked_note("\n".join(comments), "the comment")


def _note_rest(annotation: Element, ground: Ground) -> None:
    for name in _NOT_KEPT:
        if annotation.get(name) is not None:
            ground.file.notes.add("annotation", f"{name}: not kept")
    for one in annotation:
        kind = one.get("type") or ""
        match local(one):
            case "revisionDesc":
                pass
            case "ptr" if kind in ("code", "entity"):
                pass
            case "note" if kind in _KEPT_NOTES:
                pass
            case name:
                ground.file.notes.add("annotation", f"{name} {kind[:40]}".rstrip() + ": not kept")
