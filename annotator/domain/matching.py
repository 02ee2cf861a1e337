"""Assignment: rows and columns joined one to one, so that together the joined ones weigh the most there can be.

Shortest augmenting paths, as in the Hungarian method and in Jonker and Volgenant's, along the edges alone: a
search never leaves the part of the graph that hangs together, and mostly ends after a few steps. Weights are whole
numbers, so that nothing is rounded.
"""

from collections.abc import Sequence
from heapq import heappop, heappush

Edges = Sequence[Sequence[tuple[int, int]]]
"""For each row the columns that it may be joined to, each with a weight above 0."""


def assignment(edges: Edges, columns: int) -> list[int | None]:
    """For each row its column, None where it is better left alone."""
    state = _State(edges, columns)
    for row in range(len(edges)):
        state.add(row)
    return state.column_of


class _State:
    """An assignment that is the best one for the rows added so far, and the prices that prove it.

    For every edge, the prices of its row and its column together are at least its weight; for a joined one, just
    that; and whatever is left alone has the price 0.
    """

    def __init__(self, edges: Edges, columns: int) -> None:
        self.column_of: list[int | None] = [None] * len(edges)
        self._row_of: list[int | None] = [None] * columns
        self._edges = edges
        self._row_price = [0] * len(edges)
        self._column_price = [0] * columns

    def add(self, row: int) -> None:
        gains = [(weight - self._column_price[column], -column) for column, weight in self._edges[row]]
        price, column = max(gains, default=(0, 0))
        if price <= 0:
            return
        self._row_price[row] = price
        if self._row_of[-column] is None:
            # Where the search would end at once, as it mostly does.
            self._row_of[-column], self.column_of[row] = row, -column
        else:
            self._augment(row)

    def _augment(self, row: int) -> None:
        """Join ``row``, along the cheapest path that ends at a free column or at a row that is left alone."""
        rows, columns = {row: 0}, dict[int, int]()
        came_from: dict[int, int] = {}
        best: dict[int, int] = {}
        waiting: list[tuple[int, int]] = []
        end_row, cost = row, self._row_price[row]
        reached: int | None = row
        free: int | None = None
        while reached is not None:
            self._look(reached, rows[reached], best, came_from, waiting)
            reached = None
            while waiting and waiting[0][1] in columns:
                heappop(waiting)
            if not waiting or waiting[0][0] > cost:
                break
            distance, column = heappop(waiting)
            columns[column] = distance
            reached = self._row_of[column]
            if reached is None:
                free, cost = column, distance
                break
            rows[reached] = distance
            if distance + self._row_price[reached] < cost:
                end_row, cost = reached, distance + self._row_price[reached]
        for one, distance in rows.items():
            self._row_price[one] -= max(0, cost - distance)
        for one, distance in columns.items():
            self._column_price[one] += max(0, cost - distance)
        self._turn(row, came_from, free if free is not None else self._let_go(end_row))

    def _look(
        self,
        row: int,
        distance: int,
        best: dict[int, int],
        came_from: dict[int, int],
        waiting: list[tuple[int, int]],
    ) -> None:
        """Note the columns that ``row`` leads to, where no shorter way is known."""
        price = self._row_price[row]
        for column, weight in self._edges[row]:
            there = distance + price + self._column_price[column] - weight
            if column not in best or there < best[column]:
                best[column], came_from[column] = there, row
                heappush(waiting, (there, column))

    def _let_go(self, row: int) -> int | None:
        column, self.column_of[row] = self.column_of[row], None
        return column

    def _turn(self, start: int, came_from: dict[int, int], column: int | None) -> None:
        """Join along the way back from ``column`` to the row ``start``, parting what was joined before."""
        while column is not None:
            row = came_from[column]
            self._row_of[column] = row
            before, self.column_of[row] = self.column_of[row], column
            if row == start:
                return
            column = before
