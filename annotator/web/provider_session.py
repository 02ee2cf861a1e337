"""What the browser's signed cookie keeps of a sign-in with a provider, for a few minutes."""

import time
from typing import Any

from flask import session

from annotator.domain.errors import Unauthenticated
from annotator.services.identities import Identity
from annotator.services.provider import Attempt

_ATTEMPT, _IDENTITY = "provider_attempt", "provider_identity"
_SECONDS = 600


def keep_attempt(attempt: Attempt, purpose: str, invitation: str) -> None:
    """Keep a sign-in under way, what it is for, and the invitation it came from."""
    session[_ATTEMPT] = {**attempt.kept(), "purpose": purpose, "invitation": invitation, "at": time.time()}


def take_attempt() -> tuple[Attempt, str, str]:
    """The sign-in under way, which is over by this; its purpose and its invitation."""
    kept: Any = session.pop(_ATTEMPT, None)
    if not kept or kept["at"] < time.time() - _SECONDS:
        raise Unauthenticated("no-attempt", "This sign-in was not begun here, or too long ago. Begin again.")
    return Attempt(kept["state"], kept["nonce"], kept["verifier"]), kept["purpose"], kept["invitation"]


def await_name(identity: Identity, invitation: str) -> None:
    """Keep whom a provider signed in until they chose the name of their account."""
    session[_IDENTITY] = [identity.issuer, identity.subject, identity.name, invitation, time.time()]


def awaited_identity(invitation: str, *, missing_ok: bool = False) -> Any:
    """Whom a provider signed in for this invitation.

    Raises:
        Unauthenticated: nobody, or too long ago.
    """
    kept: Any = session.get(_IDENTITY)
    if not kept or kept[3] != invitation or kept[4] < time.time() - _SECONDS:
        if missing_ok:
            return None
        raise Unauthenticated("no-attempt", "That sign-in was too long ago. Begin again.")
    return Identity(*kept[:3])
