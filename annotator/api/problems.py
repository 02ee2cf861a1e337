"""Refusals and faults as RFC 9457 problems: ``application/problem+json`` with a stable ``code``."""

import time
from typing import Any

import msgspec
from flask import Blueprint, Response, current_app, request
from msgspec import Struct
from werkzeug.exceptions import HTTPException, TooManyRequests

from annotator.api.answers import plain
from annotator.api.limits import limiter
from annotator.domain import errors
from annotator.domain.errors import Refused

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"

_STATUS: dict[type[Refused], int] = {
    errors.Stale: 412,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Unauthenticated: 401,
    errors.Busy: 503,
}
TITLES = {
    400: "Not understood",
    401: "No valid token",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    409: "That clashes",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Not this media type",
    422: "Not accepted",
    429: "Too many requests",
    500: "Our mistake",
    503: "Not at this moment",
    507: "The disk is full",
}
_DETAILS = {
    400: "This request could not be understood.",
    404: "There is nothing at this address.",
    405: "This address does not take that kind of request.",
    413: "That is more than this server takes in at once.",
    415: "The body of this request is JSON: send it with Content-Type: application/json.",
}


class Problem(Struct, kw_only=True, omit_defaults=True):
    """Why something was refused. ``code`` is stable, for scripts; ``detail`` is one clear line, for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    present: Any = None
    """With 412: the thing as it stands now."""


class NotUnderstood(Refused):
    """The request is not what HTTP or JSON says it should be."""


class UnknownMediaType(Refused):
    """The body is not of the kind that is taken here."""


def register(blueprint: Blueprint) -> None:
    """Let ``blueprint`` answer refusals and faults with problems."""
    blueprint.register_error_handler(Refused, refused)
    blueprint.register_error_handler(HTTPException, http_error)
    blueprint.register_error_handler(Exception, _fault)


def concerns(path: str) -> bool:
    """Whether an address is the API's, though no route may lead there."""
    return path.startswith(PREFIX)


def refused(refusal: Refused, present: Any = None) -> Response:
    """A refusal as a problem; with ``present``, what it is about as it stands now."""
    kinds = {**_STATUS, UnknownMediaType: 415}
    status = next((status for kind, status in kinds.items() if isinstance(refusal, kind)), 400)
    answer = problem(507 if refusal.code == "disk-full" else status, refusal.code, refusal.message, present)
    if isinstance(refusal, errors.Unauthenticated):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="annotator"'
    if isinstance(refusal, errors.Busy):
        answer.headers["Retry-After"] = "2"
    return answer


def http_error(error: HTTPException) -> Response:
    """What the framework refuses, as a problem."""
    status = error.code or 500
    if isinstance(error, TooManyRequests):
        return _too_many()
    answer = problem(status, f"http-{status}", _DETAILS.get(status, _DETAILS[400]))
    answer.headers.extend((name, value) for name, value in error.get_headers() if name == "Allow")
    return answer


def problem(status: int, code: str, detail: str, present: Any = None) -> Response:
    """A problem as a response."""
    told = Problem(
        type=f"urn:annotator:problem:{code}",
        title=TITLES.get(status, "Not possible"),
        status=status,
        detail=detail,
        code=code,
        present=present,
    )
    return Response(msgspec.json.encode(told, enc_hook=plain), status, mimetype=MEDIA_TYPE)


def _too_many() -> Response:
    reached = limiter.current_limit
    seconds = max(1, round(reached.reset_at - time.time())) if reached else 60
    answer = problem(429, "too-many", f"Too many requests. Go on in {seconds} seconds.")
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _fault(error: Exception) -> Response:
    # The traceback goes to the server's log, where whoever runs it can read it, and nowhere else.
    current_app.logger.error("unexpected fault in %s", request.endpoint, exc_info=error)
    return problem(500, "fault", "Something went wrong on the server. What was saved is saved.")
