"""Rounds, their documents and people, and who has which document in their queue."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, insert, select, update
from sqlalchemy.orm import aliased

from annotator.domain.layer import LayerState
from annotator.domain.permission import Person
from annotator.domain.round import Assigned, Round
from annotator.store import reached
from annotator.store.engine import Transaction
from annotator.store.lookup import AT_ONCE, only_tested
from annotator.store.reached import gone
from annotator.store.schema import (
    AssignmentTable,
    DocumentTable,
    LayerTable,
    RoundDocumentTable,
    RoundPersonTable,
    RoundTable,
    SpanTable,
    UserTable,
)

_COLUMNS = [
    RoundTable.id,
    RoundTable.number,
    RoundTable.name,
    RoundTable.overlap,
    RoundTable.seed,
    RoundTable.blind,
    RoundTable.deadline,
    RoundTable.created,
    RoundTable.closed,
    RoundTable.suggests,
]
_URGENCY = func.coalesce(RoundTable.deadline, "9999")


def add(tx: Transaction, project_id: str, made: Round, documents: Sequence[str], person: Person) -> None:
    """Keep a round with its documents, in their order."""
    tx.connection.execute(
        insert(RoundTable).values(
            id=made.id,
            project_id=project_id,
            number=made.number,
            name=made.name,
            overlap=made.overlap,
            seed=made.seed,
            blind=made.blind,
            deadline=made.deadline,
            user_id=person.id,
            created=made.created,
            closed=made.closed,
            suggests=made.suggests,
        )
    )
    tx.connection.execute(
        insert(RoundDocumentTable),
        [
            {"round_id": made.id, "document_id": document, "position": position}
            for position, document in enumerate(documents)
        ],
    )


def next_number(tx: Transaction, project_id: str) -> int:
    query = select(func.max(RoundTable.number)).where(RoundTable.project_id == project_id)
    return (tx.connection.execute(query).scalar() or 0) + 1


def by_number(tx: Transaction, project_id: str, number: int) -> Round | None:
    query = select(*_COLUMNS).where(RoundTable.project_id == project_id, RoundTable.number == number)
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else _round(row)


def in_project(tx: Transaction, project_id: str) -> list[Round]:
    """The rounds of a project, the newest first."""
    query = select(*_COLUMNS).where(RoundTable.project_id == project_id).order_by(RoundTable.number.desc())
    return [_round(row) for row in tx.connection.execute(query)]


def change(tx: Transaction, round_id: str, **values: Any) -> None:
    """Write what is to be different about a round."""
    tx.connection.execute(update(RoundTable).where(RoundTable.id == round_id).values(**values))


def documents(tx: Transaction, round_id: str) -> list[tuple[str, str]]:
    """The ids and titles of a round's documents that are still there, in its order."""
    rows = tx.connection.execute(
        select(DocumentTable.id, DocumentTable.title)
        .join(RoundDocumentTable, RoundDocumentTable.document_id == DocumentTable.id)
        .where(RoundDocumentTable.round_id == round_id, DocumentTable.deleted.is_(None))
        .order_by(RoundDocumentTable.position)
    )
    return [(row.id, row.title) for row in rows]


def some_documents(
    tx: Transaction, project_id: str, round_id: str, first: int, most: int
) -> list[tuple[str, str]]:
    """Some of them, in the same order; of no others their rows are read."""
    place = (
        select(RoundDocumentTable.document_id, RoundDocumentTable.position)
        .where(RoundDocumentTable.round_id == round_id, RoundDocumentTable.document_id.not_in(gone(project_id)))
        .order_by(RoundDocumentTable.position)
        .offset(first)
        .limit(most)
        .subquery()
    )
    rows = tx.connection.execute(
        select(DocumentTable.id, DocumentTable.title)
        .join(place, place.c.document_id == DocumentTable.id)
        .order_by(place.c.position)
    )
    return [(row.id, row.title) for row in rows]


def count_documents(tx: Transaction, project_id: str, round_id: str) -> int:
    """How many documents stand in a round of a project."""
    standing = RoundDocumentTable.round_id == round_id
    counted = select(func.count()).select_from(RoundDocumentTable).where(standing)
    lost = counted.where(RoundDocumentTable.document_id.in_(gone(project_id)))
    some = tx.connection.execute(gone(project_id).limit(1)).first() is not None
    every = tx.connection.execute(counted).scalar_one()
    return every - (tx.connection.execute(lost).scalar_one() if some else 0)


