"""The statements and relations in which annotators differ, both readings side by side."""

from urllib.parse import urlencode

from flask import Blueprint, request

from annotator.domain.permission import Act
from annotator.services import listing_joined
from annotator.services.disagreeing import AT_ONCE
from annotator.services.listing_joined import Asked, Joint, Listed
from annotator.services.selecting import Selection
from annotator.web import agreement_form
from annotator.web.door import Visit, reads
from annotator.web.language import N_
from annotator.web.page import Answer
from annotator.web.passage import Side, side

blueprint = Blueprint("agreement_joined", __name__)

ASPECTS = (
    ("found", N_("found by both")),
    ("actor", N_("the same actor")),
    ("instrument", N_("the same instrument")),
    ("polarity", N_("the same polarity, given these")),
    ("identical", N_("all of it the same")),
)
"""In what two annotators' statements are compared, in words."""


@blueprint.get("/projects/<slug>/agreement/joined")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """Statements that differ in an aspect (``of``), or relations of a ``type`` that only one has."""
    selection = agreement_form.selection_of(request.args)
    asked = Asked(
        request.args.get("of", "identical"),
        request.args.get("type", ""),
        agreement_form.page_of(request.args),
    )
    found = listing_joined.listed(visit.tx, visit.person, slug, selection, asked)
    return visit.page(
        "agreement/joined.html",
        project=found.project,
        codebook=found.codebook,
        found=found,
        asked=asked,
        aspects=[(name, title, found.joints.statements[name].differing) for name, title in _aspects(found)],
        chosen=agreement_form.saying(selection) if selection.key else "",
        names=selection.names or found.annotators,
        items=[(one, _sides(one, found)) for one in found.listed],
        pages=-(-found.total // AT_ONCE),
        first=(asked.page - 1) * AT_ONCE,
        link=lambda **other: _link(slug, selection, other),
        may_decide=found.project.standing.may(Act.WRITE_GOLD),
        may_comment=found.project.standing.may(Act.COMMENT),
        may_exemplify=found.project.standing.may(Act.CHANGE_CODEBOOK),
    )


def _aspects(found: Listed) -> list[tuple[str, str]]:
    return [(name, title) for name, title in ASPECTS if name in found.joints.statements]


def _sides(one: Joint, found: Listed) -> tuple[Side, Side]:
    return (
        side(one, one.one, one.sides[0], found.codebook),
        side(one, one.other, one.sides[1], found.codebook),
    )


def _link(slug: str, selection: Selection, asked: dict[str, object]) -> str:
    query = agreement_form.query_of(selection, None, **asked)
    return f"/projects/{slug}/agreement/joined?{urlencode(query)}"
