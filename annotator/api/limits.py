"""How often a script may ask: by its token, and by its address where the token opens nothing."""

import hashlib

from flask import Blueprint, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from annotator.services.limiting import URI

FOR_EACH = "6000/minute"
FOR_STRANGERS = "120/minute"

limiter = Limiter(
    get_remote_address,
    storage_uri=URI,
    # Not the door's: that imports what imports this.
    storage_options={"store": lambda: current_app.extensions["annotator_store"]},  # type: ignore[dict-item]
)


def limit(blueprint: Blueprint) -> None:
    """Limit how often ``blueprint`` is asked."""
    limiter.limit(FOR_EACH, key_func=_token)(blueprint)
    limiter.limit(FOR_STRANGERS, deduct_when=_opened_nothing)(blueprint)


def _token() -> str:
    sent = request.headers.get("Authorization")
    return hashlib.sha256(sent.encode("utf-8", "surrogatepass")).hexdigest() if sent else get_remote_address()


def _opened_nothing(response: Response) -> bool:
    return response.status_code == 401  # noqa: PLR2004 - HTTP's own number
