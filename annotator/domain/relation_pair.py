"""Relations of two annotators, paired: two are one where their types are the same and both their ends pair off."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.domain.alignment import Pair
from annotator.domain.codebook import RelationType
from annotator.domain.relation import Relation


@dataclass(frozen=True, slots=True)
class PairedRelation:
    """A relation of the one and of the other; one of them is None where only the other joined the two spans."""

    one: Relation | None
    other: Relation | None

    @property
    def type(self) -> str:
        """The type, which is the same for both."""
        return next(relation.type for relation in (self.one, self.other) if relation)

    @property
    def found(self) -> bool:
        """Whether both have it."""
        return self.one is not None and self.other is not None


def pair_relations(
    first: Iterable[Relation], second: Iterable[Relation], aligned: Iterable[Pair]
) -> tuple[PairedRelation, ...]:
    """All relations of two annotators, each once, paired; ``aligned`` are all spans of both, in reading order."""
    place = {(span.layer, span.id): number for number, pair in enumerate(aligned) for span in pair if span}

    def by_ends(relations: Iterable[Relation]) -> dict[tuple[int, int, str], Relation]:
        return {(place[one.layer, one.source], place[one.layer, one.target], one.type): one for one in relations}

    mine, theirs = by_ends(first), by_ends(second)
    return tuple(PairedRelation(mine.get(ends), theirs.get(ends)) for ends in sorted(mine.keys() | theirs.keys()))


def labels_of_both(aligned: Iterable[Pair]) -> Counter[tuple[str, str]]:
    """How often both marked one span, by the labels that the one and the other gave it."""
    return Counter((one.label, other.label) for one, other in aligned if one and other)


def opportunities(kind: RelationType, labels: Mapping[tuple[str, str], int]) -> int:
    """How many pairs of spans, marked by both under these ``labels``, a relation of this type might join."""
    sources = targets = either = 0
    for (one, other), count in labels.items():
        source, target = ({one, other} <= set(ends) for ends in (kind.source, kind.target))
        sources += source * count
        targets += target * count
        either += (source and target) * count
    return sources * targets - either
