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
}


def word(name: str) -> str:
    """A name of ours in the language of the page; any other name as it is read."""
    known = _KNOWN.get(name)
    return gettext(known) if known else spoken(name)
