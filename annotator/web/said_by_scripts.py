"""What scripts of a page say: they find the words in the page, so that all words are in one catalogue."""

from collections.abc import Callable

from annotator.web.language import gettext as _
from annotator.web.language import ngettext

PLACE = "#"
"""Where a script puts a number or a time."""
_EXAMPLES = {"one": 1, "few": 2, "many": 5, "other": 2}
"""A number for each kind that browsers tell apart (CLDR), in the languages that there are."""

Forms = dict[str, str]


def of_saving() -> dict[str, str | Forms]:
    """What stands beside the text about what is saved and what still waits."""
    return {
        "waits": _forms(_waits),
        "again": _forms(_again),
        "saving": _forms(_saving),
        "offline": _("No connection."),
        "server": _("The server does not take it just now."),
        "other": _("Somebody else is signed in now."),
        "signedOut": _("You are signed out."),
        "refused": _("Not saved: see below. Everything before it is saved."),
        "saved": _("Saved %(time)s", time=PLACE),
        "all": _("Everything is saved."),
    }


def _waits(number: int) -> str:
    return ngettext("%(waiting)s action waits.", "%(waiting)s actions wait.", number, waiting=PLACE)


def _again(number: int) -> str:
    return ngettext(
        "%(waiting)s action waits here and will be sent again.",
        "%(waiting)s actions wait here and will be sent again.",
        number,
        waiting=PLACE,
    )


def _saving(number: int) -> str:
    return ngettext(
        "Saving… %(waiting)s action waits.", "Saving… %(waiting)s actions wait.", number, waiting=PLACE
    )


def _forms(said: Callable[[int], str]) -> Forms:
    return {kind: said(number) for kind, number in _EXAMPLES.items()}
