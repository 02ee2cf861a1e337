"""What somebody prefers in this browser, kept in cookies of their own: single keys, and the language."""

from flask import Blueprint, Response, after_this_request, request

from annotator.domain.errors import Invalid
from annotator.web.door import opens, settings
from annotator.web.language import LANGUAGE_COOKIE, LANGUAGES
from annotator.web.page import Answer, Done, own_place

blueprint = Blueprint("preferences", __name__)

KEYS_COOKIE = "annotator_keys"
_A_YEAR = 31_536_000


@blueprint.post("/preferences/keys")
@opens
def keys() -> Answer:
    """Switch the keys that are one character on or off: speech input and a resting hand press them by mistake."""
    wanted = request.form.get("keys", "")
    if wanted not in ("on", "off"):
        raise Invalid("unknown-preference", "Single keys are on or off.")

    _keep(KEYS_COOKIE, wanted)
    return Done(own_place(request.form.get("next")))


@blueprint.post("/preferences/language")
@opens
def language() -> Answer:
    """Choose the language of the pages in this browser; empty for the one that the browser asks for."""
    wanted = request.form.get("language", "")
    if wanted and wanted not in LANGUAGES:
        raise Invalid("unknown-preference", f"There is no such language here: {', '.join(LANGUAGES)}.")
    _keep(LANGUAGE_COOKIE, wanted)
    return Done(own_place(request.form.get("next")))


def _keep(cookie: str, wanted: str) -> None:
    secure = settings().secure

    @after_this_request
    def _send(response: Response) -> Response:
        response.set_cookie(cookie, wanted, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=secure)
        return response
