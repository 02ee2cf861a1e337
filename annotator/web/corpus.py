"""The corpus of a project: filtered by what documents are filed under, sorted, a page at a time."""

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from annotator.domain.document_filter import WORDS
from annotator.domain.errors import Invalid
from annotator.domain.permission import Act
from annotator.services import browsing, filters, regrouping
from annotator.services.browsing import Browsed
from annotator.web import corpus_form
from annotator.web.agreement_form import page_of
from annotator.web.corpus_picture import HEIGHT, WIDTH, bars
from annotator.web.door import Visit, reads
from annotator.web.language import N_
from annotator.web.language import gettext as _
from annotator.web.page import Answer
from annotator.web.paragraphs import spoken
from annotator.web.refusals import refused
from annotator.web.vocabulary import word

blueprint = Blueprint("corpus", __name__)

NAMES = {
    "collection": N_("Collection"),
    "tag": N_("Tag"),
    "round": N_("Round"),
    "language": N_("Language"),
    "words": N_("Words"),
    "readings": N_("Completed by"),
    "gold": N_("Gold"),
    "state": N_("You"),
    "meta": N_("Metadata"),
}
NONE = {"collection": N_("in none"), "tag": N_("without"), "round": N_("in none")}
_SHOWN = 8
"""So many values of a field stand there at once; further ones unfold."""


@blueprint.get("/projects/<slug>")
@reads
def index(visit: Visit, slug: str) -> Answer:
    problem, args = "", request.args
    try:
        wanted = corpus_form.filter_in(args)
    except Invalid as refusal:
        # What was typed stays where it is, to be mended; the rest of the filter holds.
        problem = refused(refusal)
        wanted = corpus_form.filter_in(MultiDict(one for one in args.items(multi=True) if one[0] != WORDS))
    order = corpus_form.order_in(args)
    found = browsing.browse(visit.tx, visit.person, slug, wanted, order=order, page=page_of(args))
    return visit.page(
        "corpus/page.html",
        "corpus/_found.html",
        status=422 if problem else 200,
        problem=problem,
        typed=args.get(WORDS, ""),
        changed=regrouping.change_told(visit.tx, visit.person, slug, args.get("changed", "")),
        unchanged=args.get("changed") == "none",
        kept=filters.all_of(visit.tx, visit.person, slug)[1],
        **shown(slug, found),
    )


def shown(slug: str, found: Browsed) -> dict[str, object]:
    """What the page shows of a filtered corpus."""
    standing = found.project.standing
    return {
        "project": found.project,
        "found": found,
        "queue": found.queue,
        "queued": found.queue.here,
        "bars": bars(found.times),
        "picture": (WIDTH, HEIGHT),
        "link": corpus_form.links(slug, found),
        "name_of": name_of,
        "said": lambda name, value: said(found, name, value),
        "at_once": _SHOWN,
        "may": {
            "annotate": standing.may(Act.ANNOTATE),
            "import": standing.may(Act.IMPORT),
            "change": standing.may(Act.CHANGE_CORPUS),
            "give": standing.may(Act.MANAGE_ROUNDS),
            "train": standing.may(Act.TRAIN_MODELS),
            "release": standing.may(Act.MANAGE_RELEASES),
            "others": standing.may(Act.READ_OTHER_LAYERS),
            "adjudicate": standing.may(Act.WRITE_GOLD),
        },
    }


def name_of(field: str) -> str:
    """A field as people call it."""
    known = NAMES.get(field)
    return _(known) if known else spoken(field.removeprefix("meta.")).capitalize()


def said(found: Browsed, field: str, value: str) -> str:
    """A value of a field as people read it."""
    if not value:
        return _(NONE.get(field) or N_("not given"))
    if field == "round":
        return found.rounds.get(value, value)
    if field == "readings":
        return {"0": _("nobody"), "1": _("one")}.get(value, value)
    return word(value) if field in ("state", "gold") else value
