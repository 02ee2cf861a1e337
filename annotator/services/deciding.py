"""Deciding: an adjudicator takes what annotators marked into gold, or something else, or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.domain.adjudication import Unit, alike
from annotator.domain.decision import Case, Choice, Decision, Source
from annotator.domain.errors import Conflict, Invalid, Stale
from annotator.domain.layer import GOLD
from annotator.domain.link import shared_links
from annotator.domain.permission import Person
from annotator.domain.span import Span
from annotator.domain.text import checked_note
from annotator.services import adjudicating, annotating, gold, gold_keeping, gold_relations, recording
from annotator.services.adjudicating import Docket
from annotator.services.annotating import Draft
from annotator.services.gold import Outcome
from annotator.services.reading import Desk
from annotator.services.recording import Action
from annotator.services.turning import turned
from annotator.store import decisions, spans
from annotator.store.engine import Transaction
from annotator.store.history import Event

Taken = list[tuple[Span, list[str]]]
"""The spans that come into gold, each with the ids of those that it was taken from."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A unit as whoever decides had it before them, and the ids of the decisions that stood about it."""

    document: str
    unit: str
    revision: str
    decisions: frozenset[str] = frozenset()
    unfinished: bool = False
    """Whether layers that are not complete were compared as well."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided: ``span`` is the one to take, ``draft`` a new one."""

    choice: Choice
    span: str | None = None
    draft: Draft | None = None
    reason: str = ""


def decide(tx: Transaction, person: Person, action: Action, seen: Seen, ruling: Ruling) -> Outcome:
    """Decide about a unit, or decide anew: then what stood before is withdrawn.

    What was joined by hand with what stood before is kept, as far as something else comes in its place.

    Raises:
        Conflict: somebody decided meanwhile.
        Stale: the unit is no longer as it was seen.
    """
    here, answer = gold.enter(tx, person, action, seen.document)
    if answer is not None:
        return answer
    docket = adjudicating.at(tx, here, unfinished=seen.unfinished)
    case = _as_seen(docket, seen)
    here = _begun(tx, here, action)
    held = gold_keeping.by_hand(tx, docket, case.decisions)
    told = _withdrawn(tx, here, docket, case.decisions)
    taken = _taken(tx, here, case.unit, ruling)
    come, unfilled = held.filled(here.codebook, [span for span, _ in taken])
    taken = [(span, sources) for span, (_, sources) in zip(come, taken, strict=True)]
    told += _made(tx, here, action, [(case.unit, taken, ruling)])
    kept, parted = gold_keeping.keep(tx, here, held, come)
    return replace(gold.finish(tx, here, action, told + kept), parted=(*parted, *unfilled))


def decide_at_once(
    tx: Transaction, person: Person, action: Action, document_id: str, rulings: Mapping[str, Ruling]
) -> Outcome:
    """Decide about several undecided units, by their ids, as one action with one look at the document.

    Raises:
        Conflict: one of them is not there, or somebody decided about it.
    """
    here, answer = gold.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    units = {case.unit.id: case.unit for case in adjudicating.at(tx, here).cases if not case.decided}
    if rulings.keys() - units.keys():
        raise Conflict("decided-meanwhile", "Some of these places are decided already, or are there no more.")
    here = _begun(tx, here, action)
    made = [(units[unit_id], _taken(tx, here, units[unit_id], one), one) for unit_id, one in rulings.items()]
    return gold.finish(tx, here, action, _made(tx, here, action, made))


def take_agreed(
    tx: Transaction, person: Person, action: Action, document_id: str, *, unfinished: bool = False
) -> Outcome:
    """Take into gold, as one action, all undecided units on which enough annotators agree."""
    here, answer = gold.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    agreed = adjudicating.at(tx, here, unfinished=unfinished).agreed
    if not agreed:
        raise Conflict("nothing-agreed", "There is nothing left that enough annotators agree on.")
    here = _begun(tx, here, action)
    ruling = Ruling("agreed")
    rulings = [(case.unit, _taken(tx, here, case.unit, ruling), ruling) for case in agreed]
    return gold.finish(tx, here, action, _made(tx, here, action, rulings))


def withdraw(tx: Transaction, person: Person, action: Action, seen: Seen) -> Outcome:
    """Withdraw what was decided about a unit: it is open again, and what came of it leaves gold."""
    here, answer = gold.enter(tx, person, action, seen.document)
    if answer is not None:
        return answer
    docket = adjudicating.at(tx, here, unfinished=seen.unfinished)
    case = _as_seen(docket, seen)
    if not case.decisions:
        raise Conflict("not-decided", "There is no decision here to withdraw.")
    here = _begun(tx, here, action)
    held = gold_keeping.by_hand(tx, docket, case.decisions)
    told = _withdrawn(tx, here, docket, case.decisions)
    _, unfilled = held.filled(here.codebook, [])
    _, parted = gold_keeping.keep(tx, here, held, [])
    return replace(gold.finish(tx, here, action, told), parted=(*parted, *unfilled))