def in_rounds(tx: Transaction, project_id: str) -> set[str]:
    """The ids of the documents that stand in any round of a project."""
    query = (
        select(RoundDocumentTable.document_id)
        .join(RoundTable, RoundTable.id == RoundDocumentTable.round_id)
        .where(RoundTable.project_id == project_id)
    )
    return set(tx.connection.execute(query).scalars())


def count_in_rounds(tx: Transaction, project_id: str, among: Sequence[ColumnElement[bool]]) -> int:
    """How many of the documents under some conditions stand in any round of a project."""
    query = select(func.count(DocumentTable.id)).where(*among, _in_round(project_id))
    return tx.connection.execute(query).scalar_one()


def count_in_any_round(tx: Transaction, project_id: str) -> int:
    """How many of all the documents of a project stand in any of its rounds.

    Rounds keep the documents that they were made of, so those of the same rounds are counted once; of what was
    taken away since, of which there is little, it is asked each time.
    """
    rounds = select(RoundTable.id).where(RoundTable.project_id == project_id).order_by(RoundTable.id)
    these = tuple(tx.connection.execute(rounds).scalars())
    counted = select(func.count(RoundDocumentTable.document_id.distinct())).where(
        RoundDocumentTable.round_id.in_(rounds.order_by(None))
    )
    every = tx.keep(
        ("documents of rounds", *these), lambda: (tx.connection.execute(counted).scalar_one(), len(these))
    )
    lost = counted.where(RoundDocumentTable.document_id.in_(gone(project_id)))
    return every - tx.connection.execute(lost).scalar_one()


def first_free(tx: Transaction, project_id: str, most: int) -> list[str]:
    """The first documents of a project that stand in no round."""
    query = (
        select(DocumentTable.id)
        .where(DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None), ~_in_round(project_id))
        .order_by(DocumentTable.position)
        .limit(most)
    )
    return list(tx.connection.execute(query).scalars())


def _in_round(project_id: str) -> ColumnElement[bool]:
    return exists().where(
        RoundDocumentTable.document_id == DocumentTable.id,
        RoundTable.id == RoundDocumentTable.round_id,
        RoundTable.project_id == project_id,
    )


def people(tx: Transaction, round_id: str) -> dict[str, str]:
    """Those who take part in a round: for each one's id the name, by name."""
    rows = tx.connection.execute(
        select(UserTable.id, UserTable.name)
        .join(RoundPersonTable, RoundPersonTable.user_id == UserTable.id)
        .where(RoundPersonTable.round_id == round_id, RoundPersonTable.left.is_(None))
    ).all()
    return {row.id: row.name for row in sorted(rows, key=lambda row: row.name.casefold())}


def set_person(tx: Transaction, round_id: str, user_id: str, *, takes_part: bool) -> None:
    """Let somebody take part in a round, or note that they left it."""
    left = None if takes_part else tx.now
    changed = tx.connection.execute(
        update(RoundPersonTable)
        .where(RoundPersonTable.round_id == round_id, RoundPersonTable.user_id == user_id)
        .values(left=left)
    )
    if not changed.rowcount:
        tx.connection.execute(insert(RoundPersonTable).values(round_id=round_id, user_id=user_id, left=left))


def assigned(tx: Transaction, round_id: str, among: Sequence[str] | None = None) -> list[Assigned]:
    """Every document that somebody has in this round, with the state of their layer; those of who left as well.

    Where ``among`` is given, of these documents alone.
    """
    query = _assigned().where(*_of(round_id, among))
    return [_one(row) for row in tx.connection.execute(query)]


def _of(round_id: str, among: Sequence[str] | None) -> list[ColumnElement[bool]]:
    """The assignments of a round; where ``among`` is given, of these documents alone, by which they are found."""
    if among is None:
        return [AssignmentTable.round_id == round_id]
    return [AssignmentTable.document_id.in_(among), only_tested(AssignmentTable.round_id) == round_id]


