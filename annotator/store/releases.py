"""Releases: kept whole, in pieces, and only ever added."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select

from annotator.domain.naming import name_key
from annotator.store.engine import Transaction
from annotator.store.schema import ReleasePieceTable, ReleaseTable, UserTable

PIECE = 1 << 16
"""Bytes in a piece: a backup holds some hundred pieces in memory at a time."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release that is kept. ``about`` is what it says of itself; ``by`` is None for the operator."""

    id: str
    name: str
    about: Any
    size: int
    sha256: str
    by: str | None
    created: str


_QUERY = select(
    ReleaseTable.id,
    ReleaseTable.name,
    ReleaseTable.about,
    ReleaseTable.size,
    ReleaseTable.sha256,
    UserTable.name.label("by"),
    ReleaseTable.created,
).outerjoin(UserTable, UserTable.id == ReleaseTable.user_id)


def of_project(tx: Transaction, project_id: str) -> list[Release]:
    """The releases of a project, the newest first."""
    query = _QUERY.where(ReleaseTable.project_id == project_id)
    return [
        _release(row)
        for row in tx.connection.execute(query.order_by(ReleaseTable.created.desc(), ReleaseTable.id))
    ]


def by_name(tx: Transaction, project_id: str, name: str) -> Release | None:
    """The release of that name, in upper or lower case."""
    query = _QUERY.where(ReleaseTable.project_id == project_id, ReleaseTable.name_key == name_key(name))
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else _release(row)


def add(tx: Transaction, project_id: str, user_id: str | None, kept: Release, archive: Iterable[bytes]) -> None:
    """Keep a release with the pieces of its archive."""
    tx.connection.execute(
        insert(ReleaseTable).values(
            id=kept.id,
            project_id=project_id,
            name=kept.name,
            name_key=name_key(kept.name),
            about=kept.about,
            size=kept.size,
            sha256=kept.sha256,
            user_id=user_id,
            created=kept.created,
        )
    )
    for number, piece in enumerate(archive):
        tx.connection.execute(insert(ReleasePieceTable).values(release_id=kept.id, number=number, data=piece))


def pieces(tx: Transaction, release_id: str) -> Iterator[bytes]:
    """The bytes of a release, one piece in memory at a time."""
    number = 0
    while (piece := _piece(tx, release_id, number)) is not None:
        yield piece
        number += 1


def ids(tx: Transaction) -> list[tuple[str, str, str]]:
    """The id, the name and the hash of every release of every project."""
    query = select(ReleaseTable.id, ReleaseTable.name, ReleaseTable.sha256).order_by(ReleaseTable.id)
    return [(row.id, row.name, row.sha256) for row in tx.connection.execute(query)]


def _piece(tx: Transaction, release_id: str, number: int) -> bytes | None:
    table = ReleasePieceTable
    query = select(table.data).where(table.release_id == release_id, table.number == number)
    found: bytes | None = tx.connection.execute(query).scalar_one_or_none()
    return found


def _release(row: Row[*tuple[Any, ...]]) -> Release:
    return Release(*row)
