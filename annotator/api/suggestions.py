"""Suggestions: what may be marked in a document, for whoever asks. Nobody's annotation."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, Visit
from annotator.services import suggesting

resource = Resource("Suggestions", "What may be marked, from your own work, the registry and how citations look.")


class Suggestion(Struct):
    """A place that may have a label. Mark it as a span to make it yours."""

    start: Annotated[int, Meta(description="In code points.")]
    end: Annotated[int, Meta(description="Behind the last one.")]
    label: str
    text: str
    source: Annotated[
        Literal["own", "registry", "citation"],
        Meta(description="You marked these words so; they are a name in the registry; they look like a citation."),
    ]
    confidence: Annotated[float, Meta(ge=0, le=1, description="How sure it is.")]


@resource.reads("/documents/<uuid:document>/suggestions", answers=list[Suggestion], refusals=(403, 404))
def index(visit: Visit, document: UUID) -> Answer:
    """List what may be marked in your layer of a document, in reading order."""
    desk, found = suggesting.suggested(visit.tx, visit.person, str(document))
    text = desk.reading.text
    return Json(
        [
            Suggestion(one.start, one.end, one.label, text[one.start : one.end], one.source, one.confidence)
            for one in found
        ]
    )
