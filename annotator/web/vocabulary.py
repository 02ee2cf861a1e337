"""Words of ours that the program passes around as names: states, roles and the like, as people read them."""

from annotator.web.language import N_, gettext
from annotator.web.paragraphs import spoken

_KNOWN = {
    "new": N_("new"),
    "in_progress": N_("in progress"),
    "complete": N_("complete"),
    "manager": N_("manager"),
    "adjudicator": N_("adjudicator"),
    "annotator": N_("annotator"),
    "viewer": N_("viewer"),
    "open": N_("open"),
    "for me": N_("for me"),
    "resolved": N_("resolved"),
    "added": N_("Added"),
    "removed": N_("Removed"),
    "changed": N_("Changed"),
    "the same text": N_("the same text"),
    "another copy": N_("another copy"),
    "not here": N_("not here"),
    "changed meanwhile": N_("changed meanwhile"),
    "text": N_("text"),
    "title": N_("title"),
    "state": N_("state"),
    "attributes": N_("attributes"),
    "place": N_("place"),
    "label": N_("label"),
    "note": N_("note"),
    "links": N_("links"),
    "ends": N_("ends"),
    "actor": N_("actor"),
    "instrument": N_("instrument"),
    "reporter": N_("reporter"),
    "addressee": N_("addressee"),
    "polarity": N_("polarity"),
    "voice": N_("voice"),
    "name": N_("name"),
    "sort": N_("sort"),
    "kind": N_("kind"),
    "aliases": N_("other names"),
    "jurisdiction": N_("jurisdiction"),
    "date": N_("date"),
    "ids": N_("ids elsewhere"),
    "heading": N_("heading"),
    "paragraph": N_("paragraph"),
    "caption": N_("caption"),
    "byline": N_("byline"),
    "apparatus": N_("apparatus"),
}


def word(name: str) -> str:
    """A name of ours in the language of the page; any other name as it is read."""
    known = _KNOWN.get(name)
    return gettext(known) if known else spoken(name)
