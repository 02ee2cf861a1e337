"""Files that wait between being looked at and being imported: in the database, so that any server has them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from annotator.store.engine import Transaction
from annotator.store.schema import UploadPieceTable, UploadTable

PIECE = 1_000_000
"""Bytes of a file that are kept in one row."""


def add(tx: Transaction, batch: str, user_id: str | None, files: Sequence[tuple[str, bytes]]) -> None:
    """Keep files, by name and bytes, under an id."""
    tx.connection.execute(
        insert(UploadTable).values(
            id=batch,
            user_id=user_id,
            names=[name for name, _ in files],
            size=sum(len(data) for _, data in files),
            aside=False,
            created=tx.now,
        )
    )
    for number, (_, data) in enumerate(files):
        for piece, start in enumerate(range(0, len(data), PIECE)):
            values = {"upload_id": batch, "file": number, "piece": piece, "data": data[start : start + PIECE]}
            tx.connection.execute(insert(UploadPieceTable).values(values))


def names(tx: Transaction, batch: str, user_id: str | None, *, aside: bool) -> list[str] | None:
    """The names of the files of somebody's batch that waits, or is set aside; None where there is none."""
    query = _own(select(UploadTable.names), batch, user_id).where(UploadTable.aside.is_(aside))
    found: list[str] | None = tx.connection.execute(query).scalar()
    return found


def size(tx: Transaction, batch: str) -> int:
    """How many bytes a batch has."""
    return tx.connection.execute(select(UploadTable.size).where(UploadTable.id == batch)).scalar_one()


def data(tx: Transaction, batch: str, file: int) -> bytes:
    """The bytes of one file."""
    query = (
        select(UploadPieceTable.data)
        .where(UploadPieceTable.upload_id == batch, UploadPieceTable.file == file)
        .order_by(UploadPieceTable.piece)
    )
    return b"".join(tx.connection.execute(query).scalars())


def set_choices(tx: Transaction, batch: str, user_id: str | None, choices: Any) -> bool:
    """Keep what was chosen for somebody's batch; False where there is no such batch."""
    return tx.connection.execute(_own(update(UploadTable), batch, user_id).values(choices=choices)).rowcount > 0


def choices(tx: Transaction, batch: str, user_id: str | None) -> Any:
    """What was chosen for somebody's batch."""
    return tx.connection.execute(_own(select(UploadTable.choices), batch, user_id)).scalar()


def set_aside(tx: Transaction, batch: str, user_id: str | None) -> bool:
    """Take somebody's batch away from whoever asks for it again; False where there is none, or no longer."""
    query = _own(update(UploadTable), batch, user_id).where(UploadTable.aside.is_(False))
    return tx.connection.execute(query.values(aside=True)).rowcount > 0


def waiting(tx: Transaction, user_id: str | None) -> list[str]:
    """The batches of somebody that wait, the newest first."""
    query = (
        select(UploadTable.id)
        .where(UploadTable.user_id == user_id, UploadTable.aside.is_(False))
        .order_by(UploadTable.created.desc(), UploadTable.id)
    )
    return list(tx.connection.execute(query).scalars())


def before(tx: Transaction, moment: str) -> Iterator[str]:
    """The batches that were kept before a moment."""
    yield from tx.connection.execute(select(UploadTable.id).where(UploadTable.created < moment)).scalars().all()


def remove(tx: Transaction, batch: str) -> None:
    """Throw a batch away."""
    tx.connection.execute(delete(UploadPieceTable).where(UploadPieceTable.upload_id == batch))
    tx.connection.execute(delete(UploadTable).where(UploadTable.id == batch))


def _own(query: Any, batch: str, user_id: str | None) -> Any:
    return query.where(UploadTable.id == batch, UploadTable.user_id == user_id)
