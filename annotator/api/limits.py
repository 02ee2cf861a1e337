"""How often a script may ask: by its token, and by its address where the token opens nothing."""

import hashlib

from flask import Blueprint, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

FOR_EACH = "6000/minute"
FOR_STRANGERS = "120/minute"

limiter = Limiter(get_remote_address, storage_uri="memory://")


def limit(blueprint: Blueprint) -> None:
    """Limit how often ``blueprint`` is asked."""
    limiter.limit(FOR_EACH, key_func=_token)(blueprint)
    limiter.limit(FOR_STRANGERS, deduct_when=_opened_nothing)(blueprint)


def _token() -> str:
    sent = request.headers.get("Authorization")
    return hashlib.sha256(sent.encode("utf-8", "surrogatepass")).hexdigest() if sent else get_remote_address()


def _opened_nothing(response: Response) -> bool:
    return response.status_code == 401  # noqa: PLR2004 - HTTP's own number
