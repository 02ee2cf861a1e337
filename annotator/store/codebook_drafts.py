"""What people are making of a codebook, each their own draft, until it is a version."""

from sqlalchemy import ColumnElement, and_, insert, select, update

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.store.engine import Transaction
from annotator.store.schema import CodebookDraftTable


def of_person(tx: Transaction, project_id: str, user_id: str) -> Codebook | None:
    """Somebody's draft, under the version that it was begun from; None where they have none."""
    query = select(CodebookDraftTable.base, CodebookDraftTable.tree).where(
        _theirs(project_id, user_id), CodebookDraftTable.ended.is_(None)
    )
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else codebook_from_tree(row.tree, row.base)


def of_project(tx: Transaction, project_id: str) -> dict[str, Codebook]:
    """Everybody's drafts, by the person's id."""
    query = select(CodebookDraftTable.user_id, CodebookDraftTable.base, CodebookDraftTable.tree).where(
        CodebookDraftTable.project_id == project_id, CodebookDraftTable.ended.is_(None)
    )
    rows = tx.connection.execute(query.order_by(CodebookDraftTable.user_id))
    return {row.user_id: codebook_from_tree(row.tree, row.base) for row in rows}


def keep(tx: Transaction, project_id: str, user_id: str, book: Codebook) -> None:
    """Keep ``book`` as somebody's draft; its version is the one that it was begun from."""
    values = {"base": book.version, "tree": codebook_to_tree(book), "updated": tx.now, "ended": None}
    changed = tx.connection.execute(
        update(CodebookDraftTable).where(_theirs(project_id, user_id)).values(**values)
    )
    if not changed.rowcount:
        tx.connection.execute(insert(CodebookDraftTable).values(project_id=project_id, user_id=user_id, **values))


def end(tx: Transaction, project_id: str, user_id: str) -> None:
    """End a draft: it is a version now, or not wanted."""
    tx.connection.execute(update(CodebookDraftTable).where(_theirs(project_id, user_id)).values(ended=tx.now))


def _theirs(project_id: str, user_id: str) -> ColumnElement[bool]:
    return and_(CodebookDraftTable.project_id == project_id, CodebookDraftTable.user_id == user_id)
