"""What happened to a layer, told in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.domain.link import IS
from annotator.domain.past import Moment, Spans, State, Told, links_of
from annotator.services.reading import Desk
from annotator.web.decided import decision, rule
from annotator.web.language import N_, ngettext
from annotator.web.language import gettext as _
from annotator.web.linked import link
from annotator.web.paragraphs import spoken
from annotator.web.wording import label_title, place_of, quote, shortened, time, value

_MOST = 5
_STATES = {
    "complete": N_("declared it complete"),
    "in_progress": N_("opened it again"),
    "new": N_("set it back to new"),
}
_BEGUN = {
    "span.import": N_("brought in %(words)s as %(label)s"),
    "span.carry": N_("carried over %(words)s as %(label)s"),
}

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
            return [_("undid: %(what)s", what=line) for line in lines] or [_("undid what was done last")]
        case "layer.redo":
            lines = _lines(desk, changes, spans, called)
            return [_("did again: %(what)s", what=line) for line in lines] or [_("did again what was undone")]
        case "layer.restore" if mark:
            put_back = _("put the layer back to %(time)s", time=time(mark.after["at"]))
            return [put_back, *_lines(desk, changes, spans, called)]
        case "layer.codebook" if mark:
            changed = _("the codebook changed: %(told)s", told=mark.after["told"])
            return [changed, *_lines(desk, changes, spans, called)]
        case "layer.state" if mark:
            known = _STATES.get(mark.after)
            return [_(known) if known else spoken(str(mark.after))]
    lines = _lines(desk, changes, spans, called)
    return _judged(desk, mark.after, lines) if mark and mark.kind == "layer.suggestion" else lines


def _judged(desk: Desk, suggestion: Mapping[str, Any], lines: Sequence[str]) -> list[str]:
    """What became of a suggestion."""
    model = suggestion.get("model")
    sure = f"{suggestion['confidence']:.0%}"
    if suggestion["does"] == "accept":
        if model:
            said = N_("took a suggestion of model %(model)s, %(sure)s sure: %(what)s")
            return [_(said, model=model, sure=sure, what=line) for line in lines]
        return [_("took a suggestion: %(what)s", what=line) for line in lines]
    words = shortened(desk.reading.text[suggestion["start"] : suggestion["end"]])
    label = label_title(desk, suggestion["label"])
    if model:
        said = N_("did not take the suggestion “%(words)s” as %(label)s of model %(model)s, %(sure)s sure")
        return [_(said, words=words, label=label, model=model, sure=sure)]
    return [_("did not take the suggestion “%(words)s” as %(label)s", words=words, label=label)]


def _lines(desk: Desk, changes: Sequence[Told], spans: Spans, called: Called) -> list[str]:
    # What came into gold by a decision, or left it, is told with the decision.
    decided = [one.after or one.before for one in changes if one.thing == "decision"]
    results = {span for state in decided for span in state["results"]}
    alone = [one for one in changes if one.subject not in results]
    lines = [line for one in alone[: _MOST + 1] for line in _change(desk, one, spans, called)]
    if len(alone) <= _MOST + 1:
        return lines
    more = len(alone) - _MOST
    return [*lines[:_MOST], ngettext("and %(num)s more", "and %(num)s more", more)]


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
            said = _values(one.before or {}, one.after or {})
            yield from (_("the document: %(what)s", what=line) for line in said)
        case _:
            yield from _span(desk, one, called)


def _span(desk: Desk, one: Told, called: Called) -> Iterator[str]:
    before, after = one.before, one.after
    if before is None and after is None:
        return
    if before is None:
        begun = _BEGUN.get(one.kind, N_("marked %(words)s as %(label)s"))
        yield _(begun, words=quote(desk, after), label=label_title(desk, after["label"]))
    elif after is None:
        label = label_title(desk, before["label"])
        yield _("deleted %(words)s (%(label)s)", words=quote(desk, before), label=label)
    else:
        yield from _differences(desk, before, after, called)


def _differences(desk: Desk, before: State, after: State, called: Called) -> Iterator[str]:
    words = quote(desk, after)
    if before["label"] != after["label"]:
        was, becomes = label_title(desk, before["label"]), label_title(desk, after["label"])
        yield _("%(words)s: made it %(label)s (was %(was)s)", words=words, label=becomes, was=was)
    yield from (f"{words}: {line}" for line in _values(before["attributes"], after["attributes"]))
    yield from (f"{words}: {line}" for line in _links(links_of(before), links_of(after), called))
    if before["note"] != after["note"]:
        yield f"{words}: {_note(after['note'])}"
    if place_of(before) != place_of(after):
        yield _(_moved(before, after), was=quote(desk, before), words=words)


def _values(before: State, after: State) -> Iterator[str]:
    for name in {**before, **after}:
        was, becomes = before.get(name), after.get(name)
        if was == becomes:
            continue
        if becomes is None:
            yield _("took %(attribute)s away (was %(was)s)", attribute=spoken(name), was=value(was))
        elif was is None:
            yield _("set %(attribute)s to %(value)s", attribute=spoken(name), value=value(becomes))
        else:
            said = N_("set %(attribute)s to %(value)s (was %(was)s)")
            yield _(said, attribute=spoken(name), value=value(becomes), was=value(was))


def _links(before: Mapping[str, str], after: Mapping[str, str], called: Called) -> Iterator[str]:
    for role in {**before, **after}:
        was, becomes = before.get(role, ""), after.get(role, "")
        if was == becomes:
            continue
        name = called(becomes or was)
        if role == IS:
            yield _(N_("linked it to %(name)s") if becomes else N_("unlinked it from %(name)s"), name=name)
        else:
            said = N_("linked it to %(name)s as its %(role)s")
            yield _(said if becomes else N_("unlinked it from %(name)s as its %(role)s"), name=name, role=role)


def _note(note: str) -> str:
    if not note:
        return _("took the note away")
    return _("wrote the note “%(note)s”", note=shortened(" ".join(note.split())))


def _moved(before: State, after: State) -> str:
    start, end = before["start"] != after["start"], before["end"] != after["end"]
    if start and not end:
        return N_("moved the start: %(was)s became %(words)s")
    if end and not start:
        return N_("moved the end: %(was)s became %(words)s")
    return N_("moved it: %(was)s became %(words)s")
