"""Who owns layers of which name: found by leaps over an index, as layers are many and these are few."""

from collections.abc import Iterator
from typing import get_args

from sqlalchemy import select, tuple_

from annotator.domain.layer import LayerState
from annotator.store.engine import Transaction
from annotator.store.schema import LayerTable

STATES: tuple[LayerState, ...] = get_args(LayerState)


def owners(tx: Transaction) -> Iterator[tuple[str, str, str]]:
    """The id of each person who owns a layer, in which state it is, and its name; each of these once."""
    place = (LayerTable.user_id, LayerTable.state, LayerTable.name)
    query = select(*place).order_by(*place).limit(1)
    reached = tx.connection.execute(query).one_or_none()
    while reached is not None:
        yield reached.user_id, reached.state, reached.name
        reached = tx.connection.execute(query.where(tuple_(*place) > tuple_(*reached))).one_or_none()
