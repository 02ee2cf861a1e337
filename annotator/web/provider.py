"""Sign-in with an OpenID Connect provider, where one is configured."""

from dataclasses import dataclass

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from annotator.domain.errors import NotFound, Refused
from annotator.services import identities, inviting, provider
from annotator.settings import ProviderSettings
from annotator.web.door import opens, replace, settings, signed_in, store
from annotator.web.errors import status_of
from annotator.web.own_address import own_address
from annotator.web.page import Answer, Done, page
from annotator.web.provider_session import await_name, keep_attempt, take_attempt
from annotator.web.refusals import refused
from annotator.web.security import failed, limiter

blueprint = Blueprint("provider", __name__)

_BACK = "/sign-in/provider/back"


@dataclass(frozen=True, slots=True)
class _Away:
    """Send the browser to the provider. By a link and not a form: the policy lets forms go to this site alone."""

    url: str

    def response(self) -> ResponseReturnValue:
        return redirect(self.url, code=303)


@blueprint.get("/sign-in/provider")
@limiter.limit("30/minute")
@opens
def begin() -> Answer:
    url, attempt = provider.begin(_configured(), own_address() + _BACK)
    keep_attempt(attempt, request.args.get("for", ""), request.args.get("invitation", ""))
    return _Away(url)


@blueprint.get(_BACK)
@limiter.limit("30/minute", deduct_when=failed)
@opens
def back() -> Answer:
    try:
        return _signed_in()
    except Refused as refusal:
        # Said here and not by sending on to the sign-in, which would not say why.
        if refusal.code == "no-provider":
            raise
        return page(
            "signin/page.html",
            status=status_of(refusal),
            person=None,
            next="/",
            name="",
            provider=settings().provider,
            problem=refused(refusal),
        )


def _signed_in() -> Answer:
    configured = _configured()
    attempt, purpose, invitation = take_attempt()
    identity = provider.finish(configured, own_address() + _BACK, attempt, request.args.to_dict())
    if purpose == "connect":
        with store().write() as tx:
            identities.connect(tx, signed_in(tx), identity)
        return Done("/account")
    with store().write() as tx:
        if invitation and not identities.known(tx, identity):
            inviting.look(tx, invitation)
            await_name(identity, invitation)
            return Done(f"/invitation/{invitation}")
        token = identities.sign_in(tx, identity)
    replace(token)
    return Done(f"/invitation/{invitation}" if invitation else "/")


def _configured() -> ProviderSettings:
    found = settings().provider
    if found is None:
        raise NotFound("no-provider", "There is no such page.")
    return found
