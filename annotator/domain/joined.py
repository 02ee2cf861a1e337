"""What annotators joined, rated: each statement and each relation that any of them has, by who has it, and how.

What nobody has counts as well, as chance is asked about: for a statement, every other word of the text, as a
stance might begin there; for a relation, every other two spans that both marked and that might be joined.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.alignment import Pair
from annotator.domain.codebook import Codebook
from annotator.domain.rating import GAP, Pattern, Ratings, Value
from annotator.domain.relation import Relation
from annotator.domain.relation_pair import PairedRelation, labels_of_both, opportunities, pair_relations
from annotator.domain.span import Span
from annotator.domain.statement import statements
from annotator.domain.statement_pair import Identities, PairedStatement, pair_statements

HAS = "has it"

IDENTICAL = "identical"
"""Beside the aspects in which statements may differ: of the statements that either has, which both have alike."""


@dataclass(frozen=True, slots=True)
class OfPair:
    """What two annotators of one document joined, paired."""

    one: str
    other: str
    aligned: Sequence[Pair]
    statements: Sequence[PairedStatement]
    relations: Sequence[PairedRelation]


@dataclass(frozen=True, slots=True)
class Joined:
    """What all annotators of one document joined, rated: statements by aspect, and relations by type."""

    statements: Mapping[str, Ratings]
    relations: Mapping[str, Ratings]


def pair_joined(
    book: Codebook,
    spans: Mapping[str, Sequence[Span]],
    relations: Iterable[Relation],
    resolved: Callable[[str], str],
    aligned_each: Mapping[tuple[str, str], Sequence[Pair]],
) -> list[OfPair]:
    """What each two annotators of one document joined, paired.

    ``resolved`` follows the merges of a registry; ``aligned_each`` are the spans of each two, aligned.
    """
    of_layer: defaultdict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        of_layer[relation.layer].append(relation)
    said = {name: statements(book, own, of_layer[name]) for name, own in spans.items()}
    found = []
    for (one, other), aligned in aligned_each.items():
        paired = pair_statements(said[one], said[other], Identities(aligned, resolved))
        joined = pair_relations(of_layer[one], of_layer[other], aligned)
        found.append(OfPair(one, other, aligned, paired, joined))
    return found


def rate(pairs: Sequence[OfPair], book: Codebook, words: int) -> Joined:
    """The ratings of one document of so many words."""
    names = sorted({name for pair in pairs for name in (pair.one, pair.other)})
    statements_: defaultdict[str, Counter[Pattern]] = defaultdict(Counter)
    relations_: defaultdict[str, Counter[Pattern]] = defaultdict(Counter)
    for pair in pairs:
        at = names.index(pair.one), names.index(pair.other)
        for aspect, table in _of_statements(pair.statements, words).items():
            for values, count in table.items():
                statements_[aspect][_pattern(len(names), at, values)] += count
        for kind, table in _of_relations(pair, book).items():
            for values, count in table.items():
                relations_[kind][_pattern(len(names), at, values)] += count
    return Joined(
        {aspect: Ratings(names, counts) for aspect, counts in statements_.items()},
        {kind: Ratings(names, counts) for kind, counts in relations_.items()},
    )


_Both = tuple[Value | None, Value | None]


def _pattern(raters: int, at: tuple[int, int], values: _Both) -> Pattern:
    found: list[Value | None] = [None] * raters
    found[at[0]], found[at[1]] = values
    return tuple(found)


def _of_statements(pairs: Sequence[PairedStatement], words: int) -> dict[str, Counter[_Both]]:
    found: defaultdict[str, Counter[_Both]] = defaultdict(Counter)
    for pair in pairs:
        found["found"][HAS if pair.one else GAP, HAS if pair.other else GAP] += 1
        if pair.identical:
            found[IDENTICAL][HAS, HAS] += 1
        else:
            found[IDENTICAL][HAS, GAP] += pair.one is not None
            found[IDENTICAL][GAP, HAS] += pair.other is not None
        if pair.found:
            found["actor"][pair.actors] += any(pair.actors)
            found["instrument"][pair.instruments] += any(pair.instruments)
        if pair.same_ends and None not in pair.polarities:
            found["polarity"][pair.polarities] += 1
    if pairs:
        for aspect in ("found", IDENTICAL):
            found[aspect][GAP, GAP] += max(0, words - found[aspect].total())
    return {aspect: +table for aspect, table in found.items() if +table}


def _of_relations(pair: OfPair, book: Codebook) -> dict[str, Counter[_Both]]:
    found: defaultdict[str, Counter[_Both]] = defaultdict(Counter)
    for one in pair.relations:
        found[one.type][HAS if one.one else GAP, HAS if one.other else GAP] += 1
    labels = labels_of_both(pair.aligned)
    for kind in book.relations:
        table = found[kind.name]
        joined = table[HAS, HAS] + table[HAS, GAP] + table[GAP, HAS]
        table[GAP, GAP] += max(0, opportunities(kind, labels) - joined)
    return {kind: +table for kind, table in found.items() if +table}
