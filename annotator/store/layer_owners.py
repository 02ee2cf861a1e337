"""Who owns layers of which name: found by leaps over an index, as layers are many and these are few."""

from collections.abc import Iterator
from typing import get_args

from sqlalchemy import select

from annotator.domain.layer import LayerState
from annotator.store.engine import Transaction
from annotator.store.schema import LayerTable

STATES: tuple[LayerState, ...] = get_args(LayerState)


def owners(tx: Transaction) -> Iterator[tuple[str, str, str]]:
    """The id of each person who owns a layer, in which state it is, and its name; each of these once."""
    user_id, state, name = place = (LayerTable.user_id, LayerTable.state, LayerTable.name)
    query = select(*place).order_by(*place).limit(1)
    reached = tx.connection.execute(query).one_or_none()
    while reached is not None:
        yield reached.user_id, reached.state, reached.name
        # The three compared at once would be found at the first of those that are equal, and all of these read.
        further = (
            (user_id == reached.user_id, state == reached.state, name > reached.name),
            (user_id == reached.user_id, state > reached.state),
            (user_id > reached.user_id,),
        )
        leaps = (tx.connection.execute(query.where(*such)).one_or_none() for such in further)
        reached = next((row for row in leaps if row is not None), None)
