"""The annotation page: one document at one's own desk. Each action swaps what it touched, not the page."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from annotator.domain.codebook_saying import told as told_difference
from annotator.domain.errors import Invalid, NotFound, Refused, Stale
from annotator.domain.layer import STATES
from annotator.domain.permission import Act
from annotator.domain.span import Span
from annotator.domain.surroundings import around
from annotator.services import (
    annotating,
    catching_up,
    colliding,
    completing,
    describing,
    editions,
    entities,
    layers,
    linking,
    reading,
    relating,
    stating,
    suggesting,
    tying,
    undoing,
)
from annotator.services.annotating import Edit
from annotator.services.catching_up import News
from annotator.services.reading import Desk
from annotator.services.recording import Action, Change
from annotator.services.tying import Ties
from annotator.web import annotate_form, joined, slots, wording
from annotator.web.colliding import changed_since, differences
from annotator.web.door import Visit, reads, writes
from annotator.web.joined import Chip
from annotator.web.link_form import NEW, with_links
from annotator.web.offered import offered
from annotator.web.page import Answer, Done, Page
from annotator.web.paragraphs import Entry, entry, is_long, paragraphs, places, sections, spoken
from annotator.web.refusals import refused
from annotator.web.stated import AT_ONCE, Row, parts, rows

blueprint = Blueprint("annotate", __name__)

_MOST_SUGGESTED = 100


@blueprint.get("/documents/<uuid:document>")
@reads
def index(visit: Visit, document: Any) -> Answer:
    opened = reading.open_document(visit.tx, visit.person, str(document))
    desk = opened.desk
    asked = _asked_for(visit, desk)
    return visit.page(
        "annotate/page.html",
        desk=desk,
        opened=opened,
        project=desk.project,
        sections=sections(paragraphs(desk, opened.spans)),
        is_long=is_long(desk, opened.spans),
        may_annotate=desk.standing.may(Act.ANNOTATE),
        joined=_joined(desk, opened.spans, tying.ties_of_layer(visit.tx, desk, opened.spans)),
        statements=_stated(visit, desk),
        parts=parts(desk.codebook),
        relation_keys=joined.kinds(desk, [(one, True) for one in desk.codebook.relations]),
        news=_news(visit, desk),
        left=0 if desk.state == "complete" else len(editions.own_left(visit.tx, desk)),
        asked=asked,
        own=asked is not None and asked.layer == visit.person.name,
        places=places,
        **_described(desk),
    )


@blueprint.get("/documents/<uuid:document>/list/<int:block>")
@reads
def block_list(visit: Visit, document: Any, block: int) -> Answer:
    """The list's entries of one paragraph, fetched when they come into sight."""
    desk, spans = reading.block_spans(visit.tx, visit.person, str(document), block)
    (paragraph,) = paragraphs(desk, spans, [block])
    chips = _joined(desk, spans, tying.ties(visit.tx, spans))
    return visit.page("annotate/_list.html", desk=desk, paragraph=paragraph, joined=chips)


@blueprint.get("/documents/<uuid:document>/statements")
@reads
def statements(visit: Visit, document: Any) -> Answer:
    """The table of one's statements, fetched when it comes into sight."""
    desk = reading.desk(visit.tx, visit.person, str(document))
    return visit.page(
        "annotate/_statements.html",
        desk=desk,
        statements=_stated(visit, desk, most=None),
        may_annotate=_may_change(desk),
    )


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


@blueprint.get("/spans/<uuid:span>/ends")
@reads
def ends(visit: Visit, span: Any) -> Answer:
    """What a span may be joined with; by relations of one kind, where one is asked for."""
    desk, found, others = tying.ends(visit.tx, visit.person, str(span), request.args.get("relation"))
    return visit.page(
        "annotate/span.html",
        "annotate/_ends.html",
        desk=desk,
        entry=entry(desk, found),
        **offered(desk, found, others, entities.of_desk(visit.tx, desk), request.args),
    )


@blueprint.get("/spans/<uuid:span>/mentions")
@reads
def mentions(visit: Visit, span: Any) -> Answer:
    """Where the same words stand elsewhere."""
    desk, found, places_ = reading.other_mentions(visit.tx, visit.person, str(span))
    return visit.page(
        "annotate/_mentions.html", desk=desk, entry=entry(desk, found), places=places_, around=around
    )


@blueprint.get("/documents/<uuid:document>/suggestions")
@reads
def suggestions(visit: Visit, document: Any) -> Answer:
    """What may be marked, from one's own work, the registry and how citations are written."""
    desk, found = suggesting.suggested(visit.tx, visit.person, str(document))
    return visit.page(
        "annotate/_suggestions.html",
        desk=desk,
        found=found[:_MOST_SUGGESTED],
        more=len(found) - _MOST_SUGGESTED,
        around=around,
    )


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


