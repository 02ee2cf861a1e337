"""What somebody linked themselves is found without looking at all that is linked."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_index(
        "ix_span_linked_by",
        "span",
        ["user_id", "label", "start", "end"],
        sqlite_where=sa.text("links <> '{}'"),
        postgresql_where=sa.text("links <> '{}'"),
    )
