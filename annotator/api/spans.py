"""Spans: one label on one stretch of text, by one annotator."""

import re
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from annotator.api import sent
from annotator.api.answers import Answer, Json, Nothing
from annotator.api.door import Resource, Visit
from annotator.api.keys import id_of, making, new_action
from annotator.api.paging import AFTER, Page, paged
from annotator.api.shapes import Annotator, Fragments, Id, Links, Offset, Time, Values
from annotator.domain.errors import Conflict, Invalid, NotFound
from annotator.domain.span import Span as Marked
from annotator.services import annotating, layers
from annotator.services.annotating import Draft, Edit
from annotator.services.reading import Desk
from annotator.services.recording import Change

resource = Resource("Spans", "One label on one stretch of text, by one annotator; spans overlap and nest freely.")

_MARK = re.compile(r"([0-9]{1,10})-([0-9]{1,10})-([0-9a-f-]{36})")
_PLACE = "start and end, or fragments"


class Span(Struct, omit_defaults=True):
    """A span as it stands in its layer. ``fragments`` only where it has several, ``links`` where it has any."""

    id: Id
    document: Id
    annotator: str
    layer: Annotated[str, Meta(description="Its annotator's name, or gold.")]
    label: str
    start: Offset
    end: Offset
    text: Annotated[str, Meta(description="What stands between start and end.")]
    attributes: Values
    note: str
    version: Annotated[int, Meta(description="Goes up with every change; the entity tag is this number.")]
    created: Time
    updated: Time
    fragments: Fragments | UnsetType = UNSET
    links: Links | UnsetType = UNSET


