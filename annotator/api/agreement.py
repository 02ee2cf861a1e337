"""Agreement: how far the annotators of a project agree."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType, convert

from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, Visit
from annotator.api.shapes import FILTER
from annotator.services import agreeing

resource = Resource("Agreement", "Inter-annotator agreement, over the documents that at least two completed.")


class Figure(Struct, omit_defaults=True):
    """A figure with its 95 % interval; null where it cannot be computed, with the reason."""

    value: float | None
    low: float | UnsetType | None = UNSET
    high: float | UnsetType | None = UNSET
    why: str | UnsetType = UNSET


class Pair(Struct):
    """Two annotators, and the documents that both of them completed."""

    annotators: Annotated[list[str], Meta(min_length=2, max_length=2)]
    documents: int
    measures: dict[str, Figure]


class Agreement(Struct):
    """How far annotators agree. Measures are named as in the command line's report."""

    project: str
    documents: Annotated[int, Meta(description="So many were completed by at least two.")]
    annotators: list[str]
    codebook_versions: list[int]
    measures: dict[str, Figure]
    labels: Annotated[
        dict[str, dict[str, Any]],
        Meta(description="For each label its figures, and under spans how many each annotator has."),
    ]
    pairs: list[Pair]
    statements: Annotated[
        dict[str, dict[str, Any]] | UnsetType,
        Meta(
            description="Of statements: found by both, the actor, the instrument, the polarity given these, and "
            "the whole (identical); each with its figures, how many there are, and how many differ."
        ),
    ] = UNSET
    relations: Annotated[
        dict[str, dict[str, Any]] | UnsetType,
        Meta(
            description="For each type of relation its figures, how many either of two has, and how many differ."
        ),
    ] = UNSET
    attributes: Annotated[
        dict[str, dict[str, Any]] | UnsetType,
        Meta(
            description="For each attribute of documents its figures, and of how many two or more said anything."
        ),
    ] = UNSET


class Asked(Struct, forbid_unknown_fields=True):
    """Which figures, of whom."""

    measure: Annotated[list[str], Meta(description="Only these; all that take no time by default.")] = []
    annotator: Annotated[list[str], Meta(description="Only these; everybody but gold by default.")] = []
    label: Annotated[list[str], Meta(description="Only these labels, as one family; all by default.")] = []
    filter: Annotated[str, Meta(max_length=20_000, description=FILTER)] = ""


@resource.reads("/projects/<slug>/agreement", answers=Agreement, refusals=(403, 404, 422))
def one(visit: Visit, slug: str, query: Asked) -> Answer:
    """Compute how far annotators agree, whole, by label and by pair."""
    found = agreeing.agreement(
        visit.tx,
        visit.person,
        slug,
        names=query.annotator,
        wanted=query.measure,
        labels=query.label,
        filter=query.filter,
    )
    return Json(convert(agreeing.report(found), Agreement))
