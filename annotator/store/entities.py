"""Entries of a project's registry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from annotator.domain.entity import Entity
from annotator.domain.entity_tree import entity_from_tree, entity_to_tree
from annotator.store.engine import Transaction
from annotator.store.schema import EntityTable, UserTable


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity as it stands in a registry.

    ``by`` made it, None where the command line's operator did. It is a proposal until somebody ``accepted`` it.
    """

    id: str
    entity: Entity
    version: int
    user_id: str | None
    by: str | None
    created: str
    updated: str
    accepted: bool
    deleted: bool


_QUERY = (
    select(
        EntityTable.id,
        EntityTable.key,
        EntityTable.sort,
        EntityTable.values,
        EntityTable.version,
        EntityTable.user_id,
        UserTable.name.label("by"),
        EntityTable.created,
        EntityTable.updated,
        EntityTable.accepted,
        EntityTable.merged_into,
        EntityTable.deleted,
    )
    .outerjoin(UserTable, UserTable.id == EntityTable.user_id)
    .where(EntityTable.project_id == bindparam("project"))
)

_STATE = select(func.count(), func.sum(EntityTable.version)).where(EntityTable.project_id == bindparam("project"))


def of_project(tx: Transaction, project_id: str) -> dict[str, Entry]:
    """All entries that a project ever had, by key in its order; deleted and merged ones too."""
    state = tx.connection.execute(_STATE, {"project": project_id}).one()

    def load() -> tuple[dict[str, Entry], int]:
        found = [_entry(row) for row in tx.connection.execute(_QUERY, {"project": project_id})]
        return {one.entity.key: one for one in sorted(found, key=lambda one: one.entity.key)}, len(found) * 500

    # Each write makes a version one higher, and no row is taken away: no two states of a registry are alike.
    return tx.keep(("registry", project_id, *state), load)


def by_key(tx: Transaction, project_id: str, key: str) -> Entry | None:
    """An entry, deleted or merged or not."""
    row = tx.connection.execute(_QUERY.where(EntityTable.key == key), {"project": project_id}).one_or_none()
    return None if row is None else _entry(row)


def add(
    tx: Transaction, project_id: str, entities: Iterable[Entity], *, user_id: str | None, accepted: bool
) -> None:
    """Keep new entries."""
    rows = [
        {
            "id": tx.new_id(),
            "project_id": project_id,
            "version": 1,
            "user_id": user_id,
            "created": tx.now,
            "updated": tx.now,
            "accepted": tx.now if accepted else None,
            "accepted_by": user_id if accepted else None,
            **_columns(one),
        }
        for one in entities
    ]
    if rows:
        tx.connection.execute(insert(EntityTable), rows)


def put(tx: Transaction, entry: Entry, entity: Entity) -> bool:
    """Let an entry be ``entity``; False where somebody was faster."""
    return _set(tx, entry, _columns(entity))


def set_accepted(tx: Transaction, entry: Entry, by: str | None, *, accepted: bool = True) -> bool:
    """Let a proposal be an entry for everybody, or one that was accepted a proposal again."""
    return _set(tx, entry, {"accepted": tx.now if accepted else None, "accepted_by": by if accepted else None})


def set_deleted(tx: Transaction, entry: Entry, by: str | None, *, deleted: bool) -> bool:
    """Take an entry away, or bring it back."""
    return _set(tx, entry, {"deleted": tx.now if deleted else None, "deleted_by": by if deleted else None})


def _set(tx: Transaction, entry: Entry, values: Mapping[str, Any]) -> bool:
    changed = tx.connection.execute(
        update(EntityTable)
        .where(EntityTable.id == entry.id, EntityTable.version == entry.version)
        .values(**values, version=entry.version + 1, updated=tx.now)
    )
    return bool(changed.rowcount)


def _columns(one: Entity) -> dict[str, Any]:
    tree = entity_to_tree(one)
    apart = {"key": one.key, "sort": one.sort, "merged_into": one.merged_into}
    return {**apart, "values": {key: value for key, value in tree.items() if key not in apart}}


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    apart = {"key": row.key, "sort": row.sort, "merged_into": row.merged_into}
    return Entry(
        id=row.id,
        entity=entity_from_tree({**row._mapping["values"], **apart}),  # noqa: SLF001 - SQLAlchemy's public name
        version=row.version,
        user_id=row.user_id,
        by=row.by,
        created=row.created,
        updated=row.updated,
        accepted=row.accepted is not None,
        deleted=row.deleted is not None,
    )
