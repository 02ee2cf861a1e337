"""What spans have to do with entries of the registry."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("span", sa.Column("links", sa.Text(), nullable=False, server_default="{}"))
