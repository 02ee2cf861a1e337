"""Assignment: who annotates which document of a round, balanced, and the same each time from the same seed."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

from annotator.domain.errors import Invalid

EVERYBODY = 0
"""The overlap of a round in which everybody annotates every document, as for calibration."""


def assign(
    documents: Sequence[str],
    people: Collection[str],
    overlap: int,
    seed: int,
    fixed: Mapping[str, Collection[str]] | None = None,
) -> dict[str, frozenset[str]]:
    """For each document the people who get it, those of ``fixed`` included.

    Each document gets ``overlap`` people. Where nothing is fixed, nobody has more than one document more than
    anybody else; between people of the same load goes who has shared the fewest documents with those chosen
    already, so that every pair can be compared.

    Args:
        documents: ids, in the round's order.
        people: ids of those who can be given something.
        overlap: how many people each document gets; ``EVERYBODY`` for all of them.
        seed: another one gives another assignment, as balanced.
        fixed: who has a document and keeps it, whether among ``people`` or not.

    Raises:
        Invalid: there are fewer people than the overlap asks for.
    """
    if len(people) < max(overlap, 1):
        raise Invalid(
            "too-few-people", f"The overlap is {max(overlap, 1)}, but there are only {len(people)} people."
        )
    given = {document: set((fixed or {}).get(document, ())) for document in documents}
    if overlap == EVERYBODY:
        return {document: frozenset(holders.union(people)) for document, holders in given.items()}
    load = Counter(person for holders in given.values() for person in holders)
    together = Counter(pair for holders in given.values() for pair in _pairs(holders))
    ranks = {person: _rank(seed, person) for person in people}
    for document in sorted(documents, key=lambda one: _rank(seed, one)):
        holders = given[document]
        while len(holders) < overlap and (free := [one for one in people if one not in holders]):
            chosen = min(
                free, key=lambda one: (load[one], sum(together[_pair(one, two)] for two in holders), ranks[one])
            )
            together.update(_pair(chosen, two) for two in holders)
            load[chosen] += 1
            holders.add(chosen)
    return {document: frozenset(holders) for document, holders in given.items()}


def _rank(seed: int, name: str) -> bytes:
    # Not the random module: its sequences may differ from one Python to the next.
    return sha256(f"{seed} {name}".encode()).digest()


def _pair(one: str, two: str) -> tuple[str, str]:
    return (one, two) if one < two else (two, one)


def _pairs(holders: Collection[str]) -> set[tuple[str, str]]:
    return {_pair(one, two) for one in holders for two in holders if one < two}
