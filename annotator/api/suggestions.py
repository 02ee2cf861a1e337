"""Suggestions: what may be marked in a document, for whoever asks. Nobody's annotation until it is accepted."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from annotator.api import spans
from annotator.api.answers import Answer, Json, Nothing
from annotator.api.door import Resource, Visit
from annotator.api.keys import id_of, making, new_action
from annotator.api.shapes import Offset
from annotator.services import suggesting
from annotator.services.annotating import Draft

resource = Resource(
    "Suggestions", "What may be marked, from your own work, the registry, how citations look, and a model."
)

Number = Annotated[int, Meta(ge=1, le=2**31 - 1, description="Of the model that suggests it.")]


class Suggestion(Struct, omit_defaults=True):
    """A place that may have a label. Accept it to make it a span of yours."""

    start: Annotated[int, Meta(description="In code points.")]
    end: Annotated[int, Meta(description="Behind the last one.")]
    label: str
    text: str
    source: Annotated[
        Literal["own", "registry", "citation", "model"],
        Meta(
            description="You marked these words so; they are a name in the registry; they look like a citation; "
            "a model that learned from gold takes them for it."
        ),
    ]
    confidence: Annotated[float, Meta(ge=0, le=1, description="How sure it is.")]
    model: Number | UnsetType = UNSET


class Judged(Struct, forbid_unknown_fields=True, kw_only=True):
    """The suggestion that is meant, as it was listed."""

    start: Offset
    end: Offset
    label: str
    model: Number | UnsetType = UNSET
    text: Annotated[str, Meta(description="What you saw there; refused where it is not.")] | UnsetType = UNSET

    def draft(self, span_id: str = "") -> Draft:
        words = None if self.text is UNSET else self.text
        return Draft(span_id, [(self.start, self.end)], self.label, words)

    @property
    def by(self) -> int | None:
        return None if self.model is UNSET else self.model


class Accepted(Judged, forbid_unknown_fields=True, kw_only=True):
    """A suggestion that becomes a span of yours."""

    id: Annotated[UUID, Meta(description="Made by you: the same id again is the same span.")] | UnsetType = UNSET


@resource.reads("/documents/<uuid:document>/suggestions", answers=list[Suggestion], refusals=(403, 404))
def index(visit: Visit, document: UUID) -> Answer:
    """List what may be marked in your layer of a document, in reading order."""
    desk, found = suggesting.suggested(visit.tx, visit.person, str(document))
    text = desk.reading.text
    return Json(
        [
            Suggestion(
                one.start,
                one.end,
                one.label,
                text[one.start : one.end],
                one.source,
                one.confidence,
                UNSET if one.model is None else one.model,
            )
            for one in found
        ]
    )


@resource.writes(
    "POST",
    "/documents/<uuid:document>/suggestions/accept",
    answers=spans.Span,
    status=201,
    also=200,
    refusals=(403, 404, 409),
)
def accept(visit: Visit, document: UUID, body: Accepted) -> Answer:
    """Mark a suggestion in your layer.

    That it was suggested, by what and how sure, is kept with it. With an ``id`` of yours the request can be sent
    again, as for spans.
    """
    span_id = id_of(visit, body.id)
    action = making(span_id, str(document), body)
    change = suggesting.accept(visit.tx, visit.person, action, str(document), body.draft(span_id), model=body.by)
    return spans.made(visit, span_id, change)


@resource.writes("POST", "/documents/<uuid:document>/suggestions/refuse", status=204, refusals=(403, 404, 409))
def refuse(visit: Visit, document: UUID, body: Judged) -> Answer:
    """Let a suggestion go: it is not made to you again."""
    action = new_action(visit)
    suggesting.refuse(visit.tx, visit.person, action, str(document), body.draft(), model=body.by)
    return Nothing()