def _asked_for(visit: Visit, desk: Desk) -> Span | None:
    """The span that a link wants to be seen, where it still stands here and is for this person to read."""
    if not request.args.get("span"):
        return None
    try:
        here, found = layers.span(visit.tx, visit.person, annotate_form.uuid_of(request.args, "span"))
    except NotFound:
        return None
    return found if here.document_id == desk.document_id else None


def _create(visit: Visit, action: Action, document: str) -> Change:
    drafts = annotate_form.drafts_of(request.form)
    if "like" in request.form:
        _, found = reading.own_span(visit.tx, visit.person, annotate_form.uuid_of(request.form, "like"))
        drafts = [replace(one, attributes=found.attributes) for one in drafts]
    linked = linking.by_themselves(visit.tx, visit.person, document, drafts)
    return annotating.create(visit.tx, visit.person, action, document, linked)


def _take(visit: Visit, action: Action, document: str) -> Change:
    draft, model = annotate_form.suggestion_of(request.form), annotate_form.model_of(request.form)
    return suggesting.accept(visit.tx, visit.person, action, document, draft, model=model)


def _refuse(visit: Visit, action: Action, document: str) -> Change:
    draft, model = annotate_form.suggestion_of(request.form), annotate_form.model_of(request.form)
    return suggesting.refuse(visit.tx, visit.person, action, document, draft, model=model)


def _change(visit: Visit, action: Action, _document: str) -> Change:
    span_id = annotate_form.uuid_of(request.form, "span")
    desk, found = reading.own_span(visit.tx, visit.person, span_id)
    version = annotate_form.version_of(request.form)
    if NEW in request.form:
        return linking.propose(visit.tx, visit.person, action, span_id, request.form[NEW], version=version)
    edit = with_links(annotate_form.edit_of(request.form, desk.codebook, found.label), request.form, found.links)
    return linking.change(visit.tx, visit.person, action, span_id, edit, version=version)


def _delete(visit: Visit, action: Action, _document: str) -> Change:
    span_id = annotate_form.uuid_of(request.form, "span")
    version = annotate_form.version_of(request.form)
    return annotating.delete(visit.tx, visit.person, action, span_id, version=version)


def _bring_back(visit: Visit, action: Action, _document: str) -> Change:
    span_id = annotate_form.uuid_of(request.form, "span")
    found = colliding.collision(visit.tx, visit.person, span_id, None)
    edit = annotate_form.edit_of(request.form, found.desk.codebook, found.now.label)
    edit = with_links(edit, request.form, found.now.links)
    return annotating.bring_back(visit.tx, visit.person, action, span_id, edit)


def _describe(visit: Visit, action: Action, document: str) -> Change:
    book = reading.desk(visit.tx, visit.person, document).codebook
    values = annotate_form.values_of(request.form, book.document_attributes)
    return describing.describe(visit.tx, visit.person, action, document, values)


def _relate(visit: Visit, action: Action, document: str) -> Change:
    return relating.create(visit.tx, visit.person, action, document, annotate_form.link_of(request.form))


def _part(visit: Visit, action: Action, _document: str) -> Change:
    return relating.delete(visit.tx, visit.person, action, annotate_form.uuid_of(request.form, "part"))


def _fill(visit: Visit, action: Action, _document: str) -> Change:
    span_id = annotate_form.uuid_of(request.form, "span")
    found = reading.own_span(visit.tx, visit.person, span_id)[1]
    slot, _, key = request.form.get("slot", "").partition(" ")
    links = {role: value for role, value in {**found.links, slot: key}.items() if value}
    return annotating.change(visit.tx, visit.person, action, span_id, Edit(links=links))


def _state(visit: Visit, action: Action, document: str) -> Change:
    return stating.state(visit.tx, visit.person, action, document, annotate_form.claim_of(request.form))


def _undo(visit: Visit, action: Action, document: str) -> Change:
    return undoing.undo(visit.tx, visit.person, action, document)


def _redo(visit: Visit, action: Action, document: str) -> Change:
    return undoing.redo(visit.tx, visit.person, action, document)


_ON_A_SPAN = {"change": _change, "delete": _delete, "bring-back": _bring_back}
_ACTIONS = {
    "create": _create,
    "take": _take,
    "refuse": _refuse,
    "relate": _relate,
    "part": _part,
    "fill": _fill,
    "state": _state,
    "describe": _describe,
    "undo": _undo,
    "redo": _redo,
    **_ON_A_SPAN,
}


