"""How far everybody is with what was given out to them, told by one index however long queues are.

An assignment has its place in the round, and the state of the layer that its person has on the document: what is
counted for every page is counted without a look at layers and documents. Layers say their state in the transaction
that gives it to them; what is given out takes it from them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    exists,
    func,
    select,
    true,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from annotator.domain.layer import LayerState
from annotator.domain.round import Tally
from annotator.store.engine import Transaction
from annotator.store.schema import (
    AssignmentTable,
    DocumentTable,
    LayerTable,
    RoundDocumentTable,
    RoundPersonTable,
    UserTable,
)


def note(tx: Transaction, layer_id: str, state: LayerState, moment: str) -> None:
    """Let the queue of whose layer it is know what state it came to."""
    own = (
        select(LayerTable.document_id, LayerTable.user_id)
        .join(UserTable, and_(UserTable.id == LayerTable.user_id, UserTable.name == LayerTable.name))
        .where(LayerTable.id == layer_id)
        # Whoever gives something out holds this person's row until it is done: neither misses what the other does.
        .with_for_update(read=True, key_share=True, of=UserTable)
    )
    layer = tx.connection.execute(own).one_or_none()
    if layer is None:
        return
    tx.connection.execute(
        update(AssignmentTable)
        .where(AssignmentTable.document_id == layer.document_id, AssignmentTable.user_id == layer.user_id)
        .values(state=state, reached=None if state == "new" else moment)
    )


def hold(tx: Transaction, user_ids: Iterable[str]) -> None:
    """Let no layer of some people come to another state until this transaction ends; SQLite has one writer."""
    wanted = sorted(set(user_ids))
    if not wanted:
        return
    query = select(UserTable.id).where(UserTable.id.in_(wanted)).order_by(UserTable.id)
    tx.connection.execute(query.with_for_update())


def settle(tx: Transaction, *such: ColumnElement[bool]) -> None:
    """Let assignments have the states of the layers that there are, and their places in their rounds."""
    place = select(RoundDocumentTable.position).where(
        RoundDocumentTable.round_id == AssignmentTable.round_id,
        RoundDocumentTable.document_id == AssignmentTable.document_id,
    )
    begun = LayerTable.state != "new"
    tx.connection.execute(
        update(AssignmentTable)
        .where(*such)
        .values(
            state=func.coalesce(_of_own_layer(LayerTable.state), "new"),
            reached=_of_own_layer(LayerTable.updated, begun),
            position=place.correlate(AssignmentTable).scalar_subquery(),
        )
        .execution_options(synchronize_session=False)
    )


def astray(tx: Transaction) -> list[tuple[str, str]]:
    """Assignments that do not say what the layer says: the document's id, and the person's name."""
    state = func.coalesce(_of_own_layer(LayerTable.state), "new")
    query = (
        select(AssignmentTable.document_id, UserTable.name)
        .join(UserTable, UserTable.id == AssignmentTable.user_id)
        .where(AssignmentTable.state != state)
        .order_by(AssignmentTable.document_id, UserTable.name)
    )
    return [(row.document_id, row.name) for row in tx.connection.execute(query)]


def _of_own_layer(column: InstrumentedAttribute[str], *such: ColumnElement[bool]) -> ScalarSelect[str]:
    """Of a query over assignments, what stands in the layer that is the person's own; gold is nobody's."""
    owner = aliased(UserTable)
    own = and_(owner.id == LayerTable.user_id, owner.name == LayerTable.name)
    query = select(column).select_from(LayerTable).join(owner, own)
    here = (
        LayerTable.document_id == AssignmentTable.document_id,
        LayerTable.user_id == AssignmentTable.user_id,
    )
    return query.where(*here, *such).correlate(AssignmentTable).scalar_subquery()


def tallies(tx: Transaction, project_id: str, round_id: str, since: str | None) -> list[Tally]:
    """How many documents who has in which state in a round; of these, how many came to it ``since`` a moment."""
    there = _present(tx, project_id)
    # Of those who left as well. Each is asked for by themselves: the index has their states one behind another.
    people = (
        select(UserTable.id, UserTable.name)
        .join(RoundPersonTable, RoundPersonTable.user_id == UserTable.id)
        .where(RoundPersonTable.round_id == round_id)
    )
    found = []
    for user_id, name in tx.connection.execute(people).all():
        every = _states(tx, user_id, round_id, *there)
        lately = Counter[LayerState]()
        for state in every if since is not None else ():
            lately += _states(
                tx, user_id, round_id, AssignmentTable.state == state, AssignmentTable.reached >= since, *there
            )
        found += [Tally(user_id, name, state, number, lately[state]) for state, number in every.items()]
    return found


def progress(tx: Transaction, project_id: str, user_id: str, rounds: Sequence[str]) -> tuple[int, int]:
    """How many documents somebody has in the queue that ``rounds`` fill, and how many of these are complete."""
    there = _present(tx, project_id)
    found: Counter[LayerState] = Counter()
    for number, one in enumerate(rounds):
        found += _states(tx, user_id, one, *there)
        # A document of two rounds is in the queue once.
        if shared := [earlier for earlier in rounds[:number] if _share(tx, one, earlier)]:
            found -= _states(tx, user_id, one, _given_in(user_id, shared), *there)
    return found.total(), found["complete"]


def _states(tx: Transaction, user_id: str, round_id: str, *such: ColumnElement[bool]) -> Counter[LayerState]:
    table = AssignmentTable
    query: Select[*tuple[Any, ...]] = (
        select(table.state, func.count())
        .where(table.round_id == round_id, table.user_id == user_id, table.withdrawn.is_(None), *such)
        .group_by(table.state)
    )
    return Counter({row[0]: row[1] for row in tx.connection.execute(query)})


def _share(tx: Transaction, one: str, other: str) -> bool:
    """Whether two rounds have a document in common.

    It is asked once: what documents a round has is said when it is made, and an edition takes the place of the
    document that it corrects in all of them.
    """
    table, beside = RoundDocumentTable, aliased(RoundDocumentTable)
    query = (
        select(table.document_id)
        .join(beside, beside.document_id == table.document_id)
        .where(table.round_id == one, beside.round_id == other)
        .limit(1)
    )
    return tx.keep(
        ("rounds that share", one, other), lambda: (tx.connection.execute(query).first() is not None, 1)
    )


def _given_in(user_id: str, rounds: Sequence[str]) -> ColumnElement[bool]:
    """Of a query over assignments, whether the same document was given to somebody in any of ``rounds``."""
    other = aliased(AssignmentTable)
    return exists().where(
        other.document_id == AssignmentTable.document_id,
        other.user_id == user_id,
        other.round_id.in_(rounds),
        other.withdrawn.is_(None),
    )


def next_open(
    tx: Transaction, project_id: str, user_id: str, rounds: Sequence[str]
) -> tuple[str, LayerState] | None:
    """The first document that is not complete in the queue that ``rounds`` fill, and the state it is in."""
    table = AssignmentTable
    there = _present(tx, project_id)
    # Asked by themselves: of those that were not begun the index has the first, and of the others there are few.
    states: tuple[tuple[LayerState, ColumnElement[bool]], ...] = (
        ("new", table.reached.is_(None)),
        ("in_progress", true()),
    )
    for one in rounds:
        found = [
            (row.position, row.document_id, state)
            for state, such in states
            for row in tx.connection.execute(
                select(table.position, table.document_id)
                .where(table.round_id == one, table.user_id == user_id, table.withdrawn.is_(None))
                .where(table.state == state, such, *there)
                .order_by(table.position)
                .limit(1)
            )
        ]
        if found:
            _, document, state = min(found)
            return document, state
    return None


def _present(tx: Transaction, project_id: str) -> list[ColumnElement[bool]]:
    """Of a query over assignments, those whose documents are there; mostly all are, and nothing is asked."""
    some = tx.connection.execute(gone(project_id).limit(1)).first() is not None
    return [AssignmentTable.document_id.not_in(gone(project_id))] if some else []


def gone(project_id: str) -> Select[str]:
    """The documents that were taken away: few, and an index has them all, where the documents' rows are long."""
    return select(DocumentTable.id).where(
        DocumentTable.project_id == project_id, DocumentTable.deleted.is_not(None)
    )
