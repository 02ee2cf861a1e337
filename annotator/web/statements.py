"""The statements of a project as a table: filtered, sorted, each with its passage, and as a file."""

from dataclasses import asdict
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from annotator.domain.layer import GOLD
from annotator.domain.text import checked_line
from annotator.services import listing_statements, statement_table
from annotator.services.listing_statements import ORDERS, Wanted
from annotator.web.agreement_form import page_of
from annotator.web.door import Visit, reads, store
from annotator.web.page import Answer, Download

blueprint = Blueprint("statements", __name__)

AT_ONCE = 100
COUNTED = 500
"""As many statements beyond a page are counted before it only says that there are more."""
SORTED = 10_000
"""Fewer statements than these are sorted; it takes a second or two."""


@blueprint.get("/projects/<slug>/statements")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """A page of the statements that were asked for, in the order that was asked for."""
    wanted, order, page = wanted_of(request.args), request.args.get("order", ORDERS[0]), page_of(request.args)
    first = (page - 1) * AT_ONCE
    found = listing_statements.listed(
        visit.tx, visit.person, slug, wanted, order=order, after=first, limit=AT_ONCE, counts=COUNTED, sorts=SORTED
    )
    kind = found.codebook.statement_type
    stance = next((one for one in found.codebook.labels if kind and one.name == kind.stance), None)
    values = {one.name: one.values for one in stance.attributes} if stance else {}
    return visit.page(
        "statements/page.html",
        project=found.project,
        codebook=found.codebook,
        kind=kind,
        found=found,
        wanted=wanted,
        filtered=any(asdict(wanted).values()),
        order=found.order,
        unsorted=SORTED if found.order != order else 0,
        page=page,
        pages=-(-found.total // AT_ONCE),
        first=first,
        polarities=values.get(kind.polarity, ()) if kind else (),
        voices=values.get(kind.voice, ()) if kind else (),
        sign_of=kind.sign_of if kind else None,
        gold=GOLD,
        link=lambda **other: _link(slug, wanted, {"order": found.order, **other}),
    )


@blueprint.get("/projects/<slug>/statements.csv")
@reads
def file(visit: Visit, slug: str) -> Answer:
    """The same statements, all of them, for a spreadsheet."""
    listing_statements.found_in(visit.tx, visit.person, slug)
    # Written while it is sent: a project has many.
    pieces = partial(statement_table.chunks, store(), visit.person, slug, wanted_of(request.args))
    return Download(f"{slug}-statements.csv", "text/csv", pieces)


def wanted_of(args: MultiDict[str, str]) -> Wanted:
    """Which statements an address asks for."""
    given = {name: args.get(name, "").strip() for name in asdict(Wanted())}
    return Wanted(**{name: checked_line(value, name.title()) if value else "" for name, value in given.items()})


def _link(slug: str, wanted: Wanted, other: dict[str, object]) -> str:
    asked = {name: value for name, value in (asdict(wanted) | other).items() if value not in ("", 1, ORDERS[0])}
    return f"/projects/{slug}/statements?{urlencode(asked)}"
