"""Figures for Prometheus, for whoever has the token: how many requests, how long they took, the process.

How much others work stands in these figures, so nobody sees them without ``ANNOTATOR_METRICS_TOKEN``. The library
is an extra (``annotator[metrics]``), imported only where that is set.
"""

import hmac
import os
from importlib.util import find_spec
from typing import Any

from flask import Blueprint, Response, current_app, request

from annotator.domain.errors import Invalid, NotFound

blueprint = Blueprint("metrics", __name__)


class Meter:
    """Counts requests; what it counted stays with the process, or with all of several."""

    def __init__(self, token: str) -> None:
        if find_spec("prometheus_client") is None:
            command = "pip install 'annotator[metrics]'"
            raise Invalid("no-prometheus", f"ANNOTATOR_METRICS_TOKEN needs another package: {command}.")
        import prometheus_client  # noqa: PLC0415 - an extra

        self.token = token
        self._library = prometheus_client
        self._registry: Any = prometheus_client.CollectorRegistry()
        self._seconds = prometheus_client.Histogram(
            "annotator_request_seconds",
            "How long requests took until their answer began.",
            ("method", "route", "status"),
            buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10),
            registry=self._registry,
        )
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            prometheus_client.ProcessCollector(registry=self._registry)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._seconds.labels(method, route, str(status)).observe(seconds)

    def told(self) -> Response:
        """All that was counted, as Prometheus reads it."""
        registry = self._registry
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            from prometheus_client import multiprocess  # noqa: PLC0415 - an extra

            registry = self._library.CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        kind = self._library.CONTENT_TYPE_LATEST
        return Response(self._library.generate_latest(registry), content_type=kind)


@blueprint.get("/metrics")
def index() -> Response:
    """What was counted, for whoever sends the token; for everybody else there is no such page."""
    meter: Meter | None = current_app.extensions["annotator_meter"]
    sent = request.headers.get("Authorization", "").encode()
    if meter is None or not hmac.compare_digest(sent, f"Bearer {meter.token}".encode()):
        raise NotFound("http-404", "There is no such page.")
    return meter.told()
