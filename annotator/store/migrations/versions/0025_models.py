"""Models that learned from gold, what they propose, and the rounds that let them suggest."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("round", sa.Column("suggests", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "model",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("project_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("codebook_version", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=True),
        sa.Column("created", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_model_project_id_project")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_model_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_model_project_id_number")),
    )
    op.create_table(
        "model_gold",
        sa.Column("model_id", sa.String(36), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("updated", sa.String(27), nullable=False),
        *_of_both("model_gold"),
    )
    op.create_index(op.f("ix_model_gold_document_id"), "model_gold", ["document_id"])
    op.create_table(
        "model_label",
        sa.Column("model_id", sa.String(36), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["model_id"], ["model.id"], name=op.f("fk_model_label_model_id_model")),
        sa.PrimaryKeyConstraint("model_id", "label", name=op.f("pk_model_label")),
    )
    op.create_table(
        "model_reading",
        sa.Column("model_id", sa.String(36), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("uncertainty", sa.Double(), nullable=False),
        sa.Column("proposals", sa.Text(), nullable=False),
        *_of_both("model_reading"),
    )
    op.create_index(op.f("ix_model_reading_document_id"), "model_reading", ["document_id"])


def _of_both(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.ForeignKeyConstraint(["model_id"], ["model.id"], name=op.f(f"fk_{table}_model_id_model")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f(f"fk_{table}_document_id_document")),
        sa.PrimaryKeyConstraint("model_id", "document_id", name=op.f(f"pk_{table}")),
    )
