"""The versions of a codebook: which there are, and what is different between two of them."""

from flask import Blueprint, request

from annotator.domain.codebook_saying import told
from annotator.domain.errors import Invalid
from annotator.services import codebooks, projects
from annotator.web.door import Visit, reads
from annotator.web.page import Answer

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


def _number(name: str, default: int) -> int:
    given = request.args.get(name, "")
    if not given:
        return default
    if not (given.isascii() and given.isdecimal() and len(given) < 10):  # noqa: PLR2004 - what a database holds
        raise Invalid("bad-version", f"{name}: “{given[:20]}” is not a version's number.")
    return int(given)
