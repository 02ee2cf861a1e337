"""Sign in, sign out, and the first set-up of a site."""

from flask import Blueprint, request

from annotator.domain.errors import Refused
from annotator.services import accounts
from annotator.web.door import end, opens, replace, settings, store
from annotator.web.errors import status_of
from annotator.web.page import Answer, Done, own_place, page
from annotator.web.refusals import refused
from annotator.web.security import account_name, failed, limiter

blueprint = Blueprint("signin", __name__)


@blueprint.get("/sign-in")
@opens
def form() -> Answer:
    with store().read() as tx:
        if accounts.needs_set_up(tx):
            return page("setup/page.html", person=None, token="", name="")
    return page(
        "signin/page.html",
        person=None,
        next=own_place(request.args.get("next")),
        name="",
        provider=settings().provider,
    )


@blueprint.post("/sign-in")
@limiter.limit("30/minute", deduct_when=failed)
@limiter.limit("5/minute;30/hour", key_func=account_name, deduct_when=failed)
@opens
def sign_in() -> Answer:
    # Nobody's name has U+0000, and PostgreSQL cannot even be asked for it.
    name, target = request.form.get("name", "").replace("\0", "\ufffd"), own_place(request.form.get("next"))
    try:
        token = accounts.sign_in(store(), name, request.form.get("password", ""))
    except Refused as refusal:
        return page(
            "signin/page.html",
            status=status_of(refusal),
            person=None,
            next=target,
            name=name,
            provider=settings().provider,
            problem=refused(refusal),
        )
    replace(token)
    return Done(target)


@blueprint.get("/enter/<token>")
@opens
def by_link(token: str) -> Answer:
    """A one-time link is first shown, so that a program that only looks at links does not spend it."""
    return page("signin/link.html", person=None, token=token)


@blueprint.post("/enter/<token>")
@limiter.limit("30/minute", deduct_when=failed)
@opens
def enter(token: str) -> Answer:
    with store().write() as tx:
        session = accounts.sign_in_by_ticket(tx, token)
    replace(session)
    return Done("/")


@blueprint.post("/sign-out")
@opens
def sign_out() -> Answer:
    end()
    return Done("/sign-in")


@blueprint.get("/set-up/<token>")
@opens
def set_up_form(token: str) -> Answer:
    return page("setup/page.html", person=None, token=token, name="")


@blueprint.post("/set-up/<token>")
@limiter.limit("10/minute", deduct_when=failed)
@opens
def set_up(token: str) -> Answer:
    name = request.form.get("name", "")
    try:
        session = accounts.set_up(store(), settings().secret_key, token, name, request.form.get("password", ""))
    except Refused as refusal:
        return page(
            "setup/page.html",
            status=status_of(refusal),
            person=None,
            token=token,
            name=name,
            problem=refused(refusal),
        )
    replace(session)
    return Done("/")
