"""The annotation page: one document at one's own desk. Each action swaps what it touched, not the page."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from annotator.domain.errors import Invalid, NotFound, Refused, Stale
from annotator.domain.layer import STATES
from annotator.domain.permission import Act
from annotator.domain.span import Span
from annotator.services import annotating, colliding, completing, describing, reading, undoing
from annotator.services.reading import Desk
from annotator.services.recording import Action, Change
from annotator.web import annotate_form, wording
from annotator.web.colliding import changed_since, differences
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done, Page
from annotator.web.paragraphs import Entry, entry, paragraphs, places, spoken

blueprint = Blueprint("annotate", __name__)


@blueprint.get("/documents/<uuid:document>")
@reads
def index(visit: Visit, document: Any) -> Answer:
    opened = reading.open_document(visit.tx, visit.person, str(document))
    desk = opened.desk
    return visit.page(
        "annotate/page.html",
        desk=desk,
        opened=opened,
        project=desk.project,
        paragraphs=paragraphs(desk, opened.spans),
        may_annotate=desk.standing.may(Act.ANNOTATE),
        **_described(desk),
    )


@blueprint.get("/documents/<uuid:document>/list/<int:block>")
@reads
def block_list(visit: Visit, document: Any, block: int) -> Answer:
    """The list's entries of one paragraph, fetched when they come into sight."""
    desk, spans = reading.block_spans(visit.tx, visit.person, str(document), block)
    (paragraph,) = paragraphs(desk, spans, [block])
    return visit.page("annotate/_list.html", desk=desk, paragraph=paragraph)


@blueprint.get("/documents/<uuid:document>/at/<int:offset>")
@reads
def at(visit: Visit, document: Any, offset: int) -> Answer:
    """The span over a character; where there are several, a chooser."""
    desk, spans = reading.spans_at(visit.tx, visit.person, str(document), offset)
    if len(spans) > 1:
        return visit.page("annotate/_chooser.html", entries=[entry(desk, span) for span in spans])
    chosen = _inspector(visit, desk, spans[0] if spans else None)
    chosen.headers["HX-Retarget"] = "#inspector"
    return chosen


@blueprint.get("/spans/<uuid:span>")
@reads
def span(visit: Visit, span: Any) -> Answer:
    """The attributes and the note of a span, to look at and to fill in."""
    return _inspector(visit, *reading.own_span(visit.tx, visit.person, str(span)))


@blueprint.get("/spans/<uuid:span>/mentions")
@reads
def mentions(visit: Visit, span: Any) -> Answer:
    """Where the same words stand elsewhere."""
    desk, found, places_ = reading.other_mentions(visit.tx, visit.person, str(span))
    return visit.page("annotate/_mentions.html", desk=desk, entry=entry(desk, found), places=places_)


@blueprint.post("/documents/<uuid:document>/actions")
def act(document: Any) -> ResponseReturnValue:
    """One action on one's layer; the answer swaps the paragraphs and the entries it touched."""
    try:
        return _acted(document)
    except (Stale, NotFound) as refusal:
        if _which() not in _ON_A_SPAN:
            raise
        # By now the transaction is rolled back, so that what is shown is what stands.
        return _changed_meanwhile(refusal)


@writes
def _acted(visit: Visit, document: Any) -> Answer:
    action = annotate_form.action_of(request.form, request.path)
    change = _ACTIONS[_which()](visit, action, str(document))
    return Done(f"/documents/{document}", _swapped(visit, change))


@blueprint.post("/documents/<uuid:document>/state")
@writes
def state(visit: Visit, document: Any) -> Answer:
    """Declare the document complete, or open it again; open questions are listed first."""
    wanted = next((one for one in STATES if one == request.form.get("state")), None)
    if wanted is None:
        raise Invalid("unknown-state", "A layer is new, in progress or complete.")
    if wanted == "complete" and "anyway" not in request.form:
        desk, unfinished = _unfinished(visit, str(document))
        about = describing.open_attributes(desk)
        if unfinished or about:
            return visit.page(
                "annotate/questions.html",
                "annotate/_questions.html",
                desk=desk,
                unfinished=unfinished,
                open_attributes=about,
            )
    action = annotate_form.action_of(request.form, request.path)
    completing.set_state(visit.tx, visit.person, action, str(document), wanted)
    return Done(f"/documents/{document}")


def _create(visit: Visit, action: Action, document: str) -> Change:
    drafts = annotate_form.drafts_of(request.form)
    if "like" in request.form:
        _, found = reading.own_span(visit.tx, visit.person, annotate_form.uuid_of(request.form, "like"))
        drafts = [replace(one, attributes=found.attributes) for one in drafts]
    return annotating.create(visit.tx, visit.person, action, document, drafts)


