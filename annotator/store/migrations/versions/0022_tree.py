"""The trees of documents that came as TEI of others. Those that are there already leave as TEI of our own."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "tree",
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_tree_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_tree")),
    )
