"""One's own account: password, mail address, sessions; and setting a password by an admin's link."""

from flask import Blueprint, request, session

from annotator.domain.errors import Refused
from annotator.services import identities, own_account
from annotator.web.door import (
    SESSION_TOKEN,
    Visit,
    opens,
    reads,
    remember,
    replace,
    settings,
    signed_in,
    store,
    writes,
)
from annotator.web.errors import status_of
from annotator.web.page import Answer, Done, Page, page
from annotator.web.refusals import refused
from annotator.web.security import failed, limiter

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
@reads
def index(visit: Visit) -> Answer:
    return _page(visit)


@blueprint.post("/account/password")
@limiter.limit("10/minute;60/hour", deduct_when=failed)
@opens
def change_password() -> Answer:
    """Change one's password. A new session begins, and all others end."""
    with store().read() as tx:
        person = signed_in(tx)
    present, new = request.form.get("present", ""), request.form.get("new", "")
    try:
        token = own_account.change_password(store(), person, present, new)
    except Refused as refusal:
        with store().read() as tx:
            return _page(Visit(tx, signed_in(tx)), status_of(refusal), problem=refused(refusal))
    remember(token)
    return Done("/account")


@blueprint.post("/account/email")
@writes
def change_email(visit: Visit) -> Answer:
    own_account.change_email(visit.tx, visit.person, request.form.get("email", ""))
    return Done("/account")


@blueprint.post("/account/sessions/end")
@writes
def end_others(visit: Visit) -> Answer:
    own_account.end_other_sessions(visit.tx, visit.person, session[SESSION_TOKEN])
    return Done("/account")


@blueprint.post("/account/provider/disconnect")
@writes
def disconnect(visit: Visit) -> Answer:
    """Sign in with the provider no more."""
    identities.disconnect(visit.tx, visit.person, request.form.get("issuer", ""))
    return Done("/account")


@blueprint.get("/password/<token>")
@opens
def by_link(token: str) -> Answer:
    """A link for a new password is first shown: looking at it spends nothing."""
    return page("account/password.html", person=None, token=token)


@blueprint.post("/password/<token>")
@limiter.limit("10/minute", deduct_when=failed)
@opens
def set_by_link(token: str) -> Answer:
    try:
        begun = own_account.set_by_link(store(), token, request.form.get("password", ""))
    except Refused as refusal:
        status = status_of(refusal)
        return page("account/password.html", status=status, person=None, token=token, problem=refused(refusal))
    replace(begun)
    return Done("/")


def _page(visit: Visit, status: int = 200, problem: str = "") -> Page:
    return visit.page(
        "account/page.html",
        status=status,
        entry=own_account.own(visit.tx, visit.person),
        sessions=own_account.sessions(visit.tx, visit.person, session[SESSION_TOKEN]),
        issuers=own_account.issuers(visit.tx, visit.person),
        provider=settings().provider,
        only_way_in=identities.ONLY_WAY_IN,
        problem=problem,
    )
