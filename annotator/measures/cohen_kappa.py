"""Cohen's kappa: agreement of two annotators beyond chance, each with habits of their own."""

from collections import Counter

from annotator.domain.rating import Ratings, Value
from annotator.measures._base import NO_PAIR, ONE_VALUE, Measure, NotComputable


def cohen_kappa(ratings: Ratings) -> float:
    """``(p_o - p_e) / (1 - p_e)`` with ``p_e`` from the two annotators' own distributions.

    Of more than two annotators the mean over their pairs (Light 1971); a pair that has no variation is left out.
    """
    tables = [table for _, table in ratings.pairs() if table]
    if not tables:
        raise NotComputable(NO_PAIR)
    found = [value for value in map(_kappa, tables) if value is not None]
    if not found:
        raise NotComputable(ONE_VALUE)
    return sum(found) / len(found)


def _kappa(table: Counter[tuple[Value, Value]]) -> float | None:
    total = table.total()
    first: Counter[Value] = Counter()
    second: Counter[Value] = Counter()
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    chance = sum(first[value] * second[value] for value in first)
    if chance == total**2:
        return None
    same = sum(count for (one, other), count in table.items() if one == other)
    return (same * total - chance) / (total**2 - chance)


MEASURE = Measure(
    name="cohen_kappa",
    title="Cohen's kappa",
    question="How far do two annotators agree beyond what their own habits would bring about?",
    source="Cohen 1960; over pairs Light 1971",
    ratings=cohen_kappa,
    pairs=True,
)
