"""Scott's pi: agreement of two annotators beyond chance, as if their habits were the same."""

from collections import Counter

from annotator.domain.rating import Ratings, Value
from annotator.domain.said import say
from annotator.measures._base import NO_PAIR, ONE_VALUE, Measure, NotComputable


def scott_pi(ratings: Ratings) -> float:
    """``(p_o - p_e) / (1 - p_e)`` with ``p_e`` from the distribution of both annotators together.

    Of more than two annotators the mean over their pairs; a pair that has no variation is left out.
    """
    tables = [table for _, table in ratings.pairs() if table]
    if not tables:
        raise NotComputable(NO_PAIR)
    found = [value for value in map(_pi, tables) if value is not None]
    if not found:
        raise NotComputable(ONE_VALUE)
    return sum(found) / len(found)


def _pi(table: Counter[tuple[Value, Value]]) -> float | None:
    total = table.total()
    both: Counter[Value] = Counter()
    for (one, other), count in table.items():
        both[one] += count
        both[other] += count
    chance = sum(count**2 for count in both.values()) / 4
    if chance == total**2:
        return None
    same = sum(count for (one, other), count in table.items() if one == other)
    return (same * total - chance) / (total**2 - chance)


MEASURE = Measure(
    name="scott_pi",
    title=say("Scott's pi"),
    question=say("How far do two annotators agree beyond what habits they share would bring about?"),
    source="Scott 1955",
    ratings=scott_pi,
    pairs=True,
)
