"""Bennett's S: agreement of two annotators beyond throwing dice among the values."""

from collections import Counter

from annotator.domain.rating import Ratings, Value
from annotator.domain.said import say
from annotator.measures._base import NO_PAIR, ONE_VALUE, Measure, NotComputable


def bennett_s(ratings: Ratings) -> float:
    """``(p_o - 1 / k) / (1 - 1 / k)`` with the ``k`` values that any annotator used.

    Of more than two annotators the mean over their pairs.
    """
    tables = [table for _, table in ratings.pairs() if table]
    if not tables:
        raise NotComputable(NO_PAIR)
    values = {value for table in tables for pair in table for value in pair}
    if len(values) == 1:
        raise NotComputable(ONE_VALUE)
    return sum(_s(table, len(values)) for table in tables) / len(tables)


def _s(table: Counter[tuple[Value, Value]], values: int) -> float:
    same = sum(count for (one, other), count in table.items() if one == other)
    return (same / table.total() - 1 / values) / (1 - 1 / values)


MEASURE = Measure(
    name="bennett_s",
    title=say("Bennett's S"),
    question=say("How far do two annotators agree beyond throwing dice?"),
    source="Bennett, Alpert and Goldstein 1954",
    ratings=bennett_s,
    pairs=True,
    asked=True,
)
