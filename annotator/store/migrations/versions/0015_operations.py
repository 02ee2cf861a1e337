"""What the operations on a codebook changed, so that each can be undone as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "codebook_change",
        sa.Column("operation_id", sa.String(36), nullable=False),
        sa.Column("subject", sa.String(36), nullable=False),
        sa.Column("layer_id", sa.String(36), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["codebook_operation.id"],
            name=op.f("fk_codebook_change_operation_id_codebook_operation"),
        ),
        sa.ForeignKeyConstraint(["layer_id"], ["layer.id"], name=op.f("fk_codebook_change_layer_id_layer")),
        sa.PrimaryKeyConstraint("operation_id", "subject", name=op.f("pk_codebook_change")),
    )
