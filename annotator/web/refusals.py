"""What is refused, in the language of the page.

The English sentence of a refusal is part of the API and the command line, so it is written where it is raised. Of
those that people at work meet, the sentences stand here once more as a translator needs them: values by name. A
sentence that is not here is shown in English.
"""

import re
from functools import cache

from annotator.domain.errors import Refused
from annotator.domain.said import Said
from annotator.web.language import N_, gettext, put

SENTENCES = (
    N_("You are not signed in, or no longer."),
    N_("That name and password do not go together."),
    N_("This link has been used, or it is too old. Ask for a new one."),
    N_("The present password is not right."),
    N_("Your password was changed meanwhile. Nothing was changed now."),
    N_("There is no such project, or you are not in it."),
    N_("There is no such document, or you are not in its project."),
    N_("There is no such page."),
    N_("There is no user “%(name)s”."),
    N_("There is a user “%(name)s” already."),
    N_("There is a project “%(slug)s” already."),
    N_("A project keeps at least one manager: give somebody else that role first."),
    N_("This span is no longer there, or never was."),
    N_("This span was changed since you looked at it. Here it is as it stands now."),
    N_("This span stands again already. Here it is as it stands now."),
    N_("Somebody changed this span at the same moment. Look at it again."),
    N_("Somebody changed this relation at the same moment. Look at it again."),
    N_("This relation is no longer there, or never was."),
    N_("These two spans are joined by this relation already."),
    N_("A relation joins two spans, not one with itself."),
    N_("A relation “%(relation)s” does not join a span labelled “%(label)s” there: remove it first."),
    N_("You have declared this document complete. Open it again to change it."),
    N_("There is nothing of yours on this document yet."),
    N_("There is nothing to undo here."),
    N_("There is nothing to redo here."),
    N_("Label “%(label)s” is retired: nothing new is marked with it."),
    N_("What carries a stance mentions no entry of the registry."),
    N_("Gold is declared complete here. Open it again to decide anew."),
    N_("The last decision here is somebody else's. You can withdraw it by itself."),
    N_("Nothing is left to decide on any other document of this project."),
    N_("This relation is no longer in gold, or never was."),
    N_("Write the rule in a sentence or two."),
    N_("Choose documents by their boxes, or all that match."),
    N_("Choose at least one file, or paste a text."),
    N_("Say what to search for: a word, a “phrase”, a condition like label:actor."),
    N_("Many are saving at this moment. Nothing is lost; try again."),
    N_("The database does not answer at the moment."),
)
_VALUE = re.compile(r"%\((\w+)\)s")


def refused(refusal: Refused) -> str:
    """The line that says why, in the language of the page where it is known, else as it was raised."""
    if isinstance(refusal.message, Said):
        return put(refusal.message)
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(refusal.message):
            values = found.groupdict()
            return gettext(sentence, **values) if values else gettext(sentence)
    return refusal.message


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sentence, pattern_of(sentence)) for sentence in SENTENCES)


def pattern_of(sentence: str) -> re.Pattern[str]:
    """What matches the sentence with any values in it."""
    parts = _VALUE.split(sentence)
    wild = [re.escape(one) if at % 2 == 0 else f"(?P<{one}>.*)" for at, one in enumerate(parts)]
    return re.compile("".join(wild), re.DOTALL)
