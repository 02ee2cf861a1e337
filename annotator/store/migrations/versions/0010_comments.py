"""Comments on spans, documents and labels."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("thread_id", sa.String(36), nullable=False),
        sa.Column("project_id", sa.String(36), nullable=False),
        sa.Column("label", sa.String(64), nullable=True),
        sa.Column("document_id", sa.String(36), nullable=True),
        sa.Column("span_id", sa.String(36), nullable=True),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created", sa.String(27), nullable=False),
        sa.Column("changed", sa.String(27), nullable=True),
        sa.Column("withdrawn", sa.String(27), nullable=True),
        sa.Column("resolved", sa.String(27), nullable=True),
        sa.Column("resolved_by", sa.String(36), nullable=True),
        sa.CheckConstraint("(label IS NULL) <> (document_id IS NULL)", name=op.f("ck_comment_about")),
        sa.CheckConstraint("span_id IS NULL OR document_id IS NOT NULL", name=op.f("ck_comment_span")),
        sa.ForeignKeyConstraint(["thread_id"], ["comment.id"], name=op.f("fk_comment_thread_id_comment")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_comment_project_id_project")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_comment_document_id_document")),
        sa.ForeignKeyConstraint(["span_id"], ["span.id"], name=op.f("fk_comment_span_id_span")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_comment_user_id_user")),
        sa.ForeignKeyConstraint(["resolved_by"], ["user.id"], name=op.f("fk_comment_resolved_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    for column in ("thread_id", "project_id", "document_id", "span_id"):
        op.create_index(op.f(f"ix_comment_{column}"), "comment", [column])
