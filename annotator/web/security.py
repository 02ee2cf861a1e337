"""What every answer and every request goes through: headers, CSRF tokens, limits on sign-in attempts."""

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect

from annotator.domain.naming import name_key

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
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)


def account_name() -> str:
    """The account that a sign-in names, as one name however it is typed."""
    return name_key(request.form.get("name", "")[:200])


def protect(app: Flask, large: dict[str, int]) -> None:
    """Put every request and answer of ``app`` under these rules; ``large`` endpoints take that many bytes."""

    @app.before_request
    def _widen() -> None:
        # Before the CSRF check, which reads the form.
        if request.endpoint in large:
            request.max_content_length = request.max_form_memory_size = large[request.endpoint]

    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
