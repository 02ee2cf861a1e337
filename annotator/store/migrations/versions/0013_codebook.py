"""The codebook edited and changed while work goes on: drafts, operations, examples, what each member saw last."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "codebook_draft",
        sa.Column("project_id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("tree", sa.Text(), nullable=False),
        sa.Column("updated", sa.String(27), nullable=False),
        sa.Column("ended", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_codebook_draft_project_id_project")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_codebook_draft_user_id_user")),
        sa.PrimaryKeyConstraint("project_id", "user_id", name=op.f("pk_codebook_draft")),
    )
    op.create_index(op.f("ix_codebook_draft_user_id"), "codebook_draft", ["user_id"])
    op.create_table(
        "codebook_operation",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("project_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tree", sa.Text(), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.String(36), nullable=True),
        sa.Column("created", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_codebook_operation_project_id_project")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_codebook_operation_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codebook_operation")),
        sa.UniqueConstraint("project_id", "version", name=op.f("uq_codebook_operation_project_id_version")),
    )
    op.create_table(
        "example",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("project_id", sa.String(36), nullable=False),
        sa.Column("label", sa.String(64), nullable=False),
        sa.Column("positive", sa.Boolean(), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("created", sa.String(27), nullable=False),
        sa.Column("deleted", sa.String(27), nullable=True),
        sa.Column("deleted_by", sa.String(36), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_example_project_id_project")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_example_document_id_document")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_example_user_id_user")),
        sa.ForeignKeyConstraint(["deleted_by"], ["user.id"], name=op.f("fk_example_deleted_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_example")),
    )
    op.create_index(op.f("ix_example_project_id"), "example", ["project_id"])
    op.add_column("member", sa.Column("codebook_seen", sa.Integer(), nullable=True))
