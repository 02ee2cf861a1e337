"""Imported gold: what a file brings as gold counts as decided, so that it is seen, and can be decided anew."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from annotator.domain.alignment import align, exact
from annotator.domain.decision import Decision, Source
from annotator.domain.layer import GOLD
from annotator.domain.span import Span
from annotator.store import decisions
from annotator.store.engine import Transaction
from annotator.store.history import Event


def count_as_decided(
    tx: Transaction, document_id: str, layer_id: str, spans: Iterable[Span], user_id: Callable[[str], str]
) -> list[Event]:
    """Make a decision for each span of gold, by whoever made the span; the events that tell of them.

    ``spans`` are all that came with the document, of every layer, under the ids that they have here.
    ``layer_id`` is gold's, and ``user_id`` tells somebody's id by their name.
    """
    told: list[Event] = []
    action_id = tx.new_id()
    for one in _decisions(tx, spans):
        decisions.add(
            tx, [one], document_id=document_id, layer_id=layer_id, action_id=action_id, user_id=user_id(one.by)
        )
        told.append(Event("decision.make", one.id, None, decisions.state(one)))
    return told


def _decisions(tx: Transaction, spans: Iterable[Span]) -> list[Decision]:
    layers: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        layers[span.layer].append(span)
    gold = layers.pop(GOLD, [])
    sources: defaultdict[str, list[Source]] = defaultdict(list)
    for own in layers.values():
        for golden, other in align(gold, own):
            if golden is not None and other is not None:
                result = golden.id if exact(golden, other) else None
                sources[golden.id].append(Source(other.id, other.version, result))
    return [
        Decision(
            id=tx.new_id(),
            choice="imported",
            reason="",
            sources=tuple(sources[one.id]),
            results=(one.id,),
            by=one.annotator,
            created=tx.now,
        )
        for one in gold
    ]
