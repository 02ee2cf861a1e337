"""Documents changed in bulk from the corpus page, what was changed so, and the filters that are kept there."""

from uuid import UUID

from flask import Blueprint, request

from annotator.domain.document_filter import filter_from
from annotator.domain.errors import Invalid
from annotator.services import filters, regrouping
from annotator.services.regrouping import Which
from annotator.web import corpus_form
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done

blueprint = Blueprint("regrouping", __name__)


@blueprint.post("/projects/<slug>/documents")
@writes
def change(visit: Visit, slug: str) -> Answer:
    """Change the documents that are chosen, or all that the filter lets through."""
    form = request.form
    done = regrouping.change(visit.tx, visit.person, slug, _which(), corpus_form.change_in(form))
    return Done(corpus_form.back(slug, form, changed=done.id or "none"))


@blueprint.get("/projects/<slug>/documents/changes")
@reads
def changes(visit: Visit, slug: str) -> Answer:
    """What was changed, by whom and when, each to be taken back."""
    project, kept = regrouping.changes(visit.tx, visit.person, slug)
    return visit.page("corpus/changes.html", project=project, changes=kept)


@blueprint.post("/projects/<slug>/documents/changes/<uuid:edit>")
@writes
def undo(visit: Visit, slug: str, edit: UUID) -> Answer:
    """Take a change back."""
    regrouping.undo(visit.tx, visit.person, slug, str(edit))
    return Done(f"/projects/{slug}/documents/changes")


@blueprint.post("/projects/<slug>/filters")
@writes
def keep(visit: Visit, slug: str) -> Answer:
    """Keep the filter under a name, or keep one no longer."""
    form = request.form
    if form.get("do") == "remove":
        filters.remove(visit.tx, visit.person, slug, form.get("name", ""))
    else:
        filters.save(visit.tx, visit.person, slug, form.get("name", ""), filter_from(form.get("filter", "")))
    return Done(corpus_form.back(slug, form))


def _which() -> Which:
    form = request.form
    if form.get("which") == "all":
        seen = form.get("seen", "")
        if not (seen.isascii() and seen.isdigit() and len(seen) <= 9):  # noqa: PLR2004 - as many as there may be
            raise Invalid("bad-form", "The form says how many documents matched.")
        return Which(filter=filter_from(form.get("filter", "")), seen=int(seen))
    chosen = [str(UUID(one)) for one in form.getlist("document") if _is_id(one)]
    if not chosen:
        raise Invalid("nothing-chosen", "Choose documents by their boxes, or all that match.")
    return Which(chosen)


def _is_id(sent: str) -> bool:
    try:
        UUID(sent)
    except ValueError:
        return False
    return True
