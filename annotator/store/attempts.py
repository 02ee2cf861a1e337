"""How often something was tried within a time, counted for all servers of a database by its own clock."""

from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from annotator.store.engine import Transaction
from annotator.store.schema import AttemptTable

# Of the statement's own moment: that of the transaction may be long ago.
_NOW = func.extract("epoch", func.clock_timestamp())


def count(tx: Transaction, key: str, seconds: float, amount: int) -> int:
    """Count ``amount`` more tries of ``key``; how many there are within ``seconds`` of the first."""
    over = AttemptTable.expires <= _NOW
    tried = (
        insert(AttemptTable)
        .values(key=key, number=amount, expires=_NOW + seconds)
        .on_conflict_do_update(
            index_elements=[AttemptTable.key],
            set_={
                "number": case((over, amount), else_=AttemptTable.number + amount),
                "expires": case((over, _NOW + seconds), else_=AttemptTable.expires),
            },
        )
        .returning(AttemptTable.number)
    )
    return tx.connection.execute(tried).scalar_one()


def counted(tx: Transaction, key: str) -> int:
    """How often ``key`` was tried so far."""
    query = select(AttemptTable.number).where(AttemptTable.key == key, AttemptTable.expires > _NOW)
    return tx.connection.execute(query).scalar() or 0


def ends(tx: Transaction, key: str) -> float:
    """In how many seconds ``key`` begins anew."""
    query = select(AttemptTable.expires - _NOW).where(AttemptTable.key == key, AttemptTable.expires > _NOW)
    return float(tx.connection.execute(query).scalar() or 0)


def forget(tx: Transaction, key: str) -> None:
    """Let ``key`` begin anew."""
    tx.connection.execute(delete(AttemptTable).where(AttemptTable.key == key))


def forget_old(tx: Transaction) -> None:
    """Throw away what is over."""
    tx.connection.execute(delete(AttemptTable).where(AttemptTable.expires <= _NOW))
