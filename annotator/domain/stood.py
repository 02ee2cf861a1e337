"""How a layer stood after some of its events: its spans, its relations, and in gold the decisions."""

from collections.abc import Sequence

from annotator.domain.past import State, Told, links_of, replayed
from annotator.domain.relation import Relation
from annotator.domain.span import Span, reading_order


def spans_after(told: Sequence[Told], layer: str) -> list[Span]:
    """The spans of a layer as they stood after these events, in reading order."""
    first = _first(told)
    standing = replayed(told).items()
    return sorted((_span(span_id, state, first[span_id], layer) for span_id, state in standing), key=reading_order)


def relations_after(told: Sequence[Told], layer: str) -> list[Relation]:
    """The relations of a layer that stood after these events, in the order they were made."""
    first = _first(told)
    return [
        Relation(
            id=relation_id,
            layer=layer,
            annotator=first[relation_id].who or layer,
            type=state["type"],
            source=state["source_id"],
            target=state["target_id"],
            codebook_version=state["codebook_version"],
            created=first[relation_id].at,
        )
        for relation_id, state in replayed(told, "relation").items()
    ]


def decisions_after(told: Sequence[Told]) -> list[Told]:
    """The decisions that stood after these events, each as it was told when it was made, the oldest first."""
    first, standing = _first(told), replayed(told, "decision")
    return sorted((first[one] for one in standing), key=lambda one: one.sequence)


def _first(told: Sequence[Told]) -> dict[str, Told]:
    """For the id of each thing what was told of it first: its making."""
    first: dict[str, Told] = {}
    for one in told:
        first.setdefault(one.subject, one)
    return first


def _span(span_id: str, state: State, made: Told, layer: str) -> Span:
    fragments = state["fragments"] or [[state["start"], state["end"]]]
    return Span(
        id=span_id,
        layer=layer,
        annotator=made.who or layer,
        label=state["label"],
        fragments=tuple((start, end) for start, end in fragments),
        attributes=state["attributes"],
        note=state["note"],
        codebook_version=state["codebook_version"],
        version=state["version"],
        created=made.at,
        updated=state["updated"],
        links=links_of(state),
    )
