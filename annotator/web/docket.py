"""The units of a document as a queue, in the order that somebody wants to go through them."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.adjudication import KINDS
from annotator.domain.decision import Case
from annotator.domain.errors import Invalid
from annotator.domain.span import Span
from annotator.services.adjudicating import Docket
from annotator.web.language import N_
from annotator.web.language import gettext as _
from annotator.web.paragraphs import entry

ORDERS = ("text", "label", "kind")
_SPOKEN = {
    "label": N_("Labels differ"),
    "borders": N_("Borders differ"),
    "attributes": N_("Attributes differ"),
    "links": N_("Entries differ"),
    "relations": N_("Relations differ"),
    "agree": N_("Agreed"),
    "gone": N_("No longer marked"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit in the queue."""

    case: Case
    quote: str
    number: int
    label: str
    title: str
    state: str


def ordered(docket: Docket, order: str) -> list[Case]:
    """The cases in the order that somebody wants to go through them."""
    if order not in ORDERS:
        raise Invalid("unknown-order", f"The queue goes by {', '.join(ORDERS)}.")
    if order == "label":
        return sorted(docket.cases, key=lambda case: docket.desk.codebook.index(_first(docket, case).label))
    if order == "kind":
        return sorted(docket.cases, key=lambda case: KINDS.index(case.unit.kind))
    return list(docket.cases)


def queue(docket: Docket, cases: Sequence[Case]) -> list[Waiting]:
    return [waiting(docket, case) for case in cases]


def waiting(docket: Docket, case: Case) -> Waiting:
    """One entry of the queue."""
    first = entry(docket.desk, _first(docket, case))
    state = "changed" if case.changes else "decided" if case.decided else "open"
    return Waiting(case, first.quote, first.number, first.label, title(case), state)


def neighbours(cases: Sequence[Case], unit_id: str | None) -> tuple[str | None, str | None]:
    """The units before and after this one on which something is left to decide, going round at the ends."""
    ids = [case.unit.id for case in cases]
    start = ids.index(unit_id) if unit_id in ids else -1
    round_ = [*cases[start + 1 :], *cases[: max(start, 0)]]
    left = [case.unit.id for case in round_ if not case.settled]
    return (left[-1], left[0]) if left else (None, None)


def title(case: Case) -> str:
    """What there is to decide, in a few words."""
    unit = case.unit
    if unit.kind == "alone":
        who = unit.readings[0].layer
        return _("Only %(who)s saw it", who=who) if len(unit.layers) > 1 else _("Marked by %(who)s", who=who)
    if unit.kind == "gone" and not case.changes:
        return _("The layer is open again") if case.decisions[0].sources else _("Only in gold")
    return _(_SPOKEN[unit.kind])


def _first(docket: Docket, case: Case) -> Span:
    if case.unit.readings:
        return case.unit.readings[0]
    return next(docket.gold[one] for made in case.decisions for one in made.results if one in docket.gold)
