"""Requests as whoever runs the server sees them: each has an id, is counted, and leaves a line in the log.

Nobody's words are in it: neither what is read, nor what is searched for, nor who it is.
"""

import logging
import re
from time import perf_counter
from uuid import uuid4

from flask import Flask, Response, g, request

from annotator.web.metrics import Meter

_LOG = logging.getLogger("annotator.requests")
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
HEADER = "X-Request-ID"


def watch(app: Flask, meter: Meter | None, *, behind_proxy: bool) -> None:
    """Give each request of ``app`` an id, a line in the log, and a place in the figures of ``meter``.

    ``behind_proxy``: the proxy's id of a request is its id here as well.
    """

    @app.before_request
    def _begin() -> None:
        given = request.headers.get(HEADER, "") if behind_proxy else ""
        g.request_id = given if _ID.fullmatch(given) else uuid4().hex
        g.begun = perf_counter()

    @app.after_request
    def _note(response: Response) -> Response:
        if "request_id" not in g:  # refused before it was looked at
            return response
        seconds = perf_counter() - g.begun
        # The route and not the address: what people search for stands there, and whose document it is.
        route = request.url_rule.rule if request.url_rule else None
        response.headers[HEADER] = g.request_id
        told = {"method": request.method, "route": route, "status": response.status_code}
        _LOG.info("request", extra={"told": {**told, "ms": round(seconds * 1000, 1)}})
        if meter:
            meter.count(request.method, route or "", response.status_code, seconds)
        return response
