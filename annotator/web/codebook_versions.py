"""The versions of a codebook: which there are, and what is different between two of them."""

from flask import Blueprint, request

from annotator.domain.codebook_saying import told
from annotator.domain.errors import Invalid
from annotator.services import catching_up, codebooks, projects
from annotator.web.annotate_form import uuid_of, version_of
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done, Unchanged, htmx

blueprint = Blueprint("codebook_versions", __name__)


@blueprint.get("/projects/<slug>/codebook/versions")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """All versions, the newest first; by default the latest is held against the one before it."""
    project = projects.find(visit.tx, visit.person, slug)
    versions = codebooks.versions(visit.tx, visit.person, slug)[::-1]
    numbers = [one.number for one in versions]
    new = _number("new", numbers[0] if numbers else 0)
    old = _number("old", next((number for number in numbers if number < new), 0))
    _, _, found = codebooks.difference(visit.tx, visit.person, slug, old, new)
    return visit.page(
        "codebook/versions.html",
        project=project,
        versions=versions,
        old=old,
        new=new,
        differences=[told(one) for one in found],
    )


@blueprint.post("/projects/<slug>/codebook/seen")
@writes
def seen(visit: Visit, slug: str) -> Answer:
    """Note that somebody had what is new before them; it is not told again."""
    catching_up.saw(visit.tx, visit.person, slug, version_of(request.form) or 0)
    document = uuid_of(request.form, "document")
    return Unchanged() if htmx else Done(f"/documents/{document}")


def _number(name: str, default: int) -> int:
    given = request.args.get(name, "")
    if not given:
        return default
    if not (given.isascii() and given.isdecimal() and len(given) < 10):  # noqa: PLR2004 - what a database holds
        raise Invalid("bad-version", f"{name}: “{given[:20]}” is not a version's number.")
    return int(given)
