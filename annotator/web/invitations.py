"""Invitations: made, listed with the team or with all people, taken back, and accepted by whoever opens one."""

from uuid import UUID

from flask import Blueprint, request

from annotator.domain.errors import Refused
from annotator.services import inviting, mailing
from annotator.web.door import Visit, opens, replace, settings, signed_in, store, visitor, writes
from annotator.web.errors import status_of
from annotator.web.own_address import own_address
from annotator.web.page import Answer, Done, Page, page
from annotator.web.people_page import people_page
from annotator.web.provider_session import awaited_identity
from annotator.web.refusals import refused
from annotator.web.security import failed, limiter
from annotator.web.team_page import team_page

blueprint = Blueprint("invitations", __name__)


@blueprint.post("/projects/<slug>/invitations")
@limiter.limit("60/hour")
@opens
def invite_to_project(slug: str) -> Answer:
    return _invite(slug)


@blueprint.post("/people/invitations")
@limiter.limit("60/hour")
@opens
def invite_to_site() -> Answer:
    return _invite(None)


@blueprint.post("/projects/<slug>/invitations/<uuid:invitation>/revoke")
@writes
def revoke(visit: Visit, slug: str, invitation: UUID) -> Answer:
    inviting.revoke(visit.tx, visit.person, slug, str(invitation))
    return Done(f"/projects/{slug}/team")


@blueprint.post("/people/invitations/<uuid:invitation>/revoke")
@writes
def revoke_from_site(visit: Visit, invitation: UUID) -> Answer:
    inviting.revoke(visit.tx, visit.person, None, str(invitation))
    return Done("/people")


@blueprint.get("/invitation/<token>")
@opens
def by_link(token: str) -> Answer:
    """An invitation is first shown, so that a program that only looks at links does not spend it."""
    return _shown(token)


@blueprint.post("/invitation/<token>")
@limiter.limit("30/minute", deduct_when=failed)
@opens
def accept(token: str) -> Answer:
    name, password = request.form.get("name", "").replace("\0", "\ufffd"), request.form.get("password", "")
    do = request.form.get("do", "")
    if do == "join":
        with store().write() as tx:
            found = inviting.join(tx, signed_in(tx), token)
        return Done(f"/projects/{found.slug}")
    try:
        if do == "identity":
            identity = awaited_identity(token)
            with store().write() as tx:
                found, session = inviting.register_with(tx, token, name, identity)
        else:
            found, session = inviting.register(store(), token, name, password)
    except Refused as refusal:
        return _shown(token, status_of(refusal), name=name, problem=refused(refusal))
    replace(session)
    return Done(f"/projects/{found.slug}" if found.slug else "/")


def _shown(token: str, status: int = 200, name: str = "", problem: str = "") -> Page:
    with store().read() as tx:
        invitation, person = inviting.look(tx, token), visitor(tx)
    return page(
        "invitation/page.html",
        status=status,
        person=person,
        token=token,
        invitation=invitation,
        identity=awaited_identity(token, missing_ok=True),
        provider=settings().provider,
        name=name,
        problem=problem,
    )


def _invite(slug: str | None) -> Answer:
    email = request.form.get("email", "").strip()
    with store().write() as tx:
        visit = Visit(tx, signed_in(tx))
        token = inviting.invite(tx, visit.person, slug, request.form.get("role", ""), email)
        link = f"{own_address()}/invitation/{token}"
        made = {"invitation_link": link, "invited": email}
        answer = people_page(visit, **made) if slug is None else team_page(visit, slug, **made)
        inviter = visit.person.name
    mail = settings().mail
    if mail and email:
        problem = mailing.invite(mail, email, inviter, link)
        answer.context.update(mailed=problem is None, problem=problem)
    return answer
