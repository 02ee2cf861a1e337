"""Rounds, and who has which document in their queue."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("overlap", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("deadline", sa.String(length=10), nullable=True),
        sa.Column("user_id", sa.String(length=36), nullable=True),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("closed", sa.String(length=27), nullable=True),
        sa.CheckConstraint("overlap >= 0", name=op.f("ck_round_overlap")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_round_project_id_project")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_round_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_round_project_id_number")),
    )
    op.create_table(
        "assignment",
        sa.Column("round_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("given", sa.String(length=27), nullable=False),
        sa.Column("withdrawn", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_assignment_document_id_document")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_assignment_round_id_round")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_assignment_user_id_user")),
        sa.PrimaryKeyConstraint("round_id", "document_id", "user_id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_document_id"), "assignment", ["document_id"], unique=False)
    op.create_index(op.f("ix_assignment_user_id"), "assignment", ["user_id"], unique=False)
    op.create_table(
        "round_document",
        sa.Column("round_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_round_document_document_id_document")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_document_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "document_id", name=op.f("pk_round_document")),
    )
    op.create_index(op.f("ix_round_document_document_id"), "round_document", ["document_id"], unique=False)
    op.create_table(
        "round_person",
        sa.Column("round_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("left", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_person_round_id_round")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_round_person_user_id_user")),
        sa.PrimaryKeyConstraint("round_id", "user_id", name=op.f("pk_round_person")),
    )
    op.create_index(op.f("ix_round_person_user_id"), "round_person", ["user_id"], unique=False)
