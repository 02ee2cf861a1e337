"""Sign-in with an OpenID Connect provider: the authorization code flow with PKCE, state and nonce.

Authlib is an extra (``annotator[oidc]``): it is imported when a provider is configured, and not before.
"""

import hmac
import secrets
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import Any

from annotator.domain.errors import Busy, Invalid, Unauthenticated
from annotator.services.identities import Identity
from annotator.settings import ProviderSettings

_SECONDS = 10
_CLOCKS_APART = 60
_SCOPE = "openid profile"
# Only signatures: a token “signed” with the client's own secret, or with nothing, proves nothing here.
_ALGORITHMS = ["RS256", "ES256", "PS256"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in under way, kept by the browser that began it."""

    state: str
    nonce: str
    verifier: str

    def kept(self) -> dict[str, str]:
        """The attempt as the session keeps it."""
        return asdict(self)


def require_library() -> None:
    """Refuse to go on where a provider is configured and Authlib is not installed.

    Raises:
        Invalid: it is not.
    """
    if find_spec("authlib") is None or find_spec("requests") is None:
        raise Invalid("no-authlib", "ANNOTATOR_OIDC_ISSUER needs another package: pip install 'annotator[oidc]'.")


def reach(settings: ProviderSettings) -> None:
    """Refuse where the provider does not answer as the one that is configured.

    Raises:
        Busy: it does not answer.
        Unauthenticated: another one does.
        Invalid: what asks it is not installed.
    """
    require_library()
    with _client(settings, "") as client, _Clear():
        _discovered(client, settings)


def begin(settings: ProviderSettings, back: str) -> tuple[str, Attempt]:
    """Where to send a browser that wants to sign in, and the attempt to keep until it is ``back``."""
    attempt = Attempt(*(secrets.token_urlsafe(48) for _ in range(3)))
    with _client(settings, back) as client, _Clear():
        found = _discovered(client, settings)
        url: str = client.create_authorization_url(
            found["authorization_endpoint"],
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
        )[0]
    return url, attempt


def finish(settings: ProviderSettings, back: str, attempt: Attempt, answer: dict[str, str]) -> Identity:
    """Whom the provider says has signed in, once its ``answer`` and its token are proven.

    Raises:
        Unauthenticated: the answer is not to this attempt, or the token is not to be believed.
        Busy: the provider cannot be reached.
    """
    if not hmac.compare_digest(attempt.state.encode(), answer.get("state", "").encode()):
        raise Unauthenticated("other-state", "This sign-in was not begun in this browser, or twice. Begin again.")
    if "code" not in answer:
        raise Unauthenticated("provider-refused", "The provider did not sign you in.")
    with _client(settings, back) as client, _Clear():
        found = _discovered(client, settings)
        token = client.fetch_token(
            found["token_endpoint"], code=answer["code"], code_verifier=attempt.verifier, timeout=_SECONDS
        )
        keys = _json(client, found["jwks_uri"])
        claims = _proven(settings, token["id_token"], keys, attempt.nonce, token.get("access_token"))
    name = claims.get("preferred_username")
    return Identity(settings.issuer, str(claims["sub"]), name if isinstance(name, str) else "")


def _proven(
    settings: ProviderSettings, id_token: str, keys: Any, nonce: str, access_token: str | None
) -> dict[str, Any]:
    from authlib.oidc.core import CodeIDToken  # noqa: PLC0415 - an extra
    from joserfc import jwt  # noqa: PLC0415 - comes with Authlib
    from joserfc.jwk import KeySet  # noqa: PLC0415 - the same
    from joserfc.jws import JWSRegistry  # noqa: PLC0415 - the same

    registry = JWSRegistry(algorithms=_ALGORITHMS, strict_check_header=False)
    decoded = jwt.decode(id_token, key=KeySet.import_key_set(keys), registry=registry)
    # Authlib asks for the audience only where it is told to.
    options = {
        "iss": {"essential": True, "value": settings.issuer},
        "aud": {"essential": True, "value": settings.client_id},
    }
    params = {"nonce": nonce, "client_id": settings.client_id, "access_token": access_token}
    claims = CodeIDToken(decoded.claims, decoded.header, options, params)
    claims.validate(leeway=_CLOCKS_APART)
    return dict(claims)


def _client(settings: ProviderSettings, back: str) -> Any:
    from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415 - an extra

    return OAuth2Session(
        settings.client_id,
        settings.client_secret,
        scope=_SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
    )


def _discovered(client: Any, settings: ProviderSettings) -> dict[str, Any]:
    found = _json(client, settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if found.get("issuer") != settings.issuer:
        raise Unauthenticated("other-issuer", "The provider says that it is another one than was configured.")
    return found


def _json(client: Any, url: str) -> dict[str, Any]:
    answer = client.request("GET", url, withhold_token=True, timeout=_SECONDS)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


class _Clear:
    """What the libraries raise, as one clear line."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 - an extra
        from joserfc.errors import JoseError  # noqa: PLC0415 - comes with Authlib
        from requests import RequestException  # noqa: PLC0415 - comes with the extra

        if isinstance(error, RequestException):
            raise Busy("provider-down", "The sign-in provider does not answer now. Try again.") from error
        if isinstance(error, (JoseError, AuthlibBaseError, KeyError, ValueError, TypeError)):
            raise Unauthenticated("provider-wrong", "The provider's answer does not prove who you are.") from error
