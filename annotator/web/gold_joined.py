"""What is joined in gold, as an adjudicator sees, makes and takes it away at an open place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request

from annotator.domain.decision import Case
from annotator.domain.entity import resolved
from annotator.domain.errors import Invalid
from annotator.domain.span import Span
from annotator.services import entities, gold_tying, tying
from annotator.services.adjudicating import Docket
from annotator.services.gold import Outcome, Parted
from annotator.services.gold_tying import Filling
from annotator.services.recording import Action
from annotator.services.relating import Link
from annotator.web import joined, slots
from annotator.web.annotate_form import uuid_of
from annotator.web.door import Visit
from annotator.web.joined import Chip, Kind
from annotator.web.language import gettext as _
from annotator.web.language import ngettext
from annotator.web.linked import relation_title
from annotator.web.offered import offered
from annotator.web.paragraphs import Entry, entry, spoken
from annotator.web.slots import Filled

_TAKEN = "A"
"""Shift and this letter take all readings already."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A span of gold with its relations, each with whose it was, and the types of those that it may have.

    ``slots`` are the places of its statement that an entry of the registry fills.
    """

    entry: Entry
    chips: tuple[tuple[Chip, str], ...]
    slots: tuple[Filled, ...]
    kinds: tuple[Kind, ...]


def of_case(docket: Docket, case: Case) -> list[Joined]:
    """The spans of gold that came of the open place."""
    wanted = [one for made in case.decisions for one in made.results]
    return [_joined(docket, one) for one in gold_tying.golden(docket, wanted)]


def ends(visit: Visit, document: str, query: Mapping[str, str]) -> dict[str, Any]:
    """What a span of gold may be joined with, as an address asks for it, for its template."""
    asked = uuid_of(query, "span"), query.get("relation")
    desk, span, found = gold_tying.ends(visit.tx, visit.person, document, *asked)
    return {
        "desk": desk,
        "entry": entry(desk, span),
        **offered(desk, span, found, entities.of_desk(visit.tx, desk), query),
    }


def act(visit: Visit, action: Action, document: str) -> Outcome:
    """Join or part, as the button that was pressed says."""
    do, _, what = request.form.get("do", "").partition(":")
    if do == "part":
        return gold_tying.part(visit.tx, visit.person, action, document, uuid_of({"part": what}, "part"))
    if do == "fill":
        span, slot, key, *_ = [*what.split(" "), "", ""]
        filling = Filling(uuid_of({"span": span}, "span"), slot, key or None)
        return gold_tying.fill(visit.tx, visit.person, action, document, filling)
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
        tuple(slots.filled(desk, span, lambda key: _name(docket, key))),
        tuple(_shifted(joined.kinds(desk, tying.kinds_at(desk, span.label)))),
    )


def parted(docket: Docket, several: tuple[Parted, ...]) -> str:
    """What was joined by hand and could not be kept, in a sentence; empty where there is nothing."""
    if not several:
        return ""
    told = "; ".join(_told(docket, one) for one in several)
    return _("Not kept, though it was joined by hand: %(what)s. Undo brings it back.", what=told)


def counted(several: tuple[Parted, ...]) -> str:
    """The same in few words, however much it is."""
    if not several:
        return ""
    if len(several) == 1:
        return _("One thing that was joined by hand could not be kept. Undo brings it back.")
    return ngettext(
        "%(num)s thing that was joined by hand could not be kept. Undo brings it back.",
        "%(num)s things that were joined by hand could not be kept. Undo brings it back.",
        len(several),
    )


def _told(docket: Docket, one: Parted) -> str:
    source = _words(docket, one.source)
    if isinstance(one.target, Span):
        title, target = relation_title(docket.desk, one.what), _words(docket, one.target)
        return _("%(relation)s, from %(source)s to %(target)s", relation=title, source=source, target=target)
    return _(
        "%(place)s of %(span)s, %(entry)s", place=spoken(one.what), span=source, entry=_name(docket, one.target)
    )


def _words(docket: Docket, span: Span) -> str:
    return f"“{entry(docket.desk, span).quote}”"


def _name(docket: Docket, key: str) -> str:
    found = resolved(key, docket.entries)
    return found.name if found else key


def _came(whose: tuple[str, ...], by: str) -> str:
    return _("as %(who)s", who=", ".join(whose)) if whose else _("by hand, %(who)s", who=by)


def _shifted(kinds: list[Kind]) -> list[Kind]:
    """The same keys as on the annotation page, with Shift: alone they take somebody's reading."""
    return [replace(one, key=one.key.upper().replace(_TAKEN, "")) for one in kinds]
