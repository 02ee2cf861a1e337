"""Refusals become answers, in one place: the right status, and one clear line on a page or in a part."""

import time
from urllib.parse import quote

from flask import Flask, Response, current_app, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError, TooManyRequests

from annotator.domain import errors
from annotator.domain.errors import Refused, Unauthenticated
from annotator.domain.permission import Person
from annotator.web.door import SESSION_TOKEN, store, visitor
from annotator.web.language import N_, ngettext
from annotator.web.language import gettext as _
from annotator.web.page import htmx, page
from annotator.web.refusals import refused
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
    400: N_("Not understood"),
    401: N_("Sign in"),
    403: N_("Not allowed"),
    404: N_("Not found"),
    405: N_("Not possible here"),
    409: N_("That clashes"),
    412: N_("Changed meanwhile"),
    413: N_("Too large"),
    422: N_("Not accepted"),
    429: N_("Too many attempts"),
    500: N_("Our mistake"),
    503: N_("Not at this moment"),
    507: N_("The disk is full"),
}

_BEHIND = (503, 507)
"""Where it is the database that cannot answer: it is not asked again."""


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
    return _answer(status_of(refusal), refused(refusal), refusal.code, headers)


def http_error(error: HTTPException) -> ResponseReturnValue:
    """What the framework refuses, as a page."""
    status = error.code or 500
    messages = {
        404: _("There is no such page."),
        405: _("This address does not take that kind of request."),
    }
    if isinstance(error, SecurityError):
        # No page: under a name that is not this site's there is nothing it could link to.
        return Response("This site is not known under that name.\n", 400, mimetype="text/plain")
    if isinstance(error, RequestEntityTooLarge):
        return _answer(413, _("That is more than this server takes in at once."), "too-large")
    if isinstance(error, TooManyRequests):
        return _too_many()
    if 300 <= status < 400:  # noqa: PLR2004 - a redirect is no error
        return error.get_response()
    message = messages.get(status, _("This request could not be understood."))
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return _answer(status, message, f"http-{status}", headers)


def _too_many() -> ResponseReturnValue:
    reached = limiter.current_limit
    seconds = max(1, round(reached.reset_at - time.time())) if reached else 60
    minutes = max(1, round(seconds / 60))
    headers = {"Retry-After": str(seconds)}
    message = ngettext(
        "Too many attempts. Wait a minute, then try again.",
        "Too many attempts. Wait %(num)s minutes, then try again.",
        minutes,
    )
    return _answer(429, message, "too-many", headers)


def _csrf_error(_error: CSRFError) -> ResponseReturnValue:
    return _answer(400, _("This page is out of date. Load it again; nothing was changed."), "csrf")


def _fault(error: Exception) -> ResponseReturnValue:
    # The traceback goes to the server's log, where whoever runs it can read it, and nowhere else.
    current_app.logger.error("unexpected fault in %s", request.endpoint, exc_info=error)
    return _answer(500, _("Something went wrong on the server. What you had saved is saved."), "fault")


def _visitor(status: int) -> Person | None:
    """Whoever is signed in, for the head of the page; nobody where that cannot be found out now."""
    if htmx or SESSION_TOKEN not in session or status in _BEHIND:
        return None
    try:
        with store().read() as tx:
            return visitor(tx)
    except Exception:  # noqa: BLE001 - what is told is the first fault, not what comes of asking for a name
        return None


def _answer(status: int, message: str, code: str, headers: dict[str, str] | None = None) -> ResponseReturnValue:
    answer = page(
        "errors/page.html",
        "errors/_notice.html",
        status=status,
        title=_(_TITLES.get(status, N_("Not possible"))),
        message=message,
        code=code,
        person=_visitor(status),
        known=SESSION_TOKEN in session,
    )
    answer.headers.update(headers or {})
    return answer.response()
