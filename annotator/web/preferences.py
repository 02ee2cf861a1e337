"""What somebody prefers in this browser, kept in a cookie of its own: whether single keys do something."""

from flask import Blueprint, Response, after_this_request, request

from annotator.domain.errors import Invalid
from annotator.web.door import opens, settings
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

    @after_this_request
    def _keep(response: Response) -> Response:
        secure = settings().secure
        response.set_cookie(KEYS_COOKIE, wanted, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=secure)
        return response

    return Done(own_place(request.form.get("next")))
