"""Decisions and the rules that were made of them, in words."""

from collections.abc import Mapping
from typing import Any

from annotator.domain.past import Spans, State, Told
from annotator.services.reading import Desk
from annotator.web.language import N_
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
    taken = f"took {_choice(state, spans)}{_results(desk, state, spans, one.sequence)}"
    if one.after is None:
        return f"withdrew the decision about {place}: {taken}"
    reason = f". Reason: “{shortened(state['reason'], _LONGEST_REASON)}”" if state["reason"] else ""
    return f"decided about {place}: {taken}{reason}"


def rule(desk: Desk, one: Told) -> str:
    """What was told of a rule in the codebook."""
    state = one.after or one.before
    name = f"rule {state['number']} under {label_title(desk, state['label'])}"
    words = f"“{shortened(state['rule'], _LONGEST_REASON)}”"
    if one.after is None:
        return f"took {name} out of the codebook: {words}"
    return f"kept as {name}: {words}" if one.before is None else f"wrote {name} anew: {words}"


def _place(desk: Desk, state: Mapping[str, Any], spans: Spans, sequence: int) -> str:
    about = [source[0] for source in state["sources"]] or state["results"]
    found = [spans.at(span, sequence) for span in about]
    return next((quote(desk, span) for span in found if span), "a place")


def _choice(state: Mapping[str, Any], spans: Spans) -> str:
    layers = [spans.layers[span] for span, _, result in state["sources"] if result and span in spans.layers]
    if state["choice"] == "take" and layers:
        return f"{layers[0]}’s"
    return CHOICES[state["choice"]]


def _results(desk: Desk, state: Mapping[str, Any], spans: Spans, sequence: int) -> str:
    found: list[State] = [span for one in state["results"] if (span := spans.at(one, sequence))]
    words = [(quote(desk, span), label_title(desk, span["label"])) for span in found]
    place = _place(desk, state, spans, sequence)
    if len(words) == 1 and words[0][0] == place:
        return f" as {words[0][1]}"
    return f", {' and '.join(f'{one} as {label}' for one, label in words)}" if words else ""
