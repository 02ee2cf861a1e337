"""The open unit as the adjudication page shows it: the readings side by side, with what differs told in words."""

from dataclasses import dataclass

from annotator.domain.adjudication import Difference, Unit
from annotator.domain.decision import Case
from annotator.domain.layer import GOLD
from annotator.domain.link import IS
from annotator.domain.span import Span
from annotator.services.adjudicating import Docket
from annotator.services.annotating import Draft
from annotator.web.decided import CHOICES
from annotator.web.docket import title
from annotator.web.language import gettext as _
from annotator.web.paragraphs import Entry, entry, spoken

LETTERS = "abcdfhilmoqstvxz"
"""The keys that take somebody's span; the other letters mean something else on the page."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one annotator marked: ``before`` and ``after`` are words that not everybody marked."""

    key: str
    span: Span
    entry: Entry
    before: str
    after: str
    values: tuple[tuple[str, str, bool], ...]
    """For each attribute its name, its value, and whether somebody has another one."""
    relations: tuple[str, ...]
    links: tuple[str, ...]
    """The entries of the registry that it is linked to, in words."""

    @property
    def who(self) -> str:
        return self.span.layer


@dataclass(frozen=True, slots=True)
class Shown:
    """The open unit."""

    case: Case
    title: str
    readings: tuple[Reading, ...]
    outcomes: tuple[tuple[str, str, str], ...]
    """For each decision that stands what was taken, by whom, and why."""
    golden: tuple[Entry, ...]
    changes: tuple[str, ...]
    start: Entry | None
    """What a new span starts out from."""

    @property
    def unit(self) -> Unit:
        return self.case.unit

    @property
    def decisions(self) -> str:
        return " ".join(one.id for one in self.case.decisions)

    @property
    def places(self) -> str:
        return f"{self.unit.start}-{self.unit.end}"

    def differs(self, what: Difference) -> bool:
        return what in self.unit.differences


def shown(docket: Docket, case: Case, draft: Draft | None = None) -> Shown:
    """The open unit with its readings side by side; ``draft`` is a new span that somebody had filled in."""
    golden = [docket.gold[one] for made in case.decisions for one in made.results if one in docket.gold]
    start = _typed(draft) if draft else next(iter([*golden, *case.unit.readings]), None)
    return Shown(
        case=case,
        title=title(case),
        readings=tuple(_reading(docket, case.unit, index) for index in range(len(case.unit.readings))),
        outcomes=tuple((_taken(case, number), one.by, one.reason) for number, one in enumerate(case.decisions)),
        golden=tuple(entry(docket.desk, span) for span in golden),
        changes=tuple(_change(case, one.what, one.layer) for one in case.changes),
        start=entry(docket.desk, start) if start else None,
    )


def wanted(case: Case | None, do: str) -> str:
    """What somebody had chosen when it could not be done, in a sentence."""
    if case and do.startswith("take:"):
        whose = next((one.layer for one in case.unit.readings if one.id == do.removeprefix("take:")), None)
        return _("You had chosen %(who)s’s.", who=whose) if whose else ""
    if do == "withdraw":
        return _("You had wanted to withdraw it.")
    return _("You had chosen %(what)s.", what=_(CHOICES[do])) if do in CHOICES else ""


def _typed(draft: Draft) -> Span:
    place, values = tuple(draft.fragments), draft.attributes or {}
    return Span(draft.id, GOLD, "", draft.label, place, values, draft.note, 0, 0, "", "")


def _reading(docket: Docket, unit: Unit, index: int) -> Reading:
    span, text = unit.readings[index], docket.desk.reading.text
    left, right = max(one.start for one in unit.readings), min(one.end for one in unit.readings)
    return Reading(
        key=LETTERS[index] if index < len(LETTERS) else "",
        span=span,
        entry=entry(docket.desk, span),
        before=_words(text[span.start : min(left, span.end)]),
        after=_words(text[max(right, span.start) : span.end]),
        values=tuple(_values(unit, span)),
        relations=tuple(_relations(docket, span)),
        links=tuple(_links(docket, span)),
    )


def _words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:59] + "…"  # noqa: PLR2004 - a line


def _values(unit: Unit, span: Span) -> list[tuple[str, str, bool]]:
    """What was said beside the label, held against those with the same label: others were asked other things."""
    alike = [one.attributes for one in unit.readings if one.label == span.label]
    names = dict.fromkeys(name for values in alike for name in values)
    return [
        (
            spoken(name),
            _value(span.attributes.get(name)),
            any(values.get(name) != span.attributes.get(name) for values in alike),
        )
        for name in names
    ]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(spoken(one) for one in value)
    return _("not given") if value is None else spoken(str(value))


def _relations(docket: Docket, span: Span) -> list[str]:
    text = docket.desk.reading.text
    here = [one for one in docket.relations if span.id in (one.source, one.target)]
    ends = {end for one in here for end in (one.source, one.target)}
    quotes = {one.id: _words(one.quote(text)) for one in docket.spans if one.id in ends} if ends else {}
    out = [f"{spoken(one.type)} → “{quotes[one.target]}”" for one in here if one.source == span.id]
    into = [f"“{quotes[one.source]}” {spoken(one.type)} → " + _("this") for one in here if one.target == span.id]
    return out + into


def _links(docket: Docket, span: Span) -> list[str]:
    """What it mentions, and what fills the slots of its statement without being mentioned."""
    found = []
    for role, key in span.links.items():
        entry_of = docket.entries.get(key)
        name = entry_of.name if entry_of else key
        found.append(name if role == IS else f"{role}: {name}")
    return found


def _taken(case: Case, number: int) -> str:
    decision = case.decisions[number]
    layer_of = {span.id: span.layer for span in case.unit.readings}
    taken = [layer_of[one.span] for one in decision.sources if one.result and one.span in layer_of]
    if decision.choice == "take" and taken:
        return _("%(who)s’s", who=taken[0])
    return _(CHOICES[decision.choice])


def _change(case: Case, what: str, layer: str | None) -> str:
    if what == "new":
        return _("%(who)s marked this only afterwards.", who=layer)
    if what == "changed":
        return _("%(who)s changed their span afterwards.", who=layer)
    if what == "related":
        return _("%(who)s made or took away a relation of it afterwards.", who=layer)
    return (
        _("A span that was decided about is no longer there.")
        if case.unit.readings
        else _("The span is no longer there.")
    )
