"""Relations of gold: they come into gold with the spans that they join, and leave it with them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.domain.layer import GOLD
from annotator.domain.relation import Relation
from annotator.services import recording
from annotator.services.reading import Desk
from annotator.services.relating import row, state_of
from annotator.store import decisions, relations
from annotator.store.engine import Transaction
from annotator.store.history import Event


def take_along(tx: Transaction, here: Desk, about: set[str]) -> list[Event]:
    """Take the relations of the annotators' spans ``about`` into gold, where both of their ends are there.

    An end is there where the very span was taken: of two who marked the same, only one may have joined it.
    """
    present = relations.in_document(tx, here.document_id)
    ties = [tie for tie in present if tie.layer != GOLD and {tie.source, tie.target} & about]
    if not ties:
        return []
    result_of = {
        source.span: source.result
        for one in decisions.standing(tx, recording.layer_of(here))
        for source in one.sources
        if source.result
    }
    there = {(tie.type, tie.source, tie.target) for tie in present if tie.layer == GOLD}
    told = []
    for tie in ties:
        source, target = result_of.get(tie.source), result_of.get(tie.target)
        if source and target and (tie.type, source, target) not in there:
            there.add((tie.type, source, target))
            told.append(_taken(tx, here, tie, source, target))
    return told


def made_with(present: Iterable[Relation], span_ids: Sequence[str]) -> list[Event]:
    """The relations in gold that begin or end at one of these spans, as the log told of them."""
    return [
        Event("relation.create", tie.id, None, state_of(tie))
        for tie in present
        if tie.layer == GOLD and (tie.source in span_ids or tie.target in span_ids)
    ]


def _taken(tx: Transaction, here: Desk, tie: Relation, source: str, target: str) -> Event:
    taken = replace(tie, id=tx.new_id(), layer=GOLD, source=source, target=target)
    relations.add(tx, [row(here, replace(taken, created=tx.now))])
    return Event("relation.create", taken.id, None, state_of(taken))
