"""Editions: a document's text is corrected by making another that takes its place."""

from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from annotator.api.answers import Answer, Json, Stream
from annotator.api.door import Resource, Visit, store
from annotator.api.shapes import Id, Offset, Time
from annotator.domain.permission import Person
from annotator.services import editions, exchange, revising
from annotator.services.revising import Carried, Correction, Report

resource = Resource(
    "Editions", "A text is never changed: its correction is another edition, which takes its place."
)

Fate = Literal["unchanged", "moved", "reworded", "lost"]


class Edition(Struct):
    """An edition of a document."""

    number: int
    made: Time
    by: Annotated[str | None, Meta(description="None for the first, which came in, and for the command line.")]
    reason: str
    left_behind: Annotated[
        int, Meta(description="Spans that did not come along into the next, as far as you may know.")
    ]


class Standing(Struct, forbid_unknown_fields=True):
    """Where a span is to stand in the corrected text. Without start and end it is left behind."""

    span: Id
    start: Offset | None = None
    end: Offset | None = None


class Corrected(Struct, forbid_unknown_fields=True):
    """The text as it should be."""

    text: str
    reason: Annotated[str, Meta(max_length=500)] = ""
    placed: Annotated[list[Standing], Meta(max_length=5000)] = []
    dry_run: Annotated[bool, Meta(description="Only say what would become of the spans.")] = False


class Fated(Struct):
    """A span that reads otherwise, or is lost."""

    span: Id
    layer: str
    label: str
    fate: Fate
    was: str
    becomes: str


class Outcome(Struct):
    """What becomes of the spans.

    ``document`` is the new edition's id, None where nothing was done; ``loses_tree`` says that the document came
    as TEI of others, whose markup does not fit the new text.
    """

    document: Id | None
    number: int | None
    unchanged: int
    moved: int
    reworded: int
    lost: int
    loses_tree: bool
    spans: Annotated[list[Fated], Meta(description="Those that read otherwise, or are lost.")]


@resource.reads("/documents/<uuid:document>/editions", answers=list[Edition], refusals=(404,))
def index(visit: Visit, document: UUID) -> Answer:
    """List the editions of a document, the oldest first."""
    found = editions.listed(visit.tx, visit.person, str(document))
    return Json(
        [
            Edition(one.number, one.made, one.by, one.reason, len(found.left.get(one.number, ())))
            for one in found.all
        ]
    )


@resource.writes(
    "POST", "/documents/<uuid:document>/editions", answers=Outcome, status=201, also=200, refusals=(403, 404, 422)
)
def create(visit: Visit, document: UUID, body: Corrected) -> Answer:
    """Correct a text.

    What everybody marked follows by the difference of the two texts and by its words; the old edition stays.
    With ``dry_run`` nothing is done.
    """
    placed = {
        one.span: () if one.start is None or one.end is None else ((one.start, one.end),) for one in body.placed
    }
    correction = Correction(body.text, body.reason, placed)
    if body.dry_run:
        return Json(_outcome(revising.look(visit.tx, visit.person, str(document), correction)))
    made = revising.revise(visit.tx, visit.person, str(document), correction)
    where = {"Location": f"/api/v1/documents/{made.document_id}"}
    return Json(_outcome(made.report, made.document_id, made.number), 201, headers=where)


class Which(Struct, forbid_unknown_fields=True, kw_only=True):
    """How to export it."""

    format: Annotated[str, Meta(max_length=100)] = "jsonl"
    layer: Annotated[str, Meta(max_length=200, description="gold, all, or a user's name.")] = "all"
    allow_loss: bool = False


@resource.opens(
    "GET",
    "/documents/<uuid:document>/editions/<int:number>/export",
    refusals=(403, 404, 422),
    media_types=lambda: sorted({one.media_type for one in exchange.writers()}),
    choices={"format": lambda: [one.name for one in exchange.writers()]},
)
def take_out(person: Person, document: UUID, number: int, query: Which) -> Answer:
    """Export a document in one of its editions, with what was marked on it then."""
    wanted = editions.export(
        store(),
        person,
        str(document),
        number,
        form=query.format,
        layer=query.layer,
        allow_loss=query.allow_loss,
    )
    return Stream(wanted.file_name, wanted.media_type, wanted.chunks)


def _outcome(report: Report, document: str | None = None, number: int | None = None) -> Outcome:
    counts: dict[str, Any] = {
        fate: len(report.of_fate(fate)) for fate in ("unchanged", "moved", "reworded", "lost")
    }
    told = [_fated(one) for one in report.carried if one.fate in ("reworded", "lost")]
    return Outcome(document, number, **counts, loses_tree=report.loses_tree, spans=told)


def _fated(one: Carried) -> Fated:
    return Fated(one.span.id, one.span.layer, one.span.label, one.anchored.fate, one.was, one.becomes)
