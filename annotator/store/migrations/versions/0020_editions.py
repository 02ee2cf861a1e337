"""Corrected editions of documents, each with the one before it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("predecessor_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=True),
        sa.Column("created", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_edition_document_id_document")),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["document.id"], name=op.f("fk_edition_predecessor_id_document")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_edition_user_id_user")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_edition")),
        sa.UniqueConstraint("predecessor_id", name=op.f("uq_edition_predecessor_id")),
    )