def codes(
    tx: Transaction, round_id: str, among: Sequence[str] | None = None
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Of every span by whom it was assigned to: the document's id, the annotator's name, label and attributes."""
    rows = tx.connection.execute(
        select(AssignmentTable.document_id, UserTable.name, SpanTable.label, SpanTable.attributes)
        .join(UserTable, UserTable.id == AssignmentTable.user_id)
        .join(
            LayerTable,
            and_(LayerTable.document_id == AssignmentTable.document_id, LayerTable.name == UserTable.name),
        )
        .join(SpanTable, SpanTable.layer_id == LayerTable.id)
        .where(
            AssignmentTable.withdrawn.is_(None),
            SpanTable.deleted.is_(None),
            *_of(round_id, among),
        )
    )
    for row in rows:
        yield row.document_id, row.name, row.label, row.attributes


def described(
    tx: Transaction, round_id: str, among: Sequence[str] | None = None
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Of every layer by whom it was assigned to: the document's id, the annotator's name, what is said there."""
    rows = tx.connection.execute(
        select(AssignmentTable.document_id, UserTable.name, LayerTable.attributes)
        .join(UserTable, UserTable.id == AssignmentTable.user_id)
        .join(
            LayerTable,
            and_(LayerTable.document_id == AssignmentTable.document_id, LayerTable.name == UserTable.name),
        )
        .where(AssignmentTable.withdrawn.is_(None), *_of(round_id, among))
    )
    for row in rows:
        yield row.document_id, row.name, row.attributes


def give_out(tx: Transaction, round_id: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Put documents of a new round into queues, of which nobody has had any yet."""
    rows = [
        {"round_id": round_id, "document_id": document_id, "user_id": user_id, "given": tx.now}
        for document_id, user_id in pairs
    ]
    if rows:
        tx.connection.execute(insert(AssignmentTable), rows)
        # Nobody else knows of this round: people are held as late as can be.
        reached.hold(tx, {row["user_id"] for row in rows})
        reached.settle(tx, AssignmentTable.round_id == round_id)


def give(tx: Transaction, round_id: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Put documents into queues: pairs of a document's and a person's id."""
    for user_id, some, these in _some_of_each(tx, round_id, pairs):
        had = set(tx.connection.execute(select(AssignmentTable.document_id).where(*these)).scalars())
        tx.connection.execute(update(AssignmentTable).where(*these).values(withdrawn=None))
        fresh = [
            {"round_id": round_id, "document_id": one, "user_id": user_id, "given": tx.now}
            for one in some
            if one not in had
        ]
        if fresh:
            tx.connection.execute(insert(AssignmentTable), fresh)
        reached.settle(tx, *these)


def withdraw(tx: Transaction, round_id: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Take documents out of queues; what was done on them stays."""
    for _, _, these in _some_of_each(tx, round_id, pairs):
        tx.connection.execute(update(AssignmentTable).where(*these).values(withdrawn=tx.now))


def _some_of_each(
    tx: Transaction, round_id: str, pairs: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, Sequence[str], tuple[ColumnElement[bool], ...]]]:
    """For each person some documents of theirs at a time, and what says which assignments these are.

    From now until it is done no layer of any of them comes to another state.
    """
    table = AssignmentTable
    of_each: dict[str, list[str]] = {}
    for document_id, user_id in pairs:
        of_each.setdefault(user_id, []).append(document_id)
    reached.hold(tx, of_each)
    for user_id, given in sorted(of_each.items()):
        for start in range(0, len(given), AT_ONCE):
            some = given[start : start + AT_ONCE]
            yield (
                user_id,
                some,
                (
                    table.round_id == round_id,
                    table.user_id == user_id,
                    table.document_id.in_(some),
                ),
            )


def any_in(tx: Transaction, project_id: str) -> bool:
    query = select(RoundTable.id).where(RoundTable.project_id == project_id).limit(1)
    return tx.connection.execute(query).first() is not None


def queue(tx: Transaction, project_id: str, user_id: str) -> list[Assigned]:
    """What somebody has to annotate in a project's open rounds, the most urgent first, each document once."""
    rows = tx.connection.execute(_queue(project_id, user_id))
    once: dict[str, Assigned] = {}
    for row in rows:
        once.setdefault(row.document_id, _one(row))
    return list(once.values())


def place_in_queue(
    tx: Transaction, project_id: str, user_id: str, document_id: str
) -> tuple[str | None, str | None] | None:
    """The documents before and after one in the same order; None where it is not in the queue.

    Nothing is read but what stands next to it, however long the queue is.
    """
    rounds = _open_rounds(tx, project_id, user_id)
    for number, one in enumerate(rounds):
        here = _given(project_id, user_id, one, rounds[:number]).where(AssignmentTable.document_id == document_id)
        position = tx.connection.execute(here.add_columns(RoundDocumentTable.position)).one_or_none()
        if position is not None:
            return (
                _nearest(tx, project_id, user_id, rounds, (number, position.position), after=False),
                _nearest(tx, project_id, user_id, rounds, (number, position.position), after=True),
            )
    return None


def _nearest(
    tx: Transaction, project_id: str, user_id: str, rounds: Sequence[str], place: tuple[int, int], *, after: bool
) -> str | None:
    """What stands after, or before, a position in a round of the queue, or else in those that come then."""
    number, position = place
    column = RoundDocumentTable.position
    order = column if after else column.desc()
    further = range(number, len(rounds)) if after else range(number, -1, -1)
    for at in further:
        query = _given(project_id, user_id, rounds[at], rounds[:at])
        if at == number:
            query = query.where(column > position if after else column < position)
        if found := tx.connection.execute(query.order_by(order).limit(1)).scalar():
            return found
    return None


def next_in_queue(tx: Transaction, project_id: str, user_id: str) -> tuple[str, LayerState] | None:
    """The first document of somebody's queue that is not complete, and the state of their layer on it."""
    return reached.next_open(tx, project_id, user_id, _open_rounds(tx, project_id, user_id))


def queued(tx: Transaction, project_id: str, user_id: str, among: Sequence[str]) -> set[str]:
    """Which of a few documents stand in somebody's queue."""
    rounds = _open_rounds(tx, project_id, user_id)
    query = select(AssignmentTable.document_id).where(
        AssignmentTable.document_id.in_(among),
        only_tested(AssignmentTable.user_id) == user_id,
        only_tested(AssignmentTable.round_id).in_(rounds),
        AssignmentTable.withdrawn.is_(None),
    )
    return set(tx.connection.execute(query).scalars())


def progress(tx: Transaction, project_id: str, user_id: str) -> tuple[int, int]:
    """How many documents somebody has in their queue, and how many of these are complete."""
    return reached.progress(tx, project_id, user_id, _open_rounds(tx, project_id, user_id))


def _open_rounds(tx: Transaction, project_id: str, user_id: str) -> list[str]:
    """The ids of the rounds that fill somebody's queue, in its order."""
    given = exists().where(AssignmentTable.round_id == RoundTable.id, AssignmentTable.user_id == user_id)
    query = (
        select(RoundTable.id)
        .where(RoundTable.project_id == project_id, RoundTable.closed.is_(None), given)
        .order_by(_URGENCY, RoundTable.number)
    )
    return list(tx.connection.execute(query).scalars())


def _given(project_id: str, user_id: str, round_id: str, earlier: Sequence[str]) -> Select[str]:
    """The documents that somebody has in a round, without those that an earlier one of their queue has."""
    query = (
        select(AssignmentTable.document_id)
        .select_from(RoundDocumentTable)
        .join(
            AssignmentTable,
            and_(
                AssignmentTable.round_id == RoundDocumentTable.round_id,
                AssignmentTable.document_id == RoundDocumentTable.document_id,
            ),
        )
        .where(
            RoundDocumentTable.round_id == round_id,
            AssignmentTable.user_id == user_id,
            AssignmentTable.withdrawn.is_(None),
            AssignmentTable.document_id.not_in(gone(project_id)),
        )
    )
    if not earlier:
        return query
    other = aliased(AssignmentTable)
    return query.where(
        ~exists().where(
            other.document_id == RoundDocumentTable.document_id,
            other.user_id == user_id,
            other.round_id.in_(earlier),
            other.withdrawn.is_(None),
        )
    )


def _queue(project_id: str, user_id: str) -> Select[*tuple[Any, ...]]:
    return (
        _assigned()
        .join(RoundTable, RoundTable.id == AssignmentTable.round_id)
        .join(
            RoundDocumentTable,
            and_(
                RoundDocumentTable.round_id == AssignmentTable.round_id,
                RoundDocumentTable.document_id == AssignmentTable.document_id,
            ),
        )
        .where(
            RoundTable.project_id == project_id, RoundTable.closed.is_(None), AssignmentTable.user_id == user_id
        )
        .order_by(_URGENCY, RoundTable.number, RoundDocumentTable.position)
    )


def _assigned() -> Select[*tuple[Any, ...]]:
    return (
        select(
            AssignmentTable.document_id,
            AssignmentTable.user_id,
            UserTable.name,
            LayerTable.state,
            LayerTable.updated,
        )
        .join(UserTable, UserTable.id == AssignmentTable.user_id)
        .join(DocumentTable, DocumentTable.id == AssignmentTable.document_id)
        .outerjoin(
            LayerTable,
            and_(LayerTable.document_id == AssignmentTable.document_id, LayerTable.name == UserTable.name),
        )
        .where(AssignmentTable.withdrawn.is_(None), DocumentTable.deleted.is_(None))
    )


def _one(row: Row[*tuple[Any, ...]]) -> Assigned:
    return Assigned(row.document_id, row.user_id, row.name, row.state or "new", row.updated)


def _round(row: Row[*tuple[Any, ...]]) -> Round:
    return Round(*row)
