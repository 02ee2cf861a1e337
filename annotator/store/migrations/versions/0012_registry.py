"""The registry of actors and instruments."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "entity",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("project_id", sa.String(36), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("sort", sa.String(20), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=True),
        sa.Column("created", sa.String(27), nullable=False),
        sa.Column("updated", sa.String(27), nullable=False),
        sa.Column("accepted", sa.String(27), nullable=True),
        sa.Column("accepted_by", sa.String(36), nullable=True),
        sa.Column("merged_into", sa.String(64), nullable=True),
        sa.Column("deleted", sa.String(27), nullable=True),
        sa.Column("deleted_by", sa.String(36), nullable=True),
        sa.CheckConstraint("sort IN ('actor', 'instrument')", name=op.f("ck_entity_sort")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_entity_project_id_project")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_entity_user_id_user")),
        sa.ForeignKeyConstraint(["accepted_by"], ["user.id"], name=op.f("fk_entity_accepted_by_user")),
        sa.ForeignKeyConstraint(["deleted_by"], ["user.id"], name=op.f("fk_entity_deleted_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
        sa.UniqueConstraint("project_id", "key", name=op.f("uq_entity_project_id_key")),
    )
    linked = sa.text("links <> '{}'")
    op.create_index("ix_span_linked", "span", ["document_id"], sqlite_where=linked, postgresql_where=linked)
