"""The address of this site, as links that people pass on name it."""

from flask import request

from annotator.web.door import settings


def own_address() -> str:
    """The public address where there is one, else the one that was asked."""
    return settings().public_url or request.host_url.rstrip("/")
