"""Statements: who takes which stance on what, read off the spans and relations of a layer."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from annotator.api.answers import Answer
from annotator.api.door import Resource, Visit
from annotator.api.paging import AFTER, Page, paged
from annotator.api.shapes import Annotator, Id
from annotator.domain.statement import Slot as Filled
from annotator.domain.statement import Statement as Made
from annotator.services import stating

resource = Resource("Statements", "Who takes which stance on which instrument, read off spans and relations.")


class Slot(Struct, omit_defaults=True):
    """What fills a place: a span, an entry of the registry, or a span that mentions one."""

    span: Id | UnsetType = UNSET
    entity: Annotated[str, Meta(description="The key of an entry.")] | UnsetType = UNSET


class Statement(Struct):
    """One stance of one actor on one instrument."""

    id: Annotated[Id, Meta(description="The same for the same stance, actor and instrument.")]
    document: Id
    annotator: str
    layer: Annotated[str, Meta(description="Its annotator's name, or gold.")]
    stance: Annotated[Id, Meta(description="A span.")]
    actor: Slot | None
    instrument: Slot | None
    polarity: str | None
    voice: str | None
    reporter: Slot | None
    addressee: Slot | None
    missing: Annotated[list[str], Meta(description="What is not said yet of actor, instrument, polarity, voice.")]


class Filter(Page, kw_only=True, forbid_unknown_fields=True):
    """Which statements."""

    annotator: Annotator | None = None
    limit: Annotated[int, Meta(ge=1, le=5000, description="At most so many.")] = 1000
    after: Annotated[str, Meta(max_length=36, description=AFTER)] = ""


@resource.reads("/documents/<uuid:document>/statements", answers=list[Statement], refusals=(403, 404))
def index(visit: Visit, document: UUID, query: Filter) -> Answer:
    """List the statements of a document, by their id: of one layer, or of all that you may read."""
    desk, found = stating.of_document(visit.tx, visit.person, str(document), query.annotator)
    later = (one for one in sorted(found, key=lambda one: one.id) if one.id > query.after)
    return paged(later, query, lambda one: one.id, lambda one: _shown(desk.document_id, one))


def _shown(document_id: str, one: Made) -> Statement:
    return Statement(
        id=one.id,
        document=document_id,
        annotator=one.annotator,
        layer=one.layer,
        stance=one.stance.id,
        actor=_slot(one.actor),
        instrument=_slot(one.instrument),
        polarity=one.polarity,
        voice=one.voice,
        reporter=_slot(one.reporter),
        addressee=_slot(one.addressee),
        missing=list(one.missing),
    )


def _slot(filled: Filled | None) -> Slot | None:
    if filled is None:
        return None
    return Slot(filled.span.id if filled.span else UNSET, filled.entity or UNSET)
