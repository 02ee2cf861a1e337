"""The most that rows and columns can weigh together, whatever the weights."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.matching import assignment


@st.composite
def graphs(draw):
    """Up to six columns, and rows with edges to some of them; weights are often the same."""
    columns = draw(st.integers(0, 6))
    if not columns:
        return [[] for _ in range(draw(st.integers(0, 3)))], 0
    row = st.dictionaries(st.integers(0, columns - 1), st.integers(1, 9) | st.integers(1, 10**9))
    return [list(one.items()) for one in draw(st.lists(row, max_size=6))], columns


@given(graphs())
def test_no_other_way_of_joining_weighs_more(graph):
    edges, columns = graph
    joined = assignment(edges, columns)
    taken = [column for column in joined if column is not None]
    assert len(set(taken)) == len(taken)
    assert weight(edges, joined) == most(edges, columns)


def test_a_row_gives_way_where_together_they_weigh_more():
    assert assignment([[(0, 5), (1, 4)], [(0, 5)]], 2) == [1, 0]


def test_a_row_is_left_alone_where_another_weighs_more():
    assert assignment([[(0, 1)], [(0, 2)]], 1) == [None, 0]


def weight(edges, joined):
    return sum(dict(edges[row])[column] for row, column in enumerate(joined) if column is not None)


def most(edges, columns):
    """By trying all of them: each row gets a column, or one that stands for none."""
    slots = [*range(columns), *[None] * len(edges)]
    return max(
        sum(dict(edges[row]).get(column, 0) for row, column in enumerate(way) if column is not None)
        for way in set(permutations(slots, len(edges)))
    )