def _change(visit: Visit, action: Action, _document: str) -> Change:
    span_id = annotate_form.uuid_of(request.form, "span")
    desk, found = reading.own_span(visit.tx, visit.person, span_id)
    edit = annotate_form.edit_of(request.form, desk.codebook, found.label)
    version = annotate_form.version_of(request.form)
    return annotating.change(visit.tx, visit.person, action, span_id, edit, version=version)


def _delete(visit: Visit, action: Action, _document: str) -> Change:
    span_id = annotate_form.uuid_of(request.form, "span")
    version = annotate_form.version_of(request.form)
    return annotating.delete(visit.tx, visit.person, action, span_id, version=version)


def _bring_back(visit: Visit, action: Action, _document: str) -> Change:
    span_id = annotate_form.uuid_of(request.form, "span")
    found = colliding.collision(visit.tx, visit.person, span_id, None)
    edit = annotate_form.edit_of(request.form, found.desk.codebook, found.now.label)
    return annotating.bring_back(visit.tx, visit.person, action, span_id, edit)


def _describe(visit: Visit, action: Action, document: str) -> Change:
    book = reading.desk(visit.tx, visit.person, document).codebook
    values = annotate_form.values_of(request.form, book.document_attributes)
    return describing.describe(visit.tx, visit.person, action, document, values)


def _undo(visit: Visit, action: Action, document: str) -> Change:
    return undoing.undo(visit.tx, visit.person, action, document)


def _redo(visit: Visit, action: Action, document: str) -> Change:
    return undoing.redo(visit.tx, visit.person, action, document)


_ON_A_SPAN = {"change": _change, "delete": _delete, "bring-back": _bring_back}
_ACTIONS = {"create": _create, "describe": _describe, "undo": _undo, "redo": _redo, **_ON_A_SPAN}


def _which() -> str:
    # The last one counts: the button that was pressed comes after the form's own field.
    name = ["", *request.form.getlist("do")][-1]
    if name not in _ACTIONS:
        raise Invalid("unknown-action", f"“{name[:40]}” is nothing that can be done to a layer.")
    return name


def _unfinished(visit: Visit, document: str) -> tuple[Desk, list[Entry]]:
    """What the spans of a document leave open, as entries of a list."""
    desk, questions = reading.open_questions(visit.tx, visit.person, document)
    return desk, [entry(desk, one.span) for one in questions]


def _swapped(visit: Visit, change: Change) -> Page:
    listed = "unfinished" in request.form  # the page shows the list of what is open at this moment
    chosen = next((span for span in change.spans if span.id in change.subjects[-1:]), None)
    return visit.page(
        "annotate/_change.html",
        paragraphs=paragraphs(change.desk, change.spans, change.blocks),
        saved=change.saved,
        unfinished=_unfinished(visit, change.desk.document_id)[1] if listed else None,
        solved="chosen" in request.form,
        described=change.desk.layer_id in change.subjects,
        **_described(change.desk),
        **_inspected(change.desk, chosen),
    )


@reads
def _changed_meanwhile(visit: Visit, refusal: Refused) -> Answer:
    """Both versions, to choose from."""
    form = request.form
    found = colliding.collision(
        visit.tx, visit.person, annotate_form.uuid_of(form, "span"), annotate_form.version_of(form)
    )
    deleting = _which() == "delete"
    differing = changed_since(found) if deleting else differences(found, form)
    return visit.page(
        "annotate/conflict.html",
        "annotate/_stale.html",
        status=412,
        message=refusal.message,
        deleting=deleting,
        differences=differing,
        sent=list(dict.fromkeys(pair for one in differing for pair in one.sent)),
        deleted=found.deleted,
        stood=entry(found.desk, found.now),
        paragraphs=paragraphs(found.desk, found.around, found.blocks),
        **_inspected(found.desk, None if found.deleted else found.now),
    )


def _described(desk: Desk) -> dict[str, Any]:
    return {"open_attributes": describing.open_attributes(desk), "said": wording.value}


def _inspector(visit: Visit, desk: Desk, span: Span | None) -> Page:
    return visit.page("annotate/_inspector.html", **_inspected(desk, span))


def _inspected(desk: Desk, span: Span | None) -> dict[str, Any]:
    label = None
    if span is not None:
        label = next((one for one in desk.codebook.labels if one.name == span.label), None)
    return {
        "desk": desk,
        "entry": entry(desk, span) if span else None,
        "label": label,
        "may_annotate": desk.standing.may(Act.ANNOTATE) and desk.state != "complete",
        "places": places,
        "spoken": spoken,
    }
