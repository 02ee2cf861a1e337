"""Decisions and the rules that were made of them, in words."""

from collections.abc import Mapping
from typing import Any

from annotator.domain.past import Spans, State, Told
from annotator.services.reading import Desk
from annotator.web.language import N_
from annotator.web.language import gettext as _
from annotator.web.wording import label_title, quote, shortened

CHOICES = {
    "take": N_("one annotator’s"),
    "all": N_("all readings"),
    "new": N_("a new one"),
    "none": N_("nothing"),
    "agreed": N_("what all agreed on"),
    "imported": N_("what was imported as gold"),
}
_LONGEST_REASON = 300


def decision(desk: Desk, one: Told, spans: Spans) -> str:
    """What was told of a decision, such as “decided about “Kremlin”: took ana’s as Actor”."""
    state = one.after or one.before
    place = _place(desk, state, spans, one.sequence)
    taken = _taken(desk, state, spans, one.sequence)
    if one.after is None:
        return _("withdrew the decision about %(place)s: took %(taken)s", place=place, taken=taken)
    if not state["reason"]:
        return _("decided about %(place)s: took %(taken)s", place=place, taken=taken)
    said = N_("decided about %(place)s: took %(taken)s. Reason: “%(reason)s”")
    return _(said, place=place, taken=taken, reason=shortened(state["reason"], _LONGEST_REASON))


def rule(desk: Desk, one: Told) -> str:
    """What was told of a rule in the codebook."""
    state = one.after or one.before
    said = N_("wrote rule %(number)s under %(label)s anew: “%(rule)s”")
    if one.after is None:
        said = N_("took rule %(number)s under %(label)s out of the codebook: “%(rule)s”")
    elif one.before is None:
        said = N_("kept as rule %(number)s under %(label)s: “%(rule)s”")
    rule = shortened(state["rule"], _LONGEST_REASON)
    return _(said, number=state["number"], label=label_title(desk, state["label"]), rule=rule)


def _place(desk: Desk, state: Mapping[str, Any], spans: Spans, sequence: int) -> str:
    about = [source[0] for source in state["sources"]] or state["results"]
    found = [spans.at(span, sequence) for span in about]
    return next((quote(desk, span) for span in found if span), _("a place"))


def _choice(state: Mapping[str, Any], spans: Spans) -> str:
    layers = [spans.layers[span] for span, _, result in state["sources"] if result and span in spans.layers]
    if state["choice"] == "take" and layers:
        return _("%(name)s’s", name=layers[0])
    return _(CHOICES[state["choice"]])


def _taken(desk: Desk, state: Mapping[str, Any], spans: Spans, sequence: int) -> str:
    choice = _choice(state, spans)
    found: list[State] = [span for one in state["results"] if (span := spans.at(one, sequence))]
    words = [(quote(desk, span), label_title(desk, span["label"])) for span in found]
    place = _place(desk, state, spans, sequence)
    if len(words) == 1 and words[0][0] == place:
        return _("%(choice)s as %(label)s", choice=choice, label=words[0][1])
    if not words:
        return choice
    said = [_("%(words)s as %(label)s", words=one, label=label) for one, label in words]
    return _("%(choice)s, %(what)s", choice=choice, what=_(" and ").join(said))