def _begun(tx: Transaction, here: Desk, action: Action) -> Desk:
    here = recording.begun(tx, here, name=GOLD)
    recording.note_action(tx, here, action, "done")
    return here


def _as_seen(docket: Docket, seen: Seen) -> Case:
    case = docket.case(seen.unit)
    if case is not None and frozenset(one.id for one in case.decisions) != seen.decisions:
        by = ", ".join(sorted({one.by for one in case.decisions}))
        what = f"{by} decided about this meanwhile" if by else "The decision about this was withdrawn meanwhile"
        raise Conflict("decided-meanwhile", f"{what}. This is how it stands now.")
    if case is None or case.unit.revision != seen.revision:
        raise Stale(
            "changed-since", "An annotator changed this since you looked at it. This is how it stands now."
        )
    return case


def _taken(tx: Transaction, here: Desk, unit: Unit, ruling: Ruling) -> Taken:
    if ruling.choice == "none":
        return []
    if ruling.choice == "new":
        if ruling.draft is None:
            raise Invalid("no-span", "Say what the new span is.")
        draft = replace(ruling.draft, links=_agreed_links(unit, ruling.draft))
        return [(replace(annotating.made(tx, here, draft), layer=GOLD), [])]
    if ruling.choice == "take":
        chosen = [span for span in unit.readings if span.id == ruling.span]
    else:
        chosen = list(unit.distinct)
    if not chosen:
        raise Invalid("no-span", "There is no such span here to take.")
    if ruling.choice == "take":
        return [_into_gold(tx, here, [span]) for span in chosen]
    return [_into_gold(tx, here, [one for one in unit.readings if alike(one, span)]) for span in chosen]


def _agreed_links(unit: Unit, draft: Draft) -> Mapping[str, Any]:
    """What a new span is linked to: as its maker says, else to what all who gave it this label agree on."""
    if draft.links is not None:
        return draft.links
    return shared_links([span.links for span in unit.readings if span.label == draft.label])


def _into_gold(tx: Transaction, here: Desk, sources: list[Span]) -> tuple[Span, list[str]]:
    """What annotators said alike, as it comes into gold; the first one's note is kept."""
    made = replace(
        sources[0],
        id=tx.new_id(),
        layer=GOLD,
        annotator=here.person.name,
        version=1,
        created=tx.now,
        updated=tx.now,
    )
    return made, [one.id for one in sources]


def _made(
    tx: Transaction, here: Desk, action: Action, rulings: Iterable[tuple[Unit, Taken, Ruling]]
) -> list[Event]:
    made: list[Decision] = []
    rows = []
    for unit, taken, ruling in rulings:
        rows += [annotating.row(here, span) for span, _ in taken]
        made.append(_decision(tx, here, unit, taken, ruling))
    spans.add(tx, rows)
    decisions.add(
        tx,
        made,
        document_id=here.document_id,
        layer_id=recording.layer_of(here),
        action_id=action.id,
        user_id=recording.user_of(here),
    )
    told = [Event("span.create", row["id"], None, spans.changeable(row)) for row in rows]
    told += [Event("decision.make", one.id, None, decisions.state(one)) for one in made]
    return told + gold_relations.take_along(tx, here, {source.span for one in made for source in one.sources})


def _decision(tx: Transaction, here: Desk, unit: Unit, taken: Taken, ruling: Ruling) -> Decision:
    result_of = {source: span.id for span, sources in taken for source in sources}
    return Decision(
        id=tx.new_id(),
        choice=ruling.choice,
        reason=checked_note(ruling.reason, "The reason"),
        sources=tuple(Source(span.id, span.version, result_of.get(span.id)) for span in unit.readings),
        results=tuple(span.id for span, _ in taken),
        by=here.person.name,
        created=tx.now,
    )


def _withdrawn(tx: Transaction, here: Desk, docket: Docket, standing: Iterable[Decision]) -> list[Event]:
    """Withdraw decisions with all that came of them: first the relations, then the spans."""
    by = recording.user_of(here)
    withdrawn = list(standing)
    results = [span for one in withdrawn for span in one.results if span in docket.gold]
    gone = [
        *gold_relations.made_with(docket.relations, results),
        *(Event("span.create", span, None, None) for span in results),
        *(Event("decision.make", one.id, None, decisions.state(one)) for one in withdrawn),
    ]
    return [turned(tx, event, by, back=True) for event in gone]
