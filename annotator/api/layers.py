"""Layers: one annotator's work on one document, with a state; gold is the adjudicated one."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, Visit
from annotator.api.keys import new_action
from annotator.api.shapes import Time, Values
from annotator.domain.layer import LayerState
from annotator.domain.permission import Act
from annotator.services import completing, describing, layers

resource = Resource("Layers", "One annotator's spans and relations on one document, with a state.")


class Layer(Struct):
    """A layer without what stands in it; the times are null for one that is not begun."""

    document: str
    name: Annotated[str, Meta(description="Its annotator's name, or gold.")]
    annotator: str
    state: LayerState
    created: Time | None
    updated: Time | None
    attributes: Annotated[Values, Meta(description="What is said about the document as a whole.")] = {}


class State(Struct, forbid_unknown_fields=True):
    """The state of a layer, and what its annotator says about the document as a whole."""

    state: LayerState
    attributes: Annotated[
        dict[str, bool | int | float | str | list[str] | None],
        Meta(description="What is not named stays as it is; null takes it away."),
    ] = {}


@resource.reads("/documents/<uuid:document>/layers", answers=list[Layer], refusals=(404,))
def index(visit: Visit, document: UUID) -> Answer:
    """List the layers of a document that you may read; your own also before it is begun."""
    return Json(_shown(visit, str(document)))


@resource.writes("PUT", "/documents/<uuid:document>/layers/me", answers=Layer, refusals=(403, 404, 409, 415, 422))
def put(visit: Visit, document: UUID, body: State) -> Answer:
    """Declare your layer complete, or open it again; say what the document as a whole is."""
    # A layer is described while it is open.
    if body.state == "complete":
        _describe(visit, str(document), body)
    completing.set_state(visit.tx, visit.person, new_action(visit), str(document), body.state)
    if body.state != "complete":
        _describe(visit, str(document), body)
    return Json(next(one for one in _shown(visit, str(document)) if one.name == visit.person.name))


def _describe(visit: Visit, document_id: str, body: State) -> None:
    if body.attributes:
        describing.describe(visit.tx, visit.person, new_action(visit), document_id, body.attributes)


def _shown(visit: Visit, document_id: str) -> list[Layer]:
    desk, heads = layers.visible(visit.tx, visit.person, document_id)
    shown = [
        Layer(
            document_id, head.name, head.annotator, head.state, head.created, head.updated, dict(head.attributes)
        )
        for head in heads
    ]
    if desk.layer_id is None and desk.standing.may(Act.ANNOTATE):
        name = visit.person.name
        shown.append(Layer(document_id, name, name, "new", None, None))
    return shown
