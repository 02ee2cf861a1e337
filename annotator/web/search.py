"""The search: a concordance of what was found, a file of it, and its places marked at once."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request

from annotator.domain.errors import Invalid
from annotator.domain.permission import Act
from annotator.services import codebooks, coding, projects, searching, uncoding
from annotator.services.coding import Coded, Place
from annotator.web.annotate_form import action_of, uuid_of
from annotator.web.door import Visit, reads, store, writes
from annotator.web.language import gettext, ngettext
from annotator.web.lit import fragment
from annotator.web.page import Answer, Done, Download
from annotator.web.refusals import refused

blueprint = Blueprint("search", __name__)

_ON_A_PAGE = 50
_CONTEXT = 70
_PLACE = re.compile(r"([0-9a-f-]{36}):([0-9]{1,9})-([0-9]{1,9})")
_ORDERS = {"text": "in the order of the texts", "left": "by what stands left", "right": "by what stands right"}


@blueprint.get("/projects/<slug>/search")
@reads
def index(visit: Visit, slug: str) -> Answer:
    query = request.args.get("q", "").strip()
    project = projects.find(visit.tx, visit.person, slug)
    shown: dict[str, Any] = {"found": None, "problem": ""}
    if query:
        try:
            shown |= _found(visit, slug, query)
        except Invalid as refusal:
            # What was typed stays where it is, to be mended.
            shown["problem"] = refused(refusal)
    return visit.page(
        "search/page.html",
        status=422 if shown["problem"] else 200,
        project=project,
        query=query,
        at=fragment,
        orders=_ORDERS,
        order=request.args.get("order", "text"),
        book=codebooks.current(visit.tx, visit.person, slug),
        may_mark=project.standing.may(Act.ANNOTATE),
        coded=request.args.get("coded", "")[:400],
        batch=request.args.get("batch", "")[:36],
        **shown,
    )


@blueprint.get("/projects/<slug>/search.csv")
@reads
def file(visit: Visit, slug: str) -> Answer:
    """All that was found, for a spreadsheet."""
    query = request.args.get("q", "")
    searching.refuse_unreadable(visit.tx, visit.person, slug, query)
    # Written while it is sent: a word may stand anywhere.
    pieces = partial(searching.concordance, store(), visit.person, slug, query)
    return Download(f"{slug}-search.csv", "text/csv", pieces)


@blueprint.post("/projects/<slug>/search/code")
@writes
def code(visit: Visit, slug: str) -> Answer:
    """Mark the chosen places, or all that were found, in one's own layer."""
    form = request.form
    action, label = action_of(form, request.path), form.get("label", "")
    if form.get("all"):
        done = coding.code_found(visit.tx, visit.person, action, slug, form.get("q", ""), label=label)
    else:
        places = [_place(one) for one in form.getlist("place")]
        done = coding.code(visit.tx, visit.person, action, slug, places, label=label)
    return _back(slug, coded=_told(done), **({"batch": action.id} if done.made else {}))


@blueprint.post("/projects/<slug>/search/take-back")
@writes
def take_back(visit: Visit, slug: str) -> Answer:
    """Take away what was marked at once, but for what was changed since."""
    action, batch = action_of(request.form, request.path), uuid_of(request.form, "batch")
    gone = uncoding.take_back(visit.tx, visit.person, action, slug, batch)
    said = [ngettext("%(num)s taken back", "%(num)s taken back", gone.spans)]
    if gone.kept:
        said.append(
            ngettext(
                "%(num)s stays, as it was changed or joined since",
                "%(num)s stay, as they were changed or joined since",
                gone.kept,
            )
        )
    return _back(slug, coded="; ".join([*said, *_left(gone.complete)]))


def _back(slug: str, **told: str) -> Done:
    """To where the search stood, with what was done."""
    stood = {name: request.form[name] for name in ("q", "order", "after") if request.form.get(name)}
    return Done(f"/projects/{slug}/search?{urlencode({**stood, **told})}")


def _told(done: Coded) -> str:
    said = [ngettext("%(num)s marked", "%(num)s marked", done.made)]
    if done.there:
        said.append(ngettext("%(num)s had this label already", "%(num)s had this label already", done.there))
    said += _left(done.complete)
    if done.more:
        said.append(gettext("there are more, which the same again marks"))
    return "; ".join(said)


def _left(complete: Sequence[str]) -> list[str]:
    titles = ", ".join(complete)
    return [gettext("complete, and left as it is: %(titles)s", titles=titles)] if complete else []


def _found(visit: Visit, slug: str, query: str) -> dict[str, Any]:
    after = max(0, request.args.get("after", 0, type=int))
    order = request.args.get("order", "text")
    found = searching.search(
        visit.tx, visit.person, slug, query, context=_CONTEXT, after=after, limit=_ON_A_PAGE, order=order
    )
    return {
        "found": found,
        "after": after,
        "before": max(0, after - _ON_A_PAGE) if after else None,
        "next": after + _ON_A_PAGE if found.more else None,
    }


def _place(sent: str) -> Place:
    read = _PLACE.fullmatch(sent)
    if read is None:
        raise Invalid("bad-form", "A place is sent as document:start-end.")
    return Place(read[1], int(read[2]), int(read[3]))
