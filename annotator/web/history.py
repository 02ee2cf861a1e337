"""The history of a layer and of a span: who did what when; and a layer as it stood at a moment, to put back."""

import re
from functools import partial
from typing import Any

from flask import Blueprint, request

from annotator.domain.errors import Invalid
from annotator.domain.layer import GOLD
from annotator.domain.permission import Act
from annotator.services import entities, putting_back, reading, remembering
from annotator.services.reading import Desk
from annotator.services.remembering import History, Then
from annotator.web import annotate_form, slots
from annotator.web.decided import decision
from annotator.web.door import Visit, reads, writes
from annotator.web.linked import relation_title
from annotator.web.page import Answer, Done
from annotator.web.paragraphs import entry, paragraphs, sections
from annotator.web.telling import Called, told
from annotator.web.wording import time, value

blueprint = Blueprint("history", __name__)

# An action's id, or when something was brought in.
_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}Z")


@blueprint.get("/documents/<uuid:document>/history")
@reads
def document_history(visit: Visit, document: Any) -> Answer:
    layer = request.args.get("layer") or None
    return _shown(
        visit, remembering.history(visit.tx, visit.person, str(document), layer, before=_before()), request.path
    )


@blueprint.get("/spans/<uuid:span>/history")
@reads
def span_history(visit: Visit, span: Any) -> Answer:
    found = remembering.span_history(visit.tx, visit.person, str(span), before=_before())
    return _shown(visit, found, request.path)


@blueprint.get("/documents/<uuid:document>/history/<moment>")
@reads
def then(visit: Visit, document: Any, moment: str) -> Answer:
    """The text with the spans that stood after a moment, their relations, and in gold the decisions."""
    layer = request.args.get("layer") or None
    found = remembering.as_of(visit.tx, visit.person, str(document), _key(moment), layer)
    desk, spans = found.desk, [entry(found.desk, span) for span in found.spans]
    return visit.page(
        "history/then.html",
        desk=desk,
        project=desk.project,
        then=found,
        told=told(desk, found.moment, found.spoken_of, _called(visit, desk)),
        time=time,
        said=value,
        sections=sections(paragraphs(desk, found.spans)),
        entries=spans,
        quotes={one.span.id: one.quote for one in spans},
        relation_title=lambda name: relation_title(desk, name),
        decision=lambda one: decision(desk, one, found.spoken_of),
        may_put_back=_may_put_back(found),
    )


@blueprint.post("/documents/<uuid:document>/history/<moment>")
@writes
def put_back(visit: Visit, document: Any, moment: str) -> Answer:
    """Put one's own layer back to how it stood then."""
    action = annotate_form.action_of(request.form, request.path)
    putting_back.put_back(visit.tx, visit.person, action, str(document), _key(moment), seen=_seen())
    return Done(f"/documents/{document}")


@blueprint.post("/documents/<uuid:document>/adjudicate/history/<moment>")
@writes
def put_gold_back(visit: Visit, document: Any, moment: str) -> Answer:
    """Put gold back to how it stood then."""
    action = annotate_form.action_of(request.form, request.path)
    putting_back.put_gold_back(visit.tx, visit.person, action, str(document), _key(moment), seen=_seen())
    return Done(f"/documents/{document}/adjudicate")


def _shown(visit: Visit, found: History, here: str) -> Answer:
    desk = found.desk
    called = _called(visit, desk)
    quote = None
    if found.span_id is not None and found.layer == visit.person.name:
        standing = reading.open_document(visit.tx, visit.person, desk.document_id).spans
        quote = next((entry(desk, span) for span in standing if span.id == found.span_id), None)
    return visit.page(
        "history/page.html",
        desk=desk,
        project=desk.project,
        history=found,
        here=here,
        entry=quote,
        told=lambda moment: told(desk, moment, found.spans, called),
        time=time,
    )


def _called(visit: Visit, desk: Desk) -> Called:
    return partial(slots.name_of, entities.of_desk(visit.tx, desk))


def _may_put_back(then: Then) -> bool:
    standing = then.desk.standing
    if then.layer == GOLD:
        return standing.may(Act.WRITE_GOLD) and standing.may(Act.READ_OTHER_LAYERS)
    return then.layer == standing.person.name and standing.may(Act.ANNOTATE)


def _before() -> str | None:
    value = request.args.get("before", "")
    return _key(value) if value else None


def _seen() -> str | None:
    value = request.form.get("seen", "")
    return _key(value) if value else None


def _key(value: str) -> str:
    if not _KEY.fullmatch(value):
        raise Invalid("bad-moment", f"“{value[:40]}” is not a moment of the history.")
    return value
