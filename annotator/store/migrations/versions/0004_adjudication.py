"""Decisions about where layers differ, and those kept as rules."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("layer_id", sa.String(length=36), nullable=False),
        sa.Column("action_id", sa.String(length=36), nullable=False),
        sa.Column("choice", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("withdrawn", sa.String(length=27), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_decision_document_id_document")),
        sa.ForeignKeyConstraint(["layer_id"], ["layer.id"], name=op.f("fk_decision_layer_id_layer")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_decision_user_id_user")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["user.id"], name=op.f("fk_decision_withdrawn_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_document_id"), "decision", ["document_id"], unique=False)
    op.create_table(
        "precedent",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.String(length=36), nullable=True),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("deleted", sa.String(length=27), nullable=True),
        sa.Column("deleted_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_precedent_decision_id_decision")),
        sa.ForeignKeyConstraint(["deleted_by"], ["user.id"], name=op.f("fk_precedent_deleted_by_user")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_precedent_document_id_document")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_precedent_project_id_project")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_precedent_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_precedent")),
        sa.UniqueConstraint("project_id", "label", "number", name=op.f("uq_precedent_project_id_label_number")),
    )
    op.add_column("project", sa.Column("threshold", sa.Double(), server_default="1", nullable=False))
