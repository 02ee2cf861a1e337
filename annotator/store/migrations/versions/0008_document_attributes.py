"""What annotators say about a document as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("layer", sa.Column("attributes", sa.Text(), nullable=False, server_default="{}"))
