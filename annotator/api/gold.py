"""Gold: what an adjudicator joins there by hand, and takes apart again."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from annotator.api.answers import Answer, Json, Nothing
from annotator.api.door import Resource, Visit
from annotator.api.keys import id_of, making, new_action
from annotator.api.relations import NewRelation, Relation, shown
from annotator.api.shapes import Id, Links
from annotator.domain.errors import Conflict
from annotator.domain.layer import GOLD
from annotator.services import gold_tying, layers
from annotator.services.gold_tying import Filling
from annotator.services.relating import Link

resource = Resource("Gold", "What adjudicators join by hand in the adjudicated layer of a document.")


class SlotOfGold(Struct, forbid_unknown_fields=True):
    """A place in the statement of a stance of gold, and what is to fill it."""

    stance: Annotated[UUID, Meta(description="A span of gold that carries a stance.")]
    slot: Literal["actor", "instrument", "addressee", "reporter"]
    entry: Annotated[str | None, Meta(description="The key of an entry of the registry; null empties the place.")]


class StanceOfGold(Struct):
    """A stance of gold with all its links to the registry."""

    stance: Id
    links: Links


@resource.writes(
    "POST",
    "/documents/<uuid:document>/gold/relations",
    answers=Relation,
    status=201,
    also=200,
    refusals=(403, 404, 409),
)
def join(visit: Visit, document: UUID, body: NewRelation) -> Answer:
    """Join two spans of gold by hand.

    With an ``id`` of yours the request can be sent again, as for a relation of your own.
    """
    relation_id = id_of(visit, body.id)
    link = Link(relation_id, body.type, str(body.source), str(body.target))
    action = making(relation_id, f"{document} {GOLD}", body)
    outcome = gold_tying.relate(visit.tx, visit.person, action, str(document), link)
    _, found = layers.relations_of(visit.tx, visit.person, str(document), GOLD)
    made = next((one for one in found if one.id == relation_id), None)
    if made is None:
        raise Conflict("relation-deleted", "This relation was made before by this request, and deleted since.")
    return Json(shown(str(document), made), 201 if outcome.saved == made.created else 200)


@resource.writes(
    "DELETE", "/documents/<uuid:document>/gold/relations/<uuid:relation>", status=204, refusals=(403, 404, 409)
)
def part(visit: Visit, document: UUID, relation: UUID) -> Answer:
    """Part two spans of gold."""
    gold_tying.part(visit.tx, visit.person, new_action(visit), str(document), str(relation))
    return Nothing()


@resource.writes("PUT", "/documents/<uuid:document>/gold/slots", answers=StanceOfGold, refusals=(403, 404, 409))
def fill(visit: Visit, document: UUID, body: SlotOfGold) -> Answer:
    """Let an entry of the registry fill a place of a statement in gold, or empty the place."""
    filling = Filling(str(body.stance), body.slot, body.entry)
    gold_tying.fill(visit.tx, visit.person, new_action(visit), str(document), filling)
    _, span = layers.span(visit.tx, visit.person, filling.stance)
    return Json(StanceOfGold(span.id, dict(span.links)))
