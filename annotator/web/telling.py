"""What happened to a layer, told in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.domain.past import Moment, State, Told
from annotator.domain.span import Span
from annotator.services.reading import Desk
from annotator.web.paragraphs import spoken

_MOST = 5
_LONGEST = 60
_AGREED = "took into gold what annotators agreed on"
_DECIDED = {
    "take": "took one reading of {} into gold",
    "all": "took all readings of {} into gold",
    "new": "marked {} in gold, as nobody had",
    "none": "decided that {} is not marked in gold",
    "agreed": _AGREED + ", {}",
    "imported": "brought {} in as gold",
}
_STATES = {"complete": "declared it complete", "in_progress": "opened it again", "new": "set it back to new"}


Named = Mapping[str, Span]
"""Spans by their ids: those that the reader may look at."""


def told(desk: Desk, moment: Moment, named: Named) -> list[str]:
    """A moment in lines, such as “marked “Russian army” as Actor”; of many changes the first few."""
    return [*_decisions(desk, moment, named), *_acts(desk, moment, named)]


def _acts(desk: Desk, moment: Moment, named: Named) -> list[str]:
    changes = [one for one in moment.told if one.of_span or one.of_relation]
    mark = moment.mark
    match mark.kind if mark else "":
        case "layer.undo":
            # An undo writes its action's states backwards: read backwards it is what was undone.
            return [
                f"undid: {line}" for line in _lines(desk, [_backwards(one) for one in reversed(changes)], named)
            ]
        case "layer.redo":
            return [f"did again: {line}" for line in _lines(desk, changes, named)]
        case "layer.restore" if mark:
            return [f"put the layer back to {time(mark.after['at'])}", *_lines(desk, changes, named)]
        case "layer.state" if mark:
            return [_STATES.get(mark.after, spoken(str(mark.after)))]
    return _lines(desk, changes, named)


def time(at: str) -> str:
    """An RFC 3339 time as it is read."""
    return f"{at[:10]} {at[11:19]} UTC"


def relation(desk: Desk, state: State, named: Named) -> str:
    """A relation in words: its ends, and what it is called."""
    ends = (_words(desk, named, state[end]) for end in ("source_id", "target_id"))
    return f"{' to '.join(ends)} ({relation_title(desk, state['type'])})"


def relation_title(desk: Desk, name: str) -> str:
    """A relation's type as people know it, in the codebook or not."""
    return next((one.title or name for one in desk.codebook.relations if one.name == name), name)


def _words(desk: Desk, named: Named, span_id: str) -> str:
    span = named.get(span_id)
    return words_at(desk.reading.text, span.fragments) if span else "a span"


def _decisions(desk: Desk, moment: Moment, named: Named) -> Iterator[str]:
    made = [one for one in moment.told if one.kind == "decision.make"]
    for one in moment.told:
        if one.kind == "decision.withdraw":
            yield f"withdrew the decision about {_place(desk, named, one)}"
    if len(made) > 1:
        # Only what is done in bulk makes several at once.
        imported = made[0].after["choice"] == "imported"
        yield f"{'brought in as gold' if imported else _AGREED}, at {len(made)} places"
        return
    for one in made:
        reason = one.after["reason"]
        yield _DECIDED[one.after["choice"]].format(_place(desk, named, one)) + (f": {reason}" if reason else "")


def _place(desk: Desk, named: Named, one: Told) -> str:
    known = [span for span in one.names if span in named]
    return _words(desk, named, known[0]) if known else "a place"


def _lines(desk: Desk, changes: Sequence[Told], named: Named) -> list[str]:
    lines = [line for one in changes[: _MOST + 1] for line in _change(desk, one, named)]
    if len(changes) <= _MOST + 1:
        return lines
    return [*lines[:_MOST], f"and {len(changes) - _MOST} more"]


def _backwards(one: Told) -> Told:
    return replace(one, before=one.after, after=one.before)


def _change(desk: Desk, one: Told, named: Named) -> Iterator[str]:
    before, after = one.before, one.after
    if before is None and after is None:
        return
    if one.of_relation:
        made = "brought in the relation of" if one.kind == "relation.import" else "related"
        yield f"{'took away the relation of' if after is None else made} {relation(desk, after or before, named)}"
    elif before is None:
        verb = "brought in" if one.kind == "span.import" else "marked"
        yield f"{verb} {_quote(desk, after)} as {label_title(desk, after['label'])}"
    elif after is None:
        yield f"deleted {_quote(desk, before)} ({label_title(desk, before['label'])})"
    else:
        yield from _differences(desk, before, after)


def _differences(desk: Desk, before: State, after: State) -> Iterator[str]:
    quote = _quote(desk, after)
    if before["label"] != after["label"]:
        was, becomes = label_title(desk, before["label"]), label_title(desk, after["label"])
        yield f"{quote}: made it {becomes} (was {was})"
    yield from (f"{quote}: {line}" for line in _values(before["attributes"], after["attributes"]))
    if before["note"] != after["note"]:
        yield f"{quote}: {_note(after['note'])}"
    if place_of(before) != place_of(after):
        yield f"moved {_side(before, after)}: {_quote(desk, before)} became {quote}"


def _values(before: State, after: State) -> Iterator[str]:
    for name in {**before, **after}:
        was, becomes = before.get(name), after.get(name)
        if was == becomes:
            continue
        if becomes is None:
            yield f"took {spoken(name)} away (was {value(was)})"
        else:
            yield f"set {spoken(name)} to {value(becomes)}" + ("" if was is None else f" (was {value(was)})")


def value(given: Any) -> str:
    """An attribute's value in words."""
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, list):
        return ", ".join(spoken(one) for one in given)
    return shortened(spoken(str(given)))


def label_title(desk: Desk, name: str) -> str:
    """A label as people know it, in the codebook or not."""
    number = desk.codebook.index(name)
    return desk.codebook.labels[number].title or name if number < len(desk.codebook.labels) else name


def place_of(state: State) -> list[list[int]]:
    """A state's fragments."""
    return state["fragments"] or [[state["start"], state["end"]]]


def words_at(text: str, fragments: Iterable[Sequence[int]]) -> str:
    """The words at some places, shortened."""
    return f"“{shortened(' … '.join(' '.join(text[start:end].split()) for start, end in fragments))}”"


def shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _note(note: str) -> str:
    return f"wrote the note “{shortened(' '.join(note.split()))}”" if note else "took the note away"


def _quote(desk: Desk, state: State) -> str:
    return words_at(desk.reading.text, place_of(state))


def _side(before: State, after: State) -> str:
    start, end = before["start"] != after["start"], before["end"] != after["end"]
    if start and not end:
        return "the start"
    if end and not start:
        return "the end"
    return "it"
