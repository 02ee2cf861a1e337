"""Keeping: what was joined in gold by hand goes over to the spans that a new decision puts in place of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.domain.alignment import in_order, pairs
from annotator.domain.codebook import Codebook
from annotator.domain.decision import Decision
from annotator.domain.layer import GOLD
from annotator.domain.link import SLOTS
from annotator.domain.past import links_of
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.services.adjudicating import Docket
from annotator.services.gold import Parted
from annotator.services.reading import Desk
from annotator.services.relating import row, state_of
from annotator.store import decisions, past, relations
from annotator.store.engine import Transaction
from annotator.store.history import Event


@dataclass(frozen=True, slots=True)
class ByHand:
    """What was joined by hand with spans of gold that a decision takes away.

    Attributes:
        spans: the spans of gold as they stand before it, by their ids.
        gone: those that it takes away.
        ties: the relations at these that no annotator drew, in a fixed order.
        places: for each of these that has any, the entries of the registry in places of its statement, by slot.
    """

    spans: Mapping[str, Span]
    gone: tuple[Span, ...]
    ties: tuple[Relation, ...]
    places: Mapping[str, Mapping[str, str]]

    def filled(self, book: Codebook, come: Sequence[Span]) -> tuple[list[Span], list[Parted]]:
        """What comes into gold, with the entries that the spans before had; and those that have no place there."""
        made = book.statement_type
        before = {new.id: old for old, new in _replaced(self.gone, come) if made and new.label in made.stances}
        found = []
        for span in come:
            old = before.get(span.id)
            entries = self.places.get(old.id, {}) if old else {}
            found.append(replace(span, links={**span.links, **entries}) if entries else span)
        kept = {old.id for old in before.values()}
        lost = [
            Parted(slot, one, key)
            for one in self.gone
            if one.id not in kept
            for slot, key in self.places.get(one.id, {}).items()
        ]
        return found, lost


def by_hand(tx: Transaction, docket: Docket, withdrawn: Sequence[Decision]) -> ByHand:
    """What is joined by hand with the spans of gold that came of some decisions."""
    gone = {one: docket.gold[one] for made in withdrawn for one in made.results if one in docket.gold}
    here = [one for one in docket.relations if one.layer == GOLD and not gone.keys().isdisjoint(_ends(one))]
    drawn = _drawn(tx, docket) if here else set()
    ties = tuple(one for one in here if (one.type, *_ends(one)) not in drawn)
    return ByHand(docket.gold, tuple(gone.values()), ties, _places(tx, docket, withdrawn))


def keep(tx: Transaction, here: Desk, held: ByHand, come: Sequence[Span]) -> tuple[list[Event], list[Parted]]:
    """Join anew what was joined by hand where both ends stayed, or another span came in their place.

    Returns:
        The events that tell of it, and what could not be kept.
    """
    new_of = {old.id: new for old, new in _replaced(held.gone, come)}
    gone = {one.id for one in held.gone}
    now = {one: span for one, span in held.spans.items() if one not in gone} | new_of
    there = {(one.type, *_ends(one)) for one in relations.of_spans(tx, [one.id for one in now.values()])}
    told, lost = [], []
    for tie in held.ties:
        source, target = (now.get(one) for one in _ends(tie))
        if source is None or target is None or not _may_join(here.codebook, tie.type, source, target):
            lost.append(Parted(tie.type, held.spans[tie.source], held.spans[tie.target]))
        elif (tie.type, source.id, target.id) not in there:
            told.append(_joined(tx, here, tie, source, target))
    return told, lost


def _joined(tx: Transaction, here: Desk, tie: Relation, source: Span, target: Span) -> Event:
    kept = replace(
        tie,
        id=tx.new_id(),
        source=source.id,
        target=target.id,
        codebook_version=here.codebook.version,
        created=tx.now,
    )
    relations.add(tx, [row(here, kept)])
    return Event("relation.create", kept.id, None, state_of(kept))


def _replaced(gone: Sequence[Span], come: Sequence[Span]) -> list[tuple[Span, Span]]:
    """What goes with what comes in its place: one to one, as annotators' spans are paired."""
    return pairs(in_order(gone), in_order(come))


def _ends(tie: Relation) -> tuple[str, str]:
    return tie.source, tie.target


def _may_join(book: Codebook, name: str, source: Span, target: Span) -> bool:
    kind = next((one for one in book.relations if one.name == name), None)
    return kind is not None and source.label in kind.source and target.label in kind.target


def _drawn(tx: Transaction, docket: Docket) -> set[tuple[str, str | None, str | None]]:
    """What annotators drew between the spans that gold was taken from, also where they took it away since."""
    layer_id = docket.desk.layer_id
    result_of = {
        source.span: source.result
        for one in (decisions.standing(tx, layer_id) if layer_id else ())
        for source in one.sources
        if source.result
    }
    ever = relations.ever_in_document(tx, docket.desk.document_id)
    return {(kind, result_of.get(source), result_of.get(target)) for kind, source, target in ever}


def _places(tx: Transaction, docket: Docket, withdrawn: Sequence[Decision]) -> dict[str, dict[str, str]]:
    """The entries in places of statements that no annotator put there, also where they took them away since."""
    filled = {span: made for made in withdrawn for span in made.results if _slots(docket.gold.get(span))}
    about = {source.span for made in filled.values() for source in made.sources}
    told = past.spans_of(tx, docket.desk.document_id, about).told if about else {}
    found = {}
    for span, made in filled.items():
        events = [one for source in made.sources for one in told.get(source.span, ())]
        had = {pair for one in events for pair in links_of(one.after or {}).items()}
        found[span] = {slot: key for slot, key in _slots(docket.gold[span]).items() if (slot, key) not in had}
    return found


def _slots(span: Span | None) -> dict[str, str]:
    return {slot: key for slot, key in span.links.items() if slot in SLOTS} if span else {}
