"""Precedents: decisions kept as rules, numbered under their label for good."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from annotator.store.engine import Transaction
from annotator.store.schema import PrecedentTable


@dataclass(frozen=True, slots=True)
class Precedent:
    """A rule under a label, and the passage that it was made about."""

    id: str
    project_id: str
    label: str
    number: int
    rule: str
    document_id: str
    start: int
    end: int


_COLUMNS = (
    PrecedentTable.id,
    PrecedentTable.project_id,
    PrecedentTable.label,
    PrecedentTable.number,
    PrecedentTable.rule,
    PrecedentTable.document_id,
    PrecedentTable.start,
    PrecedentTable.end,
)


def of_project(tx: Transaction, project_id: str) -> list[Precedent]:
    """The precedents of a project that stand, by label and number."""
    query = select(*_COLUMNS).where(PrecedentTable.project_id == project_id, PrecedentTable.deleted.is_(None))
    return sorted(
        (Precedent(*row) for row in tx.connection.execute(query)), key=lambda one: (one.label, one.number)
    )


def by_id(tx: Transaction, precedent_id: str) -> Precedent | None:
    """A precedent that stands."""
    query = select(*_COLUMNS).where(PrecedentTable.id == precedent_id, PrecedentTable.deleted.is_(None))
    row = tx.connection.execute(query).one_or_none()
    return row and Precedent(*row)


def next_number(tx: Transaction, project_id: str, label: str) -> int:
    """The number of the next rule under a label; one that was withdrawn keeps its own."""
    query = select(func.max(PrecedentTable.number)).where(
        PrecedentTable.project_id == project_id, PrecedentTable.label == label
    )
    return (tx.connection.execute(query).scalar() or 0) + 1


def add(tx: Transaction, one: Precedent, *, decision_id: str | None, user_id: str) -> None:
    tx.connection.execute(
        insert(PrecedentTable).values(
            id=one.id,
            project_id=one.project_id,
            label=one.label,
            number=one.number,
            rule=one.rule,
            document_id=one.document_id,
            start=one.start,
            end=one.end,
            decision_id=decision_id,
            user_id=user_id,
            created=tx.now,
        )
    )


def relabel(tx: Transaction, project_id: str, name: str, other: str) -> None:
    """Let the rules under a label stand under another name of it."""
    tx.connection.execute(
        update(PrecedentTable)
        .where(PrecedentTable.project_id == project_id, PrecedentTable.label == name)
        .values(label=other)
    )


def set_rule(tx: Transaction, precedent_id: str, rule: str) -> None:
    tx.connection.execute(update(PrecedentTable).where(PrecedentTable.id == precedent_id).values(rule=rule))


def set_deleted(tx: Transaction, precedent_id: str, by: str | None) -> None:
    tx.connection.execute(
        update(PrecedentTable).where(PrecedentTable.id == precedent_id).values(deleted=tx.now, deleted_by=by)
    )


def in_documents(tx: Transaction, document_ids: Sequence[str]) -> list[Precedent]:
    """The precedents that were made about these documents and stand."""
    query = select(*_COLUMNS).where(PrecedentTable.document_id.in_(document_ids), PrecedentTable.deleted.is_(None))
    return [Precedent(*row) for row in tx.connection.execute(query)]


def numbers(tx: Transaction, project_id: str) -> set[tuple[str, int]]:
    """The labels and numbers that are taken, also those of rules that were withdrawn."""
    query = select(PrecedentTable.label, PrecedentTable.number).where(PrecedentTable.project_id == project_id)
    return {(label, number) for label, number in tx.connection.execute(query)}
