"""Joining: how far annotators agree on statements and relations, and where they do not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.codebook import Codebook
from annotator.domain.entity import resolved
from annotator.domain.joined import HAS, IDENTICAL, Joined, OfPair, pair_joined, rate
from annotator.domain.rating import GAP, Ratings, pooled
from annotator.domain.statement_pair import ASPECTS
from annotator.measures._base import NOTHING_MARKED, NotComputable
from annotator.services.counting import Work
from annotator.services.figures import Figure, all_measures, figure
from annotator.store import entities, relations
from annotator.store.completed import Completed
from annotator.store.engine import Transaction

BY_EITHER = ("f1", "krippendorff_alpha")
"""The figures of what either has: F1 in plain words, and alpha, which also asks what chance would bring about."""
NOTHING = ("nothing",)
"""Asks for no figure, where only the counts are wanted."""
BY_VALUE = ("percent_agreement", "krippendorff_alpha")
"""The figures of what both have and may take differently."""


@dataclass(frozen=True, slots=True)
class OfJoined:
    """Of so many statements or relations that either of two has, or that both have, so many differ."""

    places: int
    differing: int
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Joints:
    """How far annotators agree on statements, by aspect, and on relations, by type."""

    statements: dict[str, OfJoined]
    relations: dict[str, OfJoined]


def merges(tx: Transaction, project_id: str) -> dict[str, str]:
    """The keys of the registry's merged entries, with those that they mean by now."""
    entries = {key: entry.entity for key, entry in entities.of_project(tx, project_id).items()}
    merged = [one.key for one in entries.values() if one.merged_into is not None]
    return {key: meant.key for key in merged if (meant := resolved(key, entries))}


def paired(tx: Transaction, work: Work, book: Codebook, merged: Mapping[str, str]) -> list[OfPair]:
    """What each two annotators of one document joined, pair by pair, in reading order."""
    there = {(name, span.id) for name, own in work.layers.items() for span in own}
    joined = [
        one
        for one in relations.in_layers(tx, [head.id for head in work.document.layers])
        if {(one.layer, one.source), (one.layer, one.target)} <= there
    ]
    return pair_joined(book, work.layers, joined, lambda key: merged.get(key, key), work.aligned)


def rated(
    tx: Transaction, document: Completed, book: Codebook, merged: Mapping[str, str], work: Work | None = None
) -> Joined:
    """The ratings of one document, kept until one of its layers, the codebook or a merge changes."""

    def load() -> Joined:
        read = work or Work(tx, document)
        return rate(paired(tx, read, book, merged), book, len(read.words))

    return tx.keep_packed(("joined", *document.state, book.version, *sorted(merged.items())), load)


def figures(found: Sequence[Joined], book: Codebook, wanted: Sequence[str] = ()) -> Joints:
    """The figures ``wanted`` (all by default) of statements and relations, where anybody has any."""
    of_statements, of_relations = [one.statements for one in found], [one.relations for one in found]
    return Joints(
        {name: one for name in (*ASPECTS, IDENTICAL) if (one := _of(of_statements, name, wanted))},
        {kind.name: one for kind in book.relations if (one := _of(of_relations, kind.name, wanted))},
    )


Rated = Mapping[str, Ratings]
"""The ratings of one document, by aspect or by type."""


def _of(documents: Sequence[Rated], name: str, wanted: Sequence[str]) -> OfJoined | None:
    parts = [one[name] for one in documents if name in one]
    whole = pooled(parts)
    left_out = [whole.without(part.of(whole.annotators)) for part in parts]
    count = sum(_places(one, name) for one in documents)
    if not count:
        return None
    by_either = any(HAS in pattern for pattern in whole.counts)
    computed = _computed()
    names = [one for one in (BY_EITHER if by_either else BY_VALUE) if not wanted or one in wanted]
    return OfJoined(
        places=count,
        differing=sum(differing(one, name) for one in documents),
        figures={one: figure(computed[one], whole, left_out) for one in names},
    )


def _places(found: Rated, name: str) -> int:
    # What is not identical stands twice among the ratings: what the one says, and what the other says.
    return _count(found, "found" if name == IDENTICAL else name, lambda values: set(values) != {GAP})


def differing(found: Rated, name: str) -> int:
    """How many pairs of one document differ in this aspect, or in whether there is a relation of this type."""
    if name == IDENTICAL:
        return _places(found, name) - _count(found, name, lambda values: set(values) == {HAS})
    return _count(found, name, lambda values: len(set(values)) > 1)


def _count(found: Rated, name: str, counts: Callable[[Sequence[object]], bool]) -> int:
    if name not in found:
        return 0
    return sum(count for pattern, count in found[name].counts.items() if counts(_both(pattern)))


def _both(pattern: Sequence[object]) -> list[object]:
    return [value for value in pattern if value is not None]


def _computed() -> Mapping[str, Callable[[Ratings], float]]:
    known = {name: compute for name, one in all_measures().items() if (compute := one.ratings)}
    return {**known, "f1": f1}


def f1(ratings: Ratings) -> float:
    """Of all that either of two has, how much both have; of more annotators the mean over their pairs."""
    shares = []
    for _, table in ratings.pairs():
        both, alone = table[HAS, HAS], table[HAS, GAP] + table[GAP, HAS]
        if both or alone:
            shares.append(2 * both / (2 * both + alone))
    if not shares:
        raise NotComputable(NOTHING_MARKED)
    return sum(shares) / len(shares)
