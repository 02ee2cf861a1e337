"""Relations: typed, directed links between two spans of a layer."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from annotator.api.answers import Answer, Json, Nothing
from annotator.api.door import Resource, Visit
from annotator.api.keys import id_of, making, new_action
from annotator.api.paging import AFTER, Page, paged
from annotator.api.shapes import Annotator, Id, Time
from annotator.domain.errors import Conflict
from annotator.domain.relation import Relation as Joined
from annotator.services import layers, relating
from annotator.services.relating import Link

resource = Resource("Relations", "Typed, directed links between two spans of the same document and annotator.")


class Relation(Struct):
    """A relation; ``source`` and ``target`` are ids of spans."""

    id: Id
    document: Id
    annotator: str
    layer: Annotated[str, Meta(description="Its annotator's name, or gold.")]
    type: str
    source: Id
    target: Id
    created: Time


class NewRelation(Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A relation to be made between two spans of yours."""

    type: Annotated[str, Meta(description="A relation type of the codebook.")]
    source: UUID
    target: UUID
    id: Annotated[UUID, Meta(description="Made by you: the same id again is the same relation.")] | UnsetType = (
        UNSET
    )


class Filter(Page, kw_only=True, forbid_unknown_fields=True):
    """Which relations."""

    annotator: Annotator | None = None
    limit: Annotated[int, Meta(ge=1, le=5000, description="At most so many.")] = 1000
    after: Annotated[str, Meta(max_length=36, description=AFTER)] = ""


@resource.reads("/documents/<uuid:document>/relations", answers=list[Relation], refusals=(403, 404))
def index(visit: Visit, document: UUID, query: Filter) -> Answer:
    """List the relations of a document, by their id: of one layer, or of all that you may read."""
    desk, found = layers.relations_of(visit.tx, visit.person, str(document), query.annotator)
    later = (one for one in sorted(found, key=lambda one: one.id) if one.id > query.after)
    return paged(later, query, lambda one: one.id, lambda one: shown(desk.document_id, one))


@resource.writes(
    "POST",
    "/documents/<uuid:document>/relations",
    answers=Relation,
    status=201,
    also=200,
    refusals=(403, 404, 409),
)
def create(visit: Visit, document: UUID, body: NewRelation) -> Answer:
    """Join two spans of yours.

    With an ``id`` of yours the request can be sent again, as for a span.
    """
    relation_id = id_of(visit, body.id)
    link = Link(relation_id, body.type, str(body.source), str(body.target))
    action = making(relation_id, str(document), body)
    change = relating.create(visit.tx, visit.person, action, str(document), link)
    _, own = layers.relations_of(visit.tx, visit.person, str(document), layers.OWN)
    made = next((one for one in own if one.id == relation_id), None)
    if made is None:
        raise Conflict("relation-deleted", "This relation was made before by this request, and deleted since.")
    return Json(shown(str(document), made), 201 if change.saved == made.created else 200)


@resource.writes("DELETE", "/relations/<uuid:relation>", status=204, refusals=(403, 404, 409))
def remove(visit: Visit, relation: UUID) -> Answer:
    """Part two spans of yours."""
    relating.delete(visit.tx, visit.person, new_action(visit), str(relation))
    return Nothing()


def shown(document_id: str, one: Joined) -> Relation:
    """A relation as it is answered."""
    return Relation(one.id, document_id, one.annotator, one.layer, one.type, one.source, one.target, one.created)
