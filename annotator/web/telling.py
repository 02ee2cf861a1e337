"""What happened to a layer, told in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from annotator.domain.past import Moment, State, Told
from annotator.services.reading import Desk
from annotator.web.paragraphs import spoken

_MOST = 5
_LONGEST = 60
_STATES = {"complete": "declared it complete", "in_progress": "opened it again", "new": "set it back to new"}


def told(desk: Desk, moment: Moment) -> list[str]:
    """A moment in lines, such as “marked “Russian army” as Actor”; of many changes the first few."""
    changes = [one for one in moment.told if one.of_span]
    mark = moment.mark
    match mark.kind if mark else "":
        case "layer.undo":
            # An undo writes its action's states backwards: read backwards it is what was undone.
            return [f"undid: {line}" for line in _lines(desk, [_backwards(one) for one in reversed(changes)])]
        case "layer.redo":
            return [f"did again: {line}" for line in _lines(desk, changes)]
        case "layer.restore" if mark:
            return [f"put the layer back to {time(mark.after['at'])}", *_lines(desk, changes)]
        case "layer.state" if mark:
            return [_STATES.get(mark.after, spoken(str(mark.after)))]
    return _lines(desk, changes)


def time(at: str) -> str:
    """An RFC 3339 time as it is read."""
    return f"{at[:10]} {at[11:19]} UTC"


def _lines(desk: Desk, changes: Sequence[Told]) -> list[str]:
    lines = [line for one in changes[: _MOST + 1] for line in _change(desk, one)]
    if len(changes) <= _MOST + 1:
        return lines
    return [*lines[:_MOST], f"and {len(changes) - _MOST} more"]


def _backwards(one: Told) -> Told:
    return replace(one, before=one.after, after=one.before)


def _change(desk: Desk, one: Told) -> Iterator[str]:
    before, after = one.before, one.after
    if before is None and after is None:
        return
    if before is None:
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
