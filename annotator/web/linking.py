"""Linking a span to an entry of the registry: a few letters, and what they find."""

from typing import Any

from flask import Blueprint, request

from annotator.services import linking, reading
from annotator.web.door import Visit, reads
from annotator.web.offered import letters_of
from annotator.web.page import Answer

blueprint = Blueprint("linking", __name__)


@blueprint.get("/spans/<uuid:span>/entries")
@reads
def entries(visit: Visit, span: Any) -> Answer:
    """The entries that a span may mean, to choose from; the last choice is a new one."""
    letters = letters_of(request.args)
    desk, found = linking.suggested(visit.tx, visit.person, str(span), letters)
    _, marked = reading.own_span(visit.tx, visit.person, str(span))
    name = " ".join((letters.strip() or marked.quote(desk.reading.text)).split())[:200]
    return visit.page(
        "annotate/entries.html",
        "annotate/_entries.html",
        desk=desk,
        project=desk.project,
        span=marked,
        entries=found,
        letters=letters,
        name=name,
        is_known=any(name == known for one in found for known in one.entity.names),
    )
