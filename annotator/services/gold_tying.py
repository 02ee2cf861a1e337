"""Tying gold: an adjudicator joins spans of gold by hand, or one with an entry, and parts them again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.domain.errors import Invalid, NotFound, no_span
from annotator.domain.layer import GOLD
from annotator.domain.link import SLOTS
from annotator.domain.permission import Person
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.services import entities, gold, recording, relating, tying
from annotator.services.adjudicating import Docket
from annotator.services.gold import Outcome
from annotator.services.reading import Desk
from annotator.services.recording import Action
from annotator.services.relating import Link
from annotator.services.tying import End, Tie
from annotator.store import relations, spans
from annotator.store.engine import Transaction
from annotator.store.history import Event


def relate(tx: Transaction, person: Person, action: Action, document_id: str, link: Link) -> Outcome:
    """Join two spans of gold.

    Raises:
        Invalid: the codebook has no such relation, or an end is not a span of gold here, fitly labelled.
        Conflict: gold is complete, or the two are joined so already.
    """
    here, answer = gold.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    relation = relating.made(tx, here, link, GOLD)
    here = recording.begun(tx, here, name=GOLD)
    recording.note_action(tx, here, action, "done")
    relations.add(tx, [relating.row(here, relation)])
    return gold.finish(tx, here, action, [Event("relation.create", link.id, None, relating.state_of(relation))])


def part(tx: Transaction, person: Person, action: Action, document_id: str, relation_id: str) -> Outcome:
    """Part two spans of gold; undo joins them again."""
    here, answer = gold.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    found = relations.by_id(tx, relation_id)
    if found is None or found[2] != here.layer_id:
        raise NotFound("no-relation", "This relation is no longer in gold, or never was.")
    recording.note_action(tx, here, action, "done")
    by = recording.user_of(here)
    return gold.finish(tx, here, action, [relating.write(tx, relation_id, relating.state_of(found[0]), None, by)])


@dataclass(frozen=True, slots=True)
class Filling:
    """A slot of a stance in gold, and the key of the entry that is to fill it; None empties it."""

    stance: str
    slot: str
    entry: str | None


def fill(tx: Transaction, person: Person, action: Action, document_id: str, filling: Filling) -> Outcome:
    """Let an entry of the registry fill a slot of a statement in gold, or empty it.

    Raises:
        Invalid: there is no such slot or entry, or the span carries no stance.
        NotFound: there is no such span in gold.
        Conflict: gold is complete.
    """
    here, answer = gold.enter(tx, person, action, document_id)
    if answer is not None:
        return answer
    span, slot = _of_gold(tx, here, filling.stance), filling.slot
    made = here.codebook.statement_type
    if made is None or span.label not in made.stances:
        raise Invalid("no-stance", "This span is not labelled as a stance.")
    if slot not in SLOTS:
        raise Invalid("unknown-slot", f"“{slot[:40]}” is none of {', '.join(SLOTS)}.")
    wanted = {role: key for role, key in {**span.links, slot: filling.entry}.items() if key}
    links = entities.checked(tx, here, wanted, span.links)
    recording.note_action(tx, here, action, "done")
    before = recording.state_of(tx, span.id)
    changed = [] if links == span.links else [recording.write(tx, span.id, before, {**before, "links": links})]
    return gold.finish(tx, here, action, changed)


def ends(
    tx: Transaction, person: Person, document_id: str, span_id: str, kind: str | None = None
) -> tuple[Desk, Span, list[End]]:
    """The spans of gold that one of them may be joined with (by relations of one kind): the nearest, in order.

    Raises:
        NotFound: there is no such span in gold.
    """
    here = gold.desk(tx, person, document_id)
    span = _of_gold(tx, here, span_id)
    return here, span, tying.ends_at(tx, here, span, kind)


def _of_gold(tx: Transaction, here: Desk, span_id: str) -> Span:
    found = spans.by_id(tx, span_id)
    if found is None or found[2] != here.layer_id:
        raise no_span()
    return found[0]


@dataclass(frozen=True, slots=True)
class Golden:
    """A span of gold with what it is joined with there; for each relation whose it was, nobody's: made by hand."""

    span: Span
    ties: tuple[Tie, ...]
    whose: Mapping[str, tuple[str, ...]]


def golden(docket: Docket, wanted: Iterable[str]) -> list[Golden]:
    """Some spans of gold, each with its relations and where these came from."""
    own = [one for one in docket.relations if one.layer == GOLD]
    tied = tying.tied(own, docket.gold)
    whose = _whose(docket, own)
    return [Golden(docket.gold[one], tuple(tied.get(one, ())), whose) for one in wanted if one in docket.gold]


def _whose(docket: Docket, own: Iterable[Relation]) -> dict[str, tuple[str, ...]]:
    """For each relation of gold the annotators who joined the spans that its ends were taken from."""
    taken = {
        source.span: source.result
        for case in docket.cases
        for made in case.decisions
        for source in made.sources
        if source.result
    }
    found: dict[tuple[str, str | None, str | None], list[str]] = {}
    for one in docket.relations:
        if one.layer != GOLD:
            found.setdefault((one.type, taken.get(one.source), taken.get(one.target)), []).append(one.layer)
    return {one.id: tuple(found.get((one.type, one.source, one.target), ())) for one in own}
