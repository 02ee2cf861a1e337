"""What happened to a layer, told in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.domain.link import IS
from annotator.domain.past import Moment, Spans, State, Told, links_of
from annotator.services.reading import Desk
from annotator.web.decided import decision, rule
from annotator.web.linked import link
from annotator.web.paragraphs import spoken
from annotator.web.wording import label_title, place_of, quote, shortened, time, value

_MOST = 5
_STATES = {"complete": "declared it complete", "in_progress": "opened it again", "new": "set it back to new"}


Called = Callable[[str], str]
"""What the entry of a key is called."""


def told(desk: Desk, moment: Moment, spans: Spans, called: Called) -> list[str]:
    """A moment in lines, such as “marked “Russian army” as Actor”; of many changes the first few.

    ``spans`` are those that relations and decisions speak of; ``called`` is what entries of the registry are.
    """
    changes, mark = moment.changes, moment.mark
    match mark.kind if mark else "":
        case "layer.undo":
            # An undo writes its action's states backwards: read backwards it is what was undone.
            lines = _lines(desk, [_backwards(one) for one in reversed(changes)], spans, called)
            return [f"undid: {line}" for line in lines] or ["undid what was done last"]
        case "layer.redo":
            lines = _lines(desk, changes, spans, called)
            return [f"did again: {line}" for line in lines] or ["did again what was undone"]
        case "layer.restore" if mark:
            return [f"put the layer back to {time(mark.after['at'])}", *_lines(desk, changes, spans, called)]
        case "layer.codebook" if mark:
            return [f"the codebook changed: {mark.after['told']}", *_lines(desk, changes, spans, called)]
        case "layer.state" if mark:
            return [_STATES.get(mark.after, spoken(str(mark.after)))]
    lines = _lines(desk, changes, spans, called)
    return _judged(desk, mark.after, lines) if mark and mark.kind == "layer.suggestion" else lines


def _judged(desk: Desk, suggestion: Mapping[str, Any], lines: Sequence[str]) -> list[str]:
    """What became of a suggestion."""
    model = suggestion.get("model")
    by = f" of model {model}, {suggestion['confidence']:.0%} sure" if model else ""
    if suggestion["does"] == "accept":
        return [f"took a suggestion{by}: {line}" for line in lines]
    words = shortened(desk.reading.text[suggestion["start"] : suggestion["end"]])
    return [f"did not take the suggestion “{words}” as {label_title(desk, suggestion['label'])}{by}"]


def _lines(desk: Desk, changes: Sequence[Told], spans: Spans, called: Called) -> list[str]:
    # What came into gold by a decision, or left it, is told with the decision.
    decided = [one.after or one.before for one in changes if one.thing == "decision"]
    results = {span for state in decided for span in state["results"]}
    alone = [one for one in changes if one.subject not in results]
    lines = [line for one in alone[: _MOST + 1] for line in _change(desk, one, spans, called)]
    if len(alone) <= _MOST + 1:
        return lines
    return [*lines[:_MOST], f"and {len(alone) - _MOST} more"]


def _backwards(one: Told) -> Told:
    return replace(one, before=one.after, after=one.before)


def _change(desk: Desk, one: Told, spans: Spans, called: Called) -> Iterator[str]:
    match one.thing:
        case "relation":
            yield link(desk, one, spans)
        case "decision":
            yield decision(desk, one, spans)
        case "precedent":
            yield rule(desk, one)
        case "attributes":
            yield from (f"the document: {line}" for line in _values(one.before or {}, one.after or {}))
        case _:
            yield from _span(desk, one, called)


def _span(desk: Desk, one: Told, called: Called) -> Iterator[str]:
    before, after = one.before, one.after
    if before is None and after is None:
        return
    if before is None:
        verb = {"span.import": "brought in", "span.carry": "carried over"}.get(one.kind, "marked")
        yield f"{verb} {quote(desk, after)} as {label_title(desk, after['label'])}"
    elif after is None:
        yield f"deleted {quote(desk, before)} ({label_title(desk, before['label'])})"
    else:
        yield from _differences(desk, before, after, called)


def _differences(desk: Desk, before: State, after: State, called: Called) -> Iterator[str]:
    words = quote(desk, after)
    if before["label"] != after["label"]:
        was, becomes = label_title(desk, before["label"]), label_title(desk, after["label"])
        yield f"{words}: made it {becomes} (was {was})"
    yield from (f"{words}: {line}" for line in _values(before["attributes"], after["attributes"]))
    yield from (f"{words}: {line}" for line in _links(links_of(before), links_of(after), called))
    if before["note"] != after["note"]:
        yield f"{words}: {_note(after['note'])}"
    if place_of(before) != place_of(after):
        yield f"moved {_side(before, after)}: {quote(desk, before)} became {words}"


def _values(before: State, after: State) -> Iterator[str]:
    for name in {**before, **after}:
        was, becomes = before.get(name), after.get(name)
        if was == becomes:
            continue
        if becomes is None:
            yield f"took {spoken(name)} away (was {value(was)})"
        else:
            yield f"set {spoken(name)} to {value(becomes)}" + ("" if was is None else f" (was {value(was)})")


def _links(before: Mapping[str, str], after: Mapping[str, str], called: Called) -> Iterator[str]:
    for role in {**before, **after}:
        was, becomes = before.get(role, ""), after.get(role, "")
        if was != becomes:
            slot = "" if role == IS else f" as its {role}"
            yield f"linked it to {called(becomes)}{slot}" if becomes else f"unlinked it from {called(was)}{slot}"


def _note(note: str) -> str:
    return f"wrote the note “{shortened(' '.join(note.split()))}”" if note else "took the note away"


def _side(before: State, after: State) -> str:
    start, end = before["start"] != after["start"], before["end"] != after["end"]
    if start and not end:
        return "the start"
    if end and not start:
        return "the end"
    return "it"
