"""Comments in their threads."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.orm import aliased

from annotator.domain.comment import Comment, Thread
from annotator.store.engine import Transaction
from annotator.store.schema import CommentTable, DocumentTable, LayerTable, SpanTable, UserTable

_RESOLVER = aliased(UserTable)
_FIRST = aliased(CommentTable)
_QUERY = (
    select(
        CommentTable.id,
        CommentTable.thread_id,
        CommentTable.project_id,
        CommentTable.label,
        CommentTable.document_id,
        CommentTable.span_id,
        LayerTable.name.label("layer"),
        CommentTable.user_id,
        UserTable.name.label("by"),
        CommentTable.text,
        CommentTable.created,
        CommentTable.changed,
        CommentTable.withdrawn,
        CommentTable.resolved,
        _RESOLVER.name.label("resolved_by"),
    )
    .join(_FIRST, _FIRST.id == CommentTable.thread_id)
    .join(UserTable, UserTable.id == CommentTable.user_id)
    .outerjoin(_RESOLVER, _RESOLVER.id == CommentTable.resolved_by)
    .outerjoin(SpanTable, SpanTable.id == CommentTable.span_id)
    .outerjoin(LayerTable, LayerTable.id == SpanTable.layer_id)
    .outerjoin(DocumentTable, DocumentTable.id == CommentTable.document_id)
    .where(DocumentTable.deleted.is_(None))
    .order_by(_FIRST.created, CommentTable.thread_id, CommentTable.created, CommentTable.id)
)


def of_project(tx: Transaction, project_id: str) -> list[Thread]:
    """The threads of a project, the oldest first; those of removed documents are left out."""
    return _threads(tx, CommentTable.project_id == project_id)


def of_document(tx: Transaction, document_id: str) -> list[Thread]:
    """The threads on a document and on its spans, the oldest first."""
    return _threads(tx, CommentTable.document_id == document_id)


def thread_of(tx: Transaction, comment_id: str) -> Thread | None:
    """The thread that a comment stands in."""
    own = select(CommentTable.thread_id).where(CommentTable.id == comment_id).scalar_subquery()
    found = _threads(tx, CommentTable.thread_id == own)
    return found[0] if found else None


def add(tx: Transaction, thread: Thread, comment: Comment) -> None:
    """Put a comment at the end of a thread, or at its beginning."""
    tx.connection.execute(
        insert(CommentTable).values(
            id=comment.id,
            thread_id=thread.id,
            project_id=thread.project_id,
            label=thread.label,
            document_id=thread.document_id,
            span_id=thread.span_id,
            user_id=comment.user_id,
            text=comment.text,
            created=comment.created,
        )
    )


def set_text(tx: Transaction, comment_id: str, text: str) -> None:
    _set(tx, comment_id, text=text, changed=tx.now)


def set_withdrawn(tx: Transaction, comment_id: str) -> None:
    _set(tx, comment_id, withdrawn=tx.now)


def set_resolved(tx: Transaction, thread_id: str, by: str | None) -> None:
    """Resolve a thread, or with ``by`` None open it again."""
    _set(tx, thread_id, resolved=tx.now if by else None, resolved_by=by)


def _set(tx: Transaction, comment_id: str, **values: Any) -> None:
    tx.connection.execute(update(CommentTable).where(CommentTable.id == comment_id).values(**values))


def _threads(tx: Transaction, condition: ColumnElement[bool]) -> list[Thread]:
    rows = tx.connection.execute(_QUERY.where(condition))
    return [_thread(list(together)) for _, together in groupby(rows, key=lambda row: row.thread_id)]


def _thread(rows: Iterable[Row[*tuple[Any, ...]]]) -> Thread:
    first, *replies = sorted(rows, key=lambda row: row.id != row.thread_id)
    return Thread(
        id=first.thread_id,
        project_id=first.project_id,
        label=first.label,
        document_id=first.document_id,
        span_id=first.span_id,
        layer=first.layer,
        comments=tuple(
            Comment(row.id, row.user_id, row.by, row.text, row.created, row.changed, row.withdrawn)
            for row in (first, *replies)
        ),
        resolved=first.resolved,
        resolved_by=first.resolved_by,
    )


def relabel(tx: Transaction, project_id: str, name: str, other: str) -> None:
    """Let the questions about a label stand under another name of it."""
    tx.connection.execute(
        update(CommentTable)
        .where(CommentTable.project_id == project_id, CommentTable.label == name)
        .values(label=other)
    )
