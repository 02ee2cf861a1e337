"""What documents are filed under, changes of their metadata, and filters that are kept.

What they are filed under is made from their metadata by ``store/filing.py``.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    _filed()
    _edits()
    _filters()


def _filed() -> None:
    op.create_table(
        "filed",
        sa.Column("project_id", sa.String(36), nullable=False),
        sa.Column("field", sa.String(210), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_filed_project_id_project")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_filed_document_id_document")),
        sa.PrimaryKeyConstraint("project_id", "field", "value", "document_id", name=op.f("pk_filed")),
    )
    op.create_index(op.f("ix_filed_document_id"), "filed", ["document_id"])
    op.create_index("ix_document_present", "document", ["project_id", "deleted", "position", "id"])


def _edits() -> None:
    op.create_table(
        "document_edit",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("project_id", sa.String(36), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=True),
        sa.Column("created", sa.String(27), nullable=False),
        sa.Column("undone", sa.String(27), nullable=True),
        sa.Column("undone_by", sa.String(36), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_document_edit_project_id_project")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_document_edit_user_id_user")),
        sa.ForeignKeyConstraint(["undone_by"], ["user.id"], name=op.f("fk_document_edit_undone_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_edit")),
    )
    op.create_index(op.f("ix_document_edit_project_id"), "document_edit", ["project_id"])
    op.create_table(
        "document_edit_change",
        sa.Column("edit_id", sa.String(36), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edit_id"], ["document_edit.id"], name=op.f("fk_document_edit_change_edit_id_document_edit")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_edit_change_document_id_document")
        ),
        sa.PrimaryKeyConstraint("edit_id", "document_id", name=op.f("pk_document_edit_change")),
    )
    op.create_index(op.f("ix_document_edit_change_document_id"), "document_edit_change", ["document_id"])


def _filters() -> None:
    op.create_table(
        "document_filter",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("project_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=True),
        sa.Column("created", sa.String(27), nullable=False),
        sa.Column("updated", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_document_filter_project_id_project")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_document_filter_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_filter")),
        sa.UniqueConstraint("project_id", "name_key", name=op.f("uq_document_filter_project_id_name_key")),
    )
