"""Relations of gold, as an adjudicator sees, makes and takes them away at an open place."""

from dataclasses import dataclass, replace
from typing import Any

from flask import request

from annotator.domain.decision import Case
from annotator.domain.errors import Invalid
from annotator.services import gold_tying, tying
from annotator.services.adjudicating import Docket
from annotator.services.gold import Outcome
from annotator.services.recording import Action
from annotator.services.relating import Link
from annotator.web import joined
from annotator.web.annotate_form import uuid_of
from annotator.web.door import Visit
from annotator.web.joined import Chip, Kind
from annotator.web.paragraphs import Entry, entry

_TAKEN = "A"
"""Shift and this letter take all readings already."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A span of gold with its relations, each with whose it was, and the types of those that it may have."""

    entry: Entry
    chips: tuple[tuple[Chip, str], ...]
    kinds: tuple[Kind, ...]


def of_case(docket: Docket, case: Case) -> list[Joined]:
    """The spans of gold that came of the open place."""
    wanted = [one for made in case.decisions for one in made.results]
    return [_joined(docket, one) for one in gold_tying.golden(docket, wanted)]


def ends(visit: Visit, document: str, span_id: str, kind: str | None) -> dict[str, Any]:
    """What a span of gold may be joined with, for its template."""
    desk, span, found = gold_tying.ends(visit.tx, visit.person, document, span_id, kind)
    return {"desk": desk, "entry": entry(desk, span), "ends": joined.offers(desk, span, found)}


def act(visit: Visit, action: Action, document: str) -> Outcome:
    """Join or part, as the button that was pressed says."""
    do, _, what = request.form.get("do", "").partition(":")
    if do == "part":
        return gold_tying.part(visit.tx, visit.person, action, document, uuid_of({"part": what}, "part"))
    kind, *ids = what.split(" ")
    if len(ids) != len(("source", "target")):
        raise Invalid("bad-form", "A relation has a type, a source and a target.")
    source, target = (uuid_of({"end": one}, "end") for one in ids)
    link = Link(uuid_of(request.form, "relation"), kind, source, target)
    return gold_tying.relate(visit.tx, visit.person, action, document, link)


def _joined(docket: Docket, golden: gold_tying.Golden) -> Joined:
    desk, span = docket.desk, golden.span
    chips = joined.chips(desk, span, golden.ties)
    by = {tie.relation.id: tie.relation.annotator for tie in golden.ties}
    return Joined(
        entry(desk, span),
        tuple((one, _came(golden.whose.get(one.id, ()), by[one.id])) for one in chips),
        tuple(_shifted(joined.kinds(desk, tying.kinds_at(desk, span.label)))),
    )


def _came(whose: tuple[str, ...], by: str) -> str:
    return f"as {', '.join(whose)}" if whose else f"by hand, {by}"


def _shifted(kinds: list[Kind]) -> list[Kind]:
    """The same keys as on the annotation page, with Shift: alone they take somebody's reading."""
    return [replace(one, key=one.key.upper().replace(_TAKEN, "")) for one in kinds]
