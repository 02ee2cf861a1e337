"""Tying: which of one's spans are joined with which, and which could be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.codebook import RelationType
from annotator.domain.permission import Person
from annotator.domain.relation import Relation
from annotator.domain.span import Span, reading_order
from annotator.services import reading
from annotator.store import relations, spans
from annotator.store.engine import Transaction
from annotator.store.layers import Desk

MOST_ENDS = 300


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as the span at one of its ends has it, with the span at the ``other`` one."""

    relation: Relation
    other: Span
    leaves: bool
    """Whether it leads from here to the other."""


Ties = Mapping[str, Sequence[Tie]]
"""What each span is joined with, by its id."""


@dataclass(frozen=True, slots=True)
class End:
    """A span that another may be joined with by a relation of some ``kind``."""

    kind: RelationType
    other: Span
    leaves: bool


def ties(tx: Transaction, standing: Iterable[Span]) -> dict[str, list[Tie]]:
    """What each of some spans of a layer is joined with: in reading order, what leaves it first."""
    here = {span.id: span for span in standing}
    found = relations.of_spans(tx, here)
    away = {end for one in found for end in (one.source, one.target)} - here.keys()
    return tied(found, here | spans.by_ids(tx, away))


def ties_of_layer(tx: Transaction, desk: Desk, standing: Iterable[Span]) -> dict[str, list[Tie]]:
    """The same for all spans of the layer at a desk."""
    found = relations.in_layers(tx, [desk.layer_id]) if desk.layer_id else []
    return tied(found, {span.id: span for span in standing})


def tied(found: Iterable[Relation], known: Mapping[str, Span]) -> dict[str, list[Tie]]:
    """What spans are joined with by these relations, as far as both ends are ``known``."""
    joined: dict[str, list[Tie]] = {}
    for one in found:
        if one.source in known and one.target in known:
            joined.setdefault(one.source, []).append(Tie(one, known[one.target], leaves=True))
            joined.setdefault(one.target, []).append(Tie(one, known[one.source], leaves=False))
    for several in joined.values():
        several.sort(key=lambda tie: (not tie.leaves, reading_order(tie.other)))
    return joined


def ends(tx: Transaction, person: Person, span_id: str, kind: str | None = None) -> tuple[Desk, Span, list[End]]:
    """The spans that one of one's own may be joined with (by relations of one kind): the nearest, in order.

    Raises:
        NotFound: no such span of theirs.
        Invalid: the codebook has no relation type called ``kind``.
    """
    desk, span = reading.own_span(tx, person, span_id)
    return desk, span, ends_at(tx, desk, span, kind)


def ends_at(tx: Transaction, desk: Desk, span: Span, kind: str | None = None) -> list[End]:
    """The same of a span of the layer at a desk."""
    kinds = [desk.codebook.relation(kind)] if kind else desk.codebook.relations
    found = [(one, leaves, labels) for one in kinds for leaves, labels in _sides(one, span.label)]
    wanted = {label for _, _, labels in found for label in labels}
    others = [one for one in spans.labelled(tx, desk.layer_id or "", wanted) if one.id != span.id]
    there = {(one.type, one.source, one.target) for one in relations.of_span(tx, span.id)}
    free = [
        End(one, other, leaves)
        for one, leaves, labels in found
        for other in others
        if other.label in labels
        and (one.name, *((span.id, other.id) if leaves else (other.id, span.id))) not in there
    ]
    nearest = sorted(free, key=lambda end: abs(end.other.start - span.start))[:MOST_ENDS]
    return sorted(nearest, key=lambda end: reading_order(end.other))


def kinds_at(desk: Desk, label: str) -> list[tuple[RelationType, bool]]:
    """The relation types that a span with a label can be an end of, and whether they lead from it."""
    return [(kind, leaves) for kind in desk.codebook.relations for leaves, _ in _sides(kind, label)]


def _sides(kind: RelationType, label: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """How a span with a label can stand in relations of a kind: whether at their source, and who then is opposite.

    Where it can stand at either end it is the source: the other way round, one starts from the other span.
    """
    if label in kind.source:
        yield True, kind.target
    elif label in kind.target:
        yield False, kind.source