class NewSpan(Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A span to be marked: its place is ``start`` and ``end``, or ``fragments``."""

    label: str
    start: Offset | UnsetType = UNSET
    end: Offset | UnsetType = UNSET
    fragments: Fragments | UnsetType = UNSET
    attributes: Values = {}
    note: str = ""
    links: Links = {}
    id: Annotated[UUID, Meta(description="Made by you: the same id again is the same span.")] | UnsetType = UNSET
    text: Annotated[str, Meta(description="What you saw there; refused where it is not.")] | UnsetType = UNSET


class SpanChange(Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What is to be different; what is left out stays. ``attributes`` and ``links`` are replaced all together."""

    label: str | UnsetType = UNSET
    start: Offset | UnsetType = UNSET
    end: Offset | UnsetType = UNSET
    fragments: Fragments | UnsetType = UNSET
    attributes: Values | UnsetType = UNSET
    note: str | UnsetType = UNSET
    links: Links | UnsetType = UNSET
    text: Annotated[str, Meta(description="What you saw there; refused where it is not.")] | UnsetType = UNSET


class Filter(Page, kw_only=True, forbid_unknown_fields=True):
    """Which spans."""

    annotator: Annotator | None = None
    limit: Annotated[int, Meta(ge=1, le=5000, description="At most so many.")] = 1000
    after: Annotated[str, Meta(max_length=60, description=AFTER)] = ""


@resource.reads("/documents/<uuid:document>/spans", answers=list[Span], refusals=(403, 404))
def index(visit: Visit, document: UUID, query: Filter) -> Answer:
    """List the spans of a document, in reading order: of one layer, or of all that you may read."""
    desk, found = layers.spans_of(visit.tx, visit.person, str(document), query.annotator)
    after = _place_after(query.after)
    later = (span for span in sorted(found, key=_place) if _place(span) > after)
    return paged(later, query, _mark, lambda span: _shown(desk, span))


@resource.writes(
    "POST",
    "/documents/<uuid:document>/spans",
    answers=Span,
    status=201,
    also=200,
    refusals=(403, 404, 409),
)
def create(visit: Visit, document: UUID, body: NewSpan) -> Answer:
    """Mark a span in your layer.

    With an ``id`` of yours the request can be sent again: the same id is the same span, answered with 200 as it
    stands now. The same id with another body, or after the span was deleted, is refused with 409.
    """
    span_id = id_of(visit, body.id)
    draft = Draft(
        id=span_id,
        fragments=_fragments(body),
        label=body.label,
        words=_or_none(body.text),
        attributes=body.attributes,
        note=body.note,
        links=body.links,
    )
    action = making(span_id, str(document), body)
    change = annotating.create(visit.tx, visit.person, action, str(document), [draft])
    return made(visit, span_id, change)


@resource.reads("/spans/<uuid:span>", answers=Span, refusals=(404,))
def one(visit: Visit, span: UUID) -> Answer:
    """Look at a span."""
    return _answer(visit, str(span))


@resource.writes(
    "PATCH", "/spans/<uuid:span>", answers=Span, refusals=(403, 404, 409, 412), if_match=True, present=one
)
def change(visit: Visit, span: UUID, body: SpanChange) -> Answer:
    """Change a span of yours.

    With ``If-Match`` it is refused with 412 where somebody changed the span since; ``present`` is how it stands
    now. Without it, the last write wins.
    """
    edit = Edit(
        label=_or_none(body.label),
        fragments=_moved(visit, str(span), body),
        words=_or_none(body.text),
        attributes=_or_none(body.attributes),
        note=_or_none(body.note),
        links=_or_none(body.links),
    )
    annotating.change(visit.tx, visit.person, new_action(visit), str(span), edit, version=sent.version())
    return _answer(visit, str(span))


@resource.writes(
    "DELETE", "/spans/<uuid:span>", status=204, refusals=(403, 404, 409, 412), if_match=True, present=one
)
def remove(visit: Visit, span: UUID) -> Answer:
    """Take a span of yours away; ``If-Match`` as for a change."""
    annotating.delete(visit.tx, visit.person, new_action(visit), str(span), version=sent.version())
    return Nothing()


def made(visit: Visit, span_id: str, change: Change) -> Json:
    """The answer to whoever made a span: 201 where it is new, 200 where it was made by this request before."""
    try:
        desk, span = layers.span(visit.tx, visit.person, span_id)
    except NotFound:
        raise Conflict("span-deleted", "This span was made before by this request, and deleted since.") from None
    fresh = change.saved == span.created == span.updated
    return Json(
        _shown(desk, span), 201 if fresh else 200, _version(span), {"Location": f"/api/v1/spans/{span_id}"}
    )


def _answer(visit: Visit, span_id: str) -> Json:
    desk, span = layers.span(visit.tx, visit.person, span_id)
    return Json(_shown(desk, span), version=_version(span))


def _shown(desk: Desk, span: Marked) -> Span:
    return Span(
        id=span.id,
        document=desk.document_id,
        annotator=span.annotator,
        layer=span.layer,
        label=span.label,
        start=span.start,
        end=span.end,
        text=span.quote(desk.reading.text),
        attributes=dict(span.attributes),
        note=span.note,
        version=span.version,
        created=span.created,
        updated=span.updated,
        fragments=[list(one) for one in span.fragments] if len(span.fragments) > 1 else UNSET,
        links=dict(span.links) or UNSET,
    )


def _version(span: Marked) -> str:
    return str(span.version)


def _fragments(body: NewSpan | SpanChange) -> Sequence[tuple[int, int]]:
    whole = (body.start, body.end)
    if body.fragments is UNSET:
        if UNSET in whole:
            raise Invalid("no-place", f"A span's place is {_PLACE}.")
        return [whole]  # type: ignore[list-item]
    if whole not in ((UNSET, UNSET), (body.fragments[0][0], body.fragments[-1][1])):
        raise Invalid("two-places", f"A span's place is {_PLACE}; here they contradict each other.")
    return [(start, end) for start, end in body.fragments]


def _moved(visit: Visit, span_id: str, body: SpanChange) -> Sequence[tuple[int, int]] | None:
    if body.fragments is not UNSET:
        return _fragments(body)
    if body.start is UNSET and body.end is UNSET:
        return None
    _, span = layers.span(visit.tx, visit.person, span_id)
    return [(span.start if body.start is UNSET else body.start, span.end if body.end is UNSET else body.end)]


def _or_none(value: Any) -> Any:
    return None if value is UNSET else value


def _place(span: Marked) -> tuple[int, int, str]:
    return (span.start, -span.end, span.id)


def _mark(span: Marked) -> str:
    return f"{span.start}-{span.end}-{span.id}"


def _place_after(after: str) -> tuple[int, int, str]:
    if not after:
        return (-1, 0, "")
    match = _MARK.fullmatch(after)
    if match is None:
        raise Invalid("bad-parameter", f"“{after[:60]}” is not where a page of spans ended.")
    return (int(match[1]), -int(match[2]), match[3])
