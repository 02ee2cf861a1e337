"""One's tokens of the API: made, shown once, revoked."""

from typing import Any

from flask import Blueprint, request

from annotator.services import tokens
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done

blueprint = Blueprint("tokens", __name__)


@blueprint.get("/account/tokens")
@reads
def index(visit: Visit) -> Answer:
    return _shown(visit)


@blueprint.post("/account/tokens")
@writes
def make(visit: Visit) -> Answer:
    """The answer is a page and no redirect: nothing that can be looked up again holds the token."""
    token = tokens.make(visit.tx, visit.person, request.form.get("name", ""))
    return _shown(visit, token)


@blueprint.post("/account/tokens/<uuid:token>/revoke")
@writes
def revoke(visit: Visit, token: Any) -> Answer:
    tokens.revoke(visit.tx, visit.person, str(token))
    return Done("/account/tokens")


def _shown(visit: Visit, made: str | None = None) -> Answer:
    return visit.page("tokens/page.html", tokens=tokens.all_of(visit.tx, visit.person), made=made)
