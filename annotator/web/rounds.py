"""The rounds of a project: made, given out, watched over."""

import hashlib
from urllib.parse import urlencode

from flask import Blueprint, request

from annotator.domain.errors import Invalid
from annotator.domain.permission import Act
from annotator.domain.round import Assigned
from annotator.services import filters, progress, rounds
from annotator.services.rounds import Board, Plan
from annotator.web.agreement_form import page_of
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done, Unchanged, htmx

blueprint = Blueprint("rounds", __name__)

AT_ONCE = 50
"""Documents on a page of a round."""
LISTED = 500
"""As many documents can be chosen one by one for a new round; of more a filter chooses."""


@blueprint.get("/projects/<slug>/rounds")
@reads
def index(visit: Visit, slug: str) -> Answer:
    project, summaries = rounds.summaries(visit.tx, visit.person, slug)
    may_manage = project.standing.may(Act.MANAGE_ROUNDS)
    let = request.args.get("filter", "")
    return visit.page(
        "rounds/index.html",
        project=project,
        rounds=summaries,
        offer=rounds.offer(visit.tx, visit.person, slug, let, most=LISTED) if may_manage else None,
        filters=filters.all_of(visit.tx, visit.person, slug)[1],
        let=let,
    )


@blueprint.post("/projects/<slug>/rounds")
@writes
def create(visit: Visit, slug: str) -> Answer:
    form = request.form
    plan = Plan(
        name=form.get("name", ""),
        documents=form.getlist("document"),
        filter=form.get("filter", ""),
        people=form.getlist("person"),
        overlap=_number(form.get("overlap", ""), "overlap"),
        deadline=form.get("deadline", ""),
        blind=form.get("blind") == "yes",
        suggests=form.get("suggests") == "yes",
        seed=_number(form.get("seed", "") or "1", "seed"),
        by_hand=form.get("given") == "by-hand",
        unsure_first=form.get("order") == "uncertainty",
    )
    return Done(f"/projects/{slug}/rounds/{rounds.create(visit.tx, visit.person, slug, plan).number}")


@blueprint.post("/projects/<slug>/rounds/calibration")
@writes
def calibrate(visit: Visit, slug: str) -> Answer:
    return Done(f"/projects/{slug}/rounds/{rounds.calibrate(visit.tx, visit.person, slug).number}")


@blueprint.get("/projects/<slug>/rounds/<int:number>")
@reads
def one(visit: Visit, slug: str, number: int) -> Answer:
    """A round; its board looks again by itself, and is sent only where something is new."""
    page = page_of(request.args)
    first = (page - 1) * AT_ONCE
    found = progress.progress_page(visit.tx, visit.person, slug, number, after=first, limit=AT_ONCE)
    seen = hashlib.sha256(repr(found).encode()).hexdigest()[:16]
    if htmx and request.args.get("seen") == seen:
        return Unchanged()
    standing = found.board.project.standing
    return visit.page(
        "rounds/page.html",
        "rounds/_board.html",
        project=found.board.project,
        progress=found,
        held=_held(found.board),
        chosen=request.args.get("user", ""),
        seen=seen,
        page=page,
        pages=max(1, -(-found.documents // AT_ONCE)),
        may_manage=standing.may(Act.MANAGE_ROUNDS),
        others=_others(visit, slug, found.board) if standing.may(Act.MANAGE_ROUNDS) else [],
    )


@blueprint.post("/projects/<slug>/rounds/<int:number>/documents")
@writes
def give(visit: Visit, slug: str, number: int) -> Answer:
    """Put a document into the queue of whoever is chosen, or take it out of somebody's: the button says which."""
    form = request.form
    document, _, user = form.get("take", "").partition(" ")
    if given := "give" in form:
        document, user = form["give"], form.get("user", "")
    rounds.give(visit.tx, visit.person, slug, number, document=document, user=user, given=given)
    page = form.get("page", "1")
    back = {"user": form.get("user", ""), "page": page if page != "1" else ""}
    chosen = urlencode({name: value for name, value in back.items() if value})
    return Done(f"/projects/{slug}/rounds/{number}?{chosen}#document-{document}")


@blueprint.post("/projects/<slug>/rounds/<int:number>/people")
@writes
def people(visit: Visit, slug: str, number: int) -> Answer:
    """Somebody comes, somebody goes, or what nobody has begun is shared out anew."""
    if "even" in request.form:
        rounds.even_out(visit.tx, visit.person, slug, number)
    elif "leave" in request.form:
        rounds.leave(visit.tx, visit.person, slug, number, request.form["leave"])
    else:
        rounds.take_part(visit.tx, visit.person, slug, number, request.form.get("join", ""))
    return _back(slug, number)


@blueprint.post("/projects/<slug>/rounds/<int:number>")
@writes
def change(visit: Visit, slug: str, number: int) -> Answer:
    """Set the deadline, whether the round is blind and models suggest; close it, or open it again."""
    if "closed" in request.form:
        rounds.close(visit.tx, visit.person, slug, number, closed=request.form["closed"] == "yes")
    else:
        blind, suggests = (request.form.get(name) == "yes" for name in ("blind", "suggests"))
        deadline = request.form.get("deadline", "")
        rounds.change(visit.tx, visit.person, slug, number, blind=blind, deadline=deadline, suggests=suggests)
    return _back(slug, number)


def _held(board: Board) -> dict[str, list[Assigned]]:
    """For each document's id who has it, by name."""
    held: dict[str, list[Assigned]] = {}
    for one in sorted(board.assigned, key=lambda one: one.name.casefold()):
        held.setdefault(one.document_id, []).append(one)
    return held


def _others(visit: Visit, slug: str, board: Board) -> list[str]:
    """Who could still take part."""
    everybody = rounds.who_may_annotate(visit.tx, visit.person, slug)
    return [one.name for one in everybody if one.name not in board.people.values()]


def _back(slug: str, number: int) -> Done:
    return Done(f"/projects/{slug}/rounds/{number}")


def _number(value: str, what: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 9):  # noqa: PLR2004 - what every database holds
        raise Invalid("not-a-number", f"The {what} is a number, not “{value[:40]}”.")
    return int(value)
