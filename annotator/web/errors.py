"""Refusals become answers, in one place: the right status, and one clear line on a page or in a part."""

import time
from urllib.parse import quote

from flask import Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError, TooManyRequests

from annotator.domain import errors
from annotator.domain.errors import Refused, Unauthenticated
from annotator.web.page import htmx, page
from annotator.web.security import limiter

_STATUS: dict[type[Refused], int] = {
    errors.Stale: 412,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Unauthenticated: 401,
    errors.Busy: 503,
}
_TITLES = {
    400: "Not understood",
    401: "Sign in",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    409: "That clashes",
    412: "Changed meanwhile",
    413: "Too large",
    422: "Not accepted",
    429: "Too many attempts",
    500: "Our mistake",
    503: "Not at this moment",
    507: "The disk is full",
}


def status_of(refusal: Refused) -> int:
    """The HTTP status of a refusal."""
    if refusal.code == "disk-full":
        return 507
    return next((status for kind, status in _STATUS.items() if isinstance(refusal, kind)), 400)


def register(app: Flask) -> None:
    """Let ``app`` answer refusals and faults."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(Exception, _fault)


def _refused(refusal: Refused) -> ResponseReturnValue:
    if isinstance(refusal, Unauthenticated) and request.method in ("GET", "HEAD") and not htmx:
        return redirect(f"/sign-in?next={quote(request.full_path.rstrip('?'))}", code=303)
    headers = {"Retry-After": "2"} if isinstance(refusal, errors.Busy) else {}
    return _answer(status_of(refusal), refusal.message, refusal.code, headers)


def http_error(error: HTTPException) -> ResponseReturnValue:
    """What the framework refuses, as a page."""
    status = error.code or 500
    messages = {
        404: "There is no such page.",
        405: "This address does not take that kind of request.",
    }
    if isinstance(error, SecurityError):
        # No page: under a name that is not this site's there is nothing it could link to.
        return Response("This site is not known under that name.\n", 400, mimetype="text/plain")
    if isinstance(error, RequestEntityTooLarge):
        return _answer(413, "That is more than this server takes in at once.", "too-large")
    if isinstance(error, TooManyRequests):
        return _too_many()
    if 300 <= status < 400:  # noqa: PLR2004 - a redirect is no error
        return error.get_response()
    message = messages.get(status, "This request could not be understood.")
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return _answer(status, message, f"http-{status}", headers)


def _too_many() -> ResponseReturnValue:
    reached = limiter.current_limit
    seconds = max(1, round(reached.reset_at - time.time())) if reached else 60
    minutes = max(1, round(seconds / 60))
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    headers = {"Retry-After": str(seconds)}
    return _answer(429, f"Too many attempts. Wait {wait}, then try again.", "too-many", headers)


def _csrf_error(_error: CSRFError) -> ResponseReturnValue:
    return _answer(400, "This page is out of date. Load it again; nothing was changed.", "csrf")


def _fault(error: Exception) -> ResponseReturnValue:
    # The traceback goes to the server's log, where whoever runs it can read it, and nowhere else.
    current_app.logger.error("unexpected fault in %s", request.endpoint, exc_info=error)
    return _answer(500, "Something went wrong on the server. What you had saved is saved.", "fault")


def _answer(status: int, message: str, code: str, headers: dict[str, str] | None = None) -> ResponseReturnValue:
    answer = page(
        "errors/page.html",
        "errors/_notice.html",
        status=status,
        title=_TITLES.get(status, "Not possible"),
        message=message,
        code=code,
        person=None,
    )
    answer.headers.update(headers or {})
    return answer.response()
