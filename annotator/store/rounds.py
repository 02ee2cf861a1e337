"""Rounds, their documents and people, and who has which document in their queue."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, Subquery, and_, func, insert, select, update

from annotator.domain.permission import Person
from annotator.domain.round import Assigned, Round
from annotator.store.engine import Transaction
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
]


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


def in_rounds(tx: Transaction, project_id: str) -> set[str]:
    """The ids of the documents that stand in any round of a project."""
    query = (
        select(RoundDocumentTable.document_id)
        .join(RoundTable, RoundTable.id == RoundDocumentTable.round_id)
        .where(RoundTable.project_id == project_id)
    )
    return set(tx.connection.execute(query).scalars())


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


def assigned(tx: Transaction, round_id: str) -> list[Assigned]:
    """Every document that somebody has in this round, with the state of their layer; those of who left as well."""
    query = _assigned().where(AssignmentTable.round_id == round_id)
    return [_one(row) for row in tx.connection.execute(query)]


def codes(tx: Transaction, round_id: str) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
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
            AssignmentTable.round_id == round_id,
            AssignmentTable.withdrawn.is_(None),
            SpanTable.deleted.is_(None),
        )
    )
    for row in rows:
        yield row.document_id, row.name, row.label, row.attributes


def described(tx: Transaction, round_id: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Of every layer by whom it was assigned to: the document's id, the annotator's name, what is said there."""
    rows = tx.connection.execute(
        select(AssignmentTable.document_id, UserTable.name, LayerTable.attributes)
        .join(UserTable, UserTable.id == AssignmentTable.user_id)
        .join(
            LayerTable,
            and_(LayerTable.document_id == AssignmentTable.document_id, LayerTable.name == UserTable.name),
        )
        .where(AssignmentTable.round_id == round_id, AssignmentTable.withdrawn.is_(None))
    )
    for row in rows:
        yield row.document_id, row.name, row.attributes


def give(tx: Transaction, round_id: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Put documents into queues: pairs of a document's and a person's id."""
    for document_id, user_id in pairs:
        again = _set_withdrawn(tx, round_id, document_id, user_id, None)
        if not again:
            tx.connection.execute(
                insert(AssignmentTable).values(
                    round_id=round_id, document_id=document_id, user_id=user_id, given=tx.now
                )
            )


def withdraw(tx: Transaction, round_id: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Take documents out of queues; what was done on them stays."""
    for document_id, user_id in pairs:
        _set_withdrawn(tx, round_id, document_id, user_id, tx.now)


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
    """The documents before and after one in the same order; None where it is not in the queue."""
    found = _once(project_id, user_id)
    order = (found.c.urgency, found.c.number, found.c.position)
    row = func.lag(found.c.document_id).over(order_by=order), func.lead(found.c.document_id).over(order_by=order)
    beside = select(found.c.document_id, row[0].label("before"), row[1].label("after")).subquery()
    here = tx.connection.execute(
        select(beside.c.before, beside.c.after).where(beside.c.document_id == document_id)
    ).one_or_none()
    return None if here is None else (here.before, here.after)


def progress(tx: Transaction, project_id: str, user_id: str) -> tuple[int, int]:
    """How many documents somebody has in their queue, and how many of these are complete."""
    found = _once(project_id, user_id)
    complete = func.count().filter(found.c.state == "complete")
    every, done = tx.connection.execute(select(func.count(), complete).select_from(found)).one()
    return every, done


def _once(project_id: str, user_id: str) -> Subquery:
    """The queue, each document once: where it is the most urgent."""
    found = _queue(project_id, user_id).subquery()
    first = func.row_number().over(
        partition_by=found.c.document_id, order_by=(found.c.urgency, found.c.number, found.c.position)
    )
    ranked = select(*found.c, first.label("rank")).subquery()
    return select(*ranked.c).where(ranked.c.rank == 1).subquery()


def _queue(project_id: str, user_id: str) -> Select[*tuple[Any, ...]]:
    urgency = func.coalesce(RoundTable.deadline, "9999").label("urgency")
    return (
        _assigned()
        .add_columns(urgency, RoundTable.number, RoundDocumentTable.position)
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
        .order_by(urgency, RoundTable.number, RoundDocumentTable.position)
    )


def _set_withdrawn(tx: Transaction, round_id: str, document_id: str, user_id: str, moment: str | None) -> bool:
    changed = tx.connection.execute(
        update(AssignmentTable)
        .where(
            AssignmentTable.round_id == round_id,
            AssignmentTable.document_id == document_id,
            AssignmentTable.user_id == user_id,
        )
        .values(withdrawn=moment)
    )
    return bool(changed.rowcount)


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
