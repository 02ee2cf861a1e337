"""The adjudication page: the layers of a document held against each other, decided place by place."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from annotator.domain.decision import Case
from annotator.domain.errors import Conflict, Invalid, NotFound
from annotator.domain.permission import Act
from annotator.services import adjudicating, deciding, describing, gold, projects
from annotator.services.adjudicating import Docket
from annotator.services.annotating import Draft
from annotator.services.gold import Outcome
from annotator.services.recording import Action
from annotator.web import adjudicate_form, gold_joined, wording
from annotator.web.annotate_form import action_of, uuid_of, values_of
from annotator.web.docket import ORDERS, neighbours, ordered, queue, waiting
from annotator.web.door import Visit, reads, writes
from annotator.web.errors import status_of
from annotator.web.page import Answer, Done, Page, told_before
from annotator.web.paragraphs import is_long, paragraphs, sections
from annotator.web.readings import shown, wanted
from annotator.web.refusals import refused

blueprint = Blueprint("adjudicate", __name__)

_SHOWN_AS_IT_STANDS = ("decided-meanwhile", "changed-since", "action-reused")


@blueprint.get("/documents/<uuid:document>/adjudicate")
@reads
def index(visit: Visit, document: Any) -> Answer:
    """The page; where htmx asks, one unit."""
    docket = _docket(visit, str(document))
    page = _page(visit, docket, _wanted(docket), part="adjudicate/_case.html")
    return replace(page, context={**page.context, "parted": told_before()})


@blueprint.get("/documents/<uuid:document>/adjudicate/next")
@reads
def next_document(visit: Visit, document: Any) -> Answer:
    """On to the next document on which something is left to decide."""
    found = adjudicating.next_open(visit.tx, visit.person, str(document))
    if found is None:
        raise NotFound("nothing-open", "Nothing is left to decide on any other document of this project.")
    return Done(f"/documents/{found}/adjudicate?order={_order()}")


@blueprint.get("/documents/<uuid:document>/adjudicate/attributes")
@reads
def attributes(visit: Visit, document: Any) -> Answer:
    """What a new span of another label is asked."""
    desk = gold.desk(visit.tx, visit.person, str(document))
    label = desk.codebook.label(request.args.get("label", ""))
    return visit.page("annotate/_attributes.html", label=label, values={}, missing=(), may_annotate=True)


@blueprint.get("/documents/<uuid:document>/adjudicate/ends")
@reads
def ends(visit: Visit, document: Any) -> Answer:
    """What a span of gold may be joined with; by relations of one kind, where one is asked for."""
    return visit.page(
        "adjudicate/ends.html",
        "adjudicate/_ends.html",
        **gold_joined.ends(visit, str(document), request.args),
        order=_order(),
        unit=request.args.get("unit", ""),
        unfinished=adjudicate_form.unfinished_of(request.args),
    )


@blueprint.post("/documents/<uuid:document>/adjudicate")
def act(document: Any) -> ResponseReturnValue:
    """One action on gold; the answer swaps the entries it touched, and shows what to decide next."""
    try:
        return _acted(document)
    except Conflict as refusal:
        if refusal.code not in _SHOWN_AS_IT_STANDS:
            raise
        # By now the transaction is rolled back, so that what is shown is what stands.
        return _meanwhile(refusal, document)


@writes
def _acted(visit: Visit, document: Any) -> Answer:
    action, do = action_of(request.form, request.path), request.form.get("do", "")
    if _ties(do):
        return _Told(gold_joined.act(visit, action, str(document)))
    return _Told(_done(visit, do, action, str(document)))


@dataclass(frozen=True, slots=True)
class _Told:
    """Something was decided. What is left is compared only now, while nobody waits to write."""

    outcome: Outcome

    def response(self) -> ResponseReturnValue:
        return _tell(self.outcome)


@reads
def _tell(visit: Visit, outcome: Outcome) -> Answer:
    docket = _docket(visit, outcome.desk.document_id)
    cases = ordered(docket, _order())
    if request.form.get("do") == "describe":
        described = visit.page("adjudicate/_described.html", saved=outcome.saved, **_context(docket, None))
        return Done(_address(docket), described)
    touched = [case for case in cases if outcome.sources & {span.id for span in case.unit.readings}]
    if _ties(request.form.get("do", "")):
        case = docket.case(request.form.get("unit", "")) or _next(docket, cases, None)
    elif request.form.get("do") in ("undo", "redo", "withdraw"):
        case = touched[0] if touched else _next(docket, cases, None)
    else:
        case = _next(docket, cases, request.form.get("unit"))
    location = f"{_address(docket)}&unit={case.unit.id}" if case else _address(docket)
    page = _change(visit, docket, case, outcome.saved, touched)
    parted = gold_joined.parted(docket, outcome.parted)
    told = replace(page, context={**page.context, "parted": parted})
    return Done(location, told, gold_joined.counted(outcome.parted))


@reads
def _meanwhile(visit: Visit, refusal: Conflict, document: Any) -> Answer:
    """The unit as it stands, and beside it what was wanted, to be chosen between."""
    docket = _docket(visit, str(document))
    case = docket.case(request.form.get("unit", "")) or _next(docket, docket.cases, None)
    do = request.form.get("do", "")
    draft = None
    if do == "new":
        draft = adjudicate_form.draft_of(request.form, docket.desk.codebook, visit.tx.new_id())
    page = _page(visit, docket, case, part="adjudicate/_change.html", draft=draft)
    more = {
        "touched": [waiting(docket, case)] if case else [],
        "message": f"{refused(refusal)} {wanted(case, do)}".strip(),
        "reason": request.form.get("reason", ""),
    }
    return replace(page, status=status_of(refusal), context={**page.context, **more})


@blueprint.post("/documents/<uuid:document>/adjudicate/state")
@writes
def state(visit: Visit, document: Any) -> Answer:
    """Declare gold complete, or open it again."""
    wanted = request.form.get("state")
    if wanted not in ("complete", "in_progress"):
        raise Invalid("unknown-state", "Gold is complete or in progress.")
    action = action_of(request.form, request.path)
    gold.set_state(
        visit.tx, visit.person, action, str(document), "complete" if wanted == "complete" else "in_progress"
    )
    return Done(f"/documents/{document}/adjudicate")


@blueprint.post("/projects/<slug>/threshold")
@writes
def threshold(visit: Visit, slug: str) -> Answer:
    """From how many who agree on may be taken in bulk."""
    projects.set_threshold(visit.tx, visit.person, slug, adjudicate_form.share_of(request.form))
    document = uuid_of(request.form, "document")
    return Done(f"/documents/{document}/adjudicate")


def _done(visit: Visit, do: str, action: Action, document: str) -> Outcome:
    form = request.form
    match do:
        case "undo":
            return gold.undo(visit.tx, visit.person, action, document)
        case "redo":
            return gold.redo(visit.tx, visit.person, action, document)
        case "describe":
            book = gold.desk(visit.tx, visit.person, document).codebook
            values = values_of(form, book.document_attributes)
            return describing.describe_gold(visit.tx, visit.person, action, document, values)
        case "agreed":
            unfinished = adjudicate_form.unfinished_of(form)
            return deciding.take_agreed(visit.tx, visit.person, action, document, unfinished=unfinished)
        case "withdraw":
            return deciding.withdraw(visit.tx, visit.person, action, adjudicate_form.seen_of(form, document))
    seen = adjudicate_form.seen_of(form, document)
    codebook = gold.desk(visit.tx, visit.person, document).codebook
    ruling = adjudicate_form.ruling_of(form, do, codebook, visit.tx.new_id)
    return deciding.decide(visit.tx, visit.person, action, seen, ruling)


def _ties(do: str) -> bool:
    return do.startswith(("join:", "part:", "fill:"))


def _docket(visit: Visit, document: str) -> Docket:
    unfinished = adjudicate_form.unfinished_of(request.values)
    return adjudicating.docket(visit.tx, visit.person, document, unfinished=unfinished)


def _order() -> str:
    return request.values.get("order") or ORDERS[0]


def _address(docket: Docket) -> str:
    layers = "&layers=all" if docket.unfinished else ""
    return f"/documents/{docket.desk.document_id}/adjudicate?order={_order()}{layers}"


def _wanted(docket: Docket) -> Case | None:
    cases = ordered(docket, _order())
    if "unit" in request.args:
        case = docket.case(request.args["unit"])
        if case is not None:
            return case
    if "span" in request.args:
        about = request.args["span"]
        case = next((one for one in cases if about in {span.id for span in one.unit.readings}), None)
        if case is not None:
            return case
    return _next(docket, cases, None)


def _next(docket: Docket, cases: Any, unit_id: str | None) -> Case | None:
    following = neighbours(cases, unit_id)[1]
    return docket.case(following) if following else None


def _page(visit: Visit, docket: Docket, case: Case | None, *, part: str, draft: Draft | None = None) -> Page:
    return visit.page(
        "adjudicate/page.html",
        part,
        sections=sections(paragraphs(docket.desk, docket.spans)),
        is_long=is_long(docket.desk, docket.spans),
        queue=queue(docket, ordered(docket, _order())),
        **_context(docket, case, draft),
    )


def _change(visit: Visit, docket: Docket, case: Case | None, saved: str, touched: list[Case]) -> Page:
    return visit.page(
        "adjudicate/_change.html",
        touched=[waiting(docket, one) for one in touched],
        saved=saved,
        **_context(docket, case),
    )


def _context(docket: Docket, case: Case | None, draft: Draft | None = None) -> dict[str, Any]:
    previous, following = neighbours(ordered(docket, _order()), case.unit.id if case else None)
    desk, start = docket.desk, None
    open_unit = shown(docket, case, draft) if case else None
    if open_unit and open_unit.start:
        start = next((one for one in desk.codebook.labels if one.name == open_unit.start.span.label), None)
    return {
        "desk": desk,
        "docket": docket,
        "project": desk.project,
        "order": _order(),
        "orders": ORDERS,
        "address": _address(docket),
        "shown": open_unit,
        "joined": gold_joined.of_case(docket, case) if case else (),
        "draft": draft,
        "label": start,
        "previous": previous,
        "following": following,
        "may_annotate": True,
        "said": wording.value,
        "locked": desk.state == "complete",
        "may_set": desk.standing.may(Act.CHANGE_PROJECT),
    }
