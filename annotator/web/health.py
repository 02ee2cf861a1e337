"""Whether the process and its database answer; for whoever watches over a server."""

from flask import Blueprint

from annotator.web.door import store

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def process() -> tuple[dict[str, str], int]:
    return {"status": "ok"}, 200


@blueprint.get("/readyz")
def database() -> tuple[dict[str, str], int]:
    with store().read():
        return {"status": "ok"}, 200
