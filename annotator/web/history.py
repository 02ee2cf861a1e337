"""The history of a layer and of a span: who did what when; and a layer as it stood at a moment, to put back."""

from typing import Any

from flask import Blueprint, request

from annotator.domain.errors import Invalid
from annotator.domain.permission import Act
from annotator.services import reading, remembering
from annotator.services.remembering import History
from annotator.web import annotate_form
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done
from annotator.web.paragraphs import entry, paragraphs
from annotator.web.telling import relation, time, told

blueprint = Blueprint("history", __name__)


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


@blueprint.get("/documents/<uuid:document>/history/<int:sequence>")
@reads
def then(visit: Visit, document: Any, sequence: int) -> Answer:
    """The text with the spans that stood after a moment."""
    layer = request.args.get("layer") or None
    found = remembering.as_of(visit.tx, visit.person, str(document), sequence, layer)
    desk = found.desk
    own = found.layer == visit.person.name
    return visit.page(
        "history/then.html",
        desk=desk,
        project=desk.project,
        then=found,
        told=told(desk, found.moment, found.named),
        time=time,
        paragraphs=paragraphs(desk, found.spans),
        entries=[entry(desk, span) for span in found.spans],
        relations=[relation(desk, one, found.named) for one in found.relations],
        may_put_back=own and desk.standing.may(Act.ANNOTATE) and desk.state != "complete",
    )


@blueprint.post("/documents/<uuid:document>/history/<int:sequence>")
@writes
def put_back(visit: Visit, document: Any, sequence: int) -> Answer:
    """Put one's own layer back to how it stood then."""
    action = annotate_form.action_of(request.form, request.path)
    remembering.put_back(visit.tx, visit.person, action, str(document), sequence)
    return Done(f"/documents/{document}")


def _shown(visit: Visit, found: History, here: str) -> Answer:
    desk = found.desk
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
        told=lambda moment: told(desk, moment, found.named),
        time=time,
    )


def _before() -> int | None:
    value = request.args.get("before", "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 10):  # noqa: PLR2004 - as long as any number here
        raise Invalid("bad-place", f"“{value[:40]}” is not a place in the history.")
    return int(value)
