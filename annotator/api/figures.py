"""Figures of what is marked: labels by where and when they are given, together, and what is mentioned most."""

from typing import Annotated

from msgspec import Meta, Struct, convert

from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, Visit
from annotator.api.shapes import FILTER
from annotator.services import frequency
from annotator.services.frequency import By

resource = Resource("Figures", "What is marked, counted.")


class GroupCounted(Struct):
    """How often each label is given in a document, publication, year or month; empty where none is known."""

    group: str
    counts: dict[str, int]


class LabelsTogether(Struct):
    """In how many paragraphs one annotator gave both labels; of one with itself, gave it at all."""

    labels: Annotated[list[str], Meta(min_length=2, max_length=2)]
    paragraphs: int


class MentionCounted(Struct):
    """What spans of a label mention: the entry they are linked to, or their words."""

    label: str
    mention: str
    count: int


class LabelFigures(Struct):
    """What is counted in a layer, or in all of them."""

    project: str
    layer: str
    filter: Annotated[str | None, Meta(description="As it is written; null where all documents count.")]
    by: By
    documents: int
    spans: int
    labels: list[str]
    groups: list[GroupCounted]
    together: list[LabelsTogether]
    mentions: list[MentionCounted]


class FiguresWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """What is counted, and by what."""

    layer: Annotated[
        str,
        Meta(max_length=200, description="gold, all, or a user's name; by default the widest."),
    ] = ""
    by: By = "publication"
    filter: Annotated[str, Meta(max_length=20_000, description=FILTER)] = ""


@resource.reads("/projects/<slug>/figures", answers=LabelFigures, refusals=(403, 404, 422))
def show(visit: Visit, slug: str, query: FiguresWanted) -> Answer:
    """Count what is marked, as far as you may know of it."""
    found = frequency.frequency(visit.tx, visit.person, slug, layer=query.layer, by=query.by, let=query.filter)
    return Json(convert(frequency.report(found), LabelFigures))
