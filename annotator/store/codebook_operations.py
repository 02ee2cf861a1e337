"""Operations on codebooks, and what each of them changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, insert, select, update

from annotator.domain.codebook_operation import Operation
from annotator.domain.operation_tree import operation_from_tree
from annotator.store.engine import Transaction
from annotator.store.lookup import AT_ONCE
from annotator.store.schema import CodebookChangeTable, CodebookOperationTable, UserTable


@dataclass(frozen=True, slots=True)
class Kept:
    """An operation that was done: the version that it made, and the one that took it back, if any.

    ``put_off`` are the spans of a split that are to be decided later, in that order.
    """

    id: str
    version: int
    operation: Operation
    undone: int | None
    put_off: tuple[str, ...]
    by: str | None
    created: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an operation made of one span, or of what a layer says of its document.

    ``before`` and ``after`` are a span's label, attributes and codebook version, or a layer's attributes.
    """

    subject: str
    layer_id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def add(tx: Transaction, project_id: str, version: int, operation: Operation, user_id: str | None) -> str:
    """Keep that ``operation`` made a version; its id."""
    operation_id = tx.new_id()
    tx.connection.execute(
        insert(CodebookOperationTable).values(
            id=operation_id,
            project_id=project_id,
            version=version,
            tree=operation.tree(),
            user_id=user_id,
            created=tx.now,
        )
    )
    return operation_id


def of_project(tx: Transaction, project_id: str) -> list[Kept]:
    """The operations on a project's codebook, the oldest first."""
    rows = tx.connection.execute(
        _QUERY.where(CodebookOperationTable.project_id == project_id).order_by(CodebookOperationTable.version)
    )
    return [_kept(row) for row in rows]


def by_id(tx: Transaction, project_id: str, operation_id: str) -> Kept | None:
    """One operation of a project."""
    row = tx.connection.execute(
        _QUERY.where(CodebookOperationTable.project_id == project_id, CodebookOperationTable.id == operation_id)
    ).one_or_none()
    return None if row is None else _kept(row)


def put_off(tx: Transaction, operation_id: str, spans: Sequence[str]) -> None:
    """Note which spans of a split are to be decided later."""
    tx.connection.execute(
        update(CodebookOperationTable).where(CodebookOperationTable.id == operation_id).values(put_off=list(spans))
    )


def set_undone(tx: Transaction, operation_id: str, version: int) -> None:
    """Note that a version took an operation back."""
    tx.connection.execute(
        update(CodebookOperationTable).where(CodebookOperationTable.id == operation_id).values(undone=version)
    )


def add_changes(tx: Transaction, operation_id: str, changes: Iterable[Change]) -> None:
    """Keep what an operation changed; of what it changed before, what it was at first."""
    rows = [
        {
            "operation_id": operation_id,
            "subject": one.subject,
            "layer_id": one.layer_id,
            "before": dict(one.before),
            "after": dict(one.after),
        }
        for one in changes
    ]
    for start in range(0, len(rows), AT_ONCE):
        tx.connection.execute(insert(CodebookChangeTable), rows[start : start + AT_ONCE])


def set_after(tx: Transaction, operation_id: str, subject: str, after: Mapping[str, Any]) -> bool:
    """Note what an operation made of something at last; False where it had not changed that yet."""
    changed = tx.connection.execute(
        update(CodebookChangeTable)
        .where(CodebookChangeTable.operation_id == operation_id, CodebookChangeTable.subject == subject)
        .values(after=dict(after))
    )
    return bool(changed.rowcount)


def changes_of(tx: Transaction, operation_id: str) -> list[Change]:
    """What an operation changed, in a fixed order."""
    rows = tx.connection.execute(
        select(*_CHANGE)
        .where(CodebookChangeTable.operation_id == operation_id)
        .order_by(CodebookChangeTable.layer_id, CodebookChangeTable.subject)
    )
    return [Change(*row) for row in rows]


def changes_of_spans(tx: Transaction, ids: Sequence[str]) -> dict[str, list[Change]]:
    """What the operations that stand changed of some spans, the newest first."""
    found: dict[str, list[Change]] = {}
    for start in range(0, len(ids), AT_ONCE):
        rows = tx.connection.execute(
            select(*_CHANGE)
            .join(CodebookOperationTable, CodebookOperationTable.id == CodebookChangeTable.operation_id)
            .where(CodebookChangeTable.subject.in_(ids[start : start + AT_ONCE]))
            .where(CodebookOperationTable.undone.is_(None))
            .order_by(CodebookOperationTable.version.desc())
        )
        for row in rows:
            found.setdefault(row.subject, []).append(Change(*row))
    return found


_CHANGE = (
    CodebookChangeTable.subject,
    CodebookChangeTable.layer_id,
    CodebookChangeTable.before,
    CodebookChangeTable.after,
)
_QUERY: Select[*tuple[Any, ...]] = select(
    CodebookOperationTable.id,
    CodebookOperationTable.version,
    CodebookOperationTable.tree,
    CodebookOperationTable.undone,
    CodebookOperationTable.put_off,
    UserTable.name.label("by"),
    CodebookOperationTable.created,
).outerjoin(UserTable, UserTable.id == CodebookOperationTable.user_id)


def _kept(row: Any) -> Kept:
    return Kept(
        row.id, row.version, operation_from_tree(row.tree), row.undone, tuple(row.put_off), row.by, row.created
    )
