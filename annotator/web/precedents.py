"""Rules that decisions were kept as: made on the adjudication page, changed in the codebook."""

from typing import Any

from flask import Blueprint, request

from annotator.services import precedents
from annotator.web.annotate_form import action_of, uuid_of
from annotator.web.door import Visit, writes
from annotator.web.page import Answer, Done

blueprint = Blueprint("precedents", __name__)


@blueprint.post("/documents/<uuid:document>/adjudicate/precedents")
@writes
def keep(visit: Visit, document: Any) -> Answer:
    """Keep a decision as a rule under a label."""
    desk = precedents.keep(
        visit.tx,
        visit.person,
        action_of(request.form, request.path),
        str(document),
        uuid_of(request.form, "decision"),
        label=request.form.get("label", ""),
        rule=_rule(),
    )
    kept = visit.page("adjudicate/_kept.html", project=desk.project, label=request.form.get("label", ""))
    return Done(f"/documents/{document}/adjudicate", kept)


@blueprint.post("/projects/<slug>/precedents/<uuid:precedent>")
@writes
def change(visit: Visit, slug: str, precedent: Any) -> Answer:
    """Write a rule anew, or withdraw it."""
    if request.form.get("do") == "withdraw":
        precedents.withdraw(visit.tx, visit.person, slug, str(precedent))
    else:
        precedents.change(visit.tx, visit.person, slug, str(precedent), _rule())
    return Done(f"/projects/{slug}/codebook#rule-{precedent}")


def _rule() -> str:
    return request.form.get("rule", "").replace("\r\n", "\n")