def _which() -> str:
    # The button at a relation, or at an entry that fills a place, says what it is about.
    for name in ("part", "slot"):
        if name in request.form:
            return {"part": "part", "slot": "fill"}[name]
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
    desk, standing = change.desk, {span.id: span for span in change.spans}
    # What was done to relations alone leaves the span in sight that they were looked at from.
    looked_at = (*change.subjects[::-1], request.form.get("look")) if change.joins else change.subjects[-1:]
    chosen = next((standing[one] for one in looked_at if one in standing), None)
    tied = tying.ties(visit.tx, change.spans)
    made = desk.codebook.statement_type
    restated = made is not None and (change.joins or not change.labels.isdisjoint(made.stances))
    return visit.page(
        "annotate/_change.html",
        paragraphs=paragraphs(desk, change.spans, change.blocks),
        joined=_joined(desk, change.spans, tied),
        restated=restated,
        statements=_stated(visit, desk) if restated else None,
        saved=change.saved,
        along=len(change.subjects) - 1 if _which() == "change" else 0,
        unfinished=_unfinished(visit, change.desk.document_id)[1] if listed else None,
        solved="chosen" in request.form,
        described=desk.layer_id in change.subjects,
        **_described(desk),
        **_inspected(visit, desk, chosen, tied),
    )


@reads
def _changed_meanwhile(visit: Visit, refusal: Refused) -> Answer:
    """Both versions, to choose from."""
    form = request.form
    found = colliding.collision(
        visit.tx, visit.person, annotate_form.uuid_of(form, "span"), annotate_form.version_of(form)
    )
    deleting = _which() == "delete"
    tied = tying.ties(visit.tx, found.around)
    called = _called(visit, found.desk)
    differing = changed_since(found, called) if deleting else differences(found, form, called)
    return visit.page(
        "annotate/conflict.html",
        "annotate/_stale.html",
        status=412,
        message=refused(refusal),
        deleting=deleting,
        differences=differing,
        sent=list(dict.fromkeys(pair for one in differing for pair in one.sent)),
        deleted=found.deleted,
        stood=entry(found.desk, found.now),
        paragraphs=paragraphs(found.desk, found.around, found.blocks),
        joined=_joined(found.desk, found.around, tied),
        **_inspected(visit, found.desk, None if found.deleted else found.now, tied),
    )


def _news(visit: Visit, desk: Desk) -> tuple[News, list[str]] | None:
    """What is new in the codebook for whoever sits here, with its lines."""
    found = catching_up.news(visit.tx, desk)
    return None if found is None else (found, [told_difference(one) for one in found.differences])


def _described(desk: Desk) -> dict[str, Any]:
    return {"open_attributes": describing.open_attributes(desk), "said": wording.value}


def _inspector(visit: Visit, desk: Desk, span: Span | None) -> Page:
    tied = tying.ties(visit.tx, [span] if span else [])
    return visit.page("annotate/span.html", "annotate/_inspector.html", **_inspected(visit, desk, span, tied))


def _joined(desk: Desk, spans: Iterable[Span], tied: Ties) -> dict[str, tuple[Chip, ...]]:
    return {span.id: joined.chips(desk, span, tied[span.id]) for span in spans if span.id in tied}


def _stated(visit: Visit, desk: Desk, most: int | None = AT_ONCE) -> list[Row] | None:
    """The rows of the table of statements; None where they are too many to come along."""
    if most is not None and stating.at_least(visit.tx, desk) > most:
        return None
    found = stating.of_layer(visit.tx, desk)
    if most is not None and len(found) > most:
        return None
    return rows(desk, found, _called(visit, desk))


def _called(visit: Visit, desk: Desk) -> Callable[[str], str]:
    return partial(slots.name_of, entities.of_desk(visit.tx, desk))


def _may_change(desk: Desk) -> bool:
    return desk.standing.may(Act.ANNOTATE) and desk.state != "complete"


def _inspected(visit: Visit, desk: Desk, span: Span | None, tied: Ties) -> dict[str, Any]:
    label = None
    if span is not None:
        label = next((one for one in desk.codebook.labels if one.name == span.label), None)
    return {
        "desk": desk,
        "entry": entry(desk, span) if span else None,
        "label": label,
        "may_annotate": _may_change(desk),
        "chips": joined.chips(desk, span, tied.get(span.id, ())) if span else (),
        "slots": slots.filled(desk, span, _called(visit, desk)) if span and span.links else (),
        "kinds": joined.kinds(desk, tying.kinds_at(desk, span.label)) if span else (),
        "link": linking.of_span(visit.tx, desk, span) if span else None,
        "places": places,
        "spoken": spoken,
    }
