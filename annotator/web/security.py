"""What every answer and every request goes through: headers, CSRF tokens, limits on sign-in attempts."""

from flask import Flask, Response, abort, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.exceptions import SecurityError

from annotator.domain.naming import name_key
from annotator.services.limiting import URI
from annotator.web.door import SESSION_TOKEN, store
from annotator.web.hosts import answers_to

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri=URI, storage_options={"store": store})  # type: ignore[dict-item]


def account_name() -> str:
    """The account that a sign-in names, as one name however it is typed."""
    return name_key(request.form.get("name", "")[:200])


def failed(response: Response) -> bool:
    """Whether an attempt came to nothing: only these count, so that a whole class can sign in at once."""
    return response.status_code >= 400  # noqa: PLR2004 - HTTP's own border


def protect(app: Flask, names: frozenset[str], large: dict[str, int]) -> None:
    """Put every request and answer of ``app`` under these rules.

    Args:
        app: the application.
        names: what it is asked by.
        large: endpoints that take more, and how many bytes.
    """

    @app.before_request
    def _refuse_other_names() -> None:
        if not answers_to(request.host, names):
            raise SecurityError(f"{request.host!r} is not this site's name.")

    @app.before_request
    def _refuse_nul() -> None:
        # PostgreSQL cannot even be asked for it.
        if "\0" in request.path or b"%00" in request.query_string:
            abort(400)

    @app.before_request
    def _widen() -> None:
        # Before the CSRF check, which reads the form; not for people who never signed in here.
        if request.endpoint in large and SESSION_TOKEN in session:
            request.max_content_length = request.max_form_memory_size = large[request.endpoint]

    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static" and response.status_code in (200, 304):
        response.cache_control.immutable = True
        # Read whole, it is compressed whole, and the file is closed.
        response.direct_passthrough = False
        response.make_sequence()
    else:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Vary", "HX-Request, Cookie, Accept-Language")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
