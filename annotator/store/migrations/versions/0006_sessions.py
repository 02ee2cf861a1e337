"""Sessions that get another token when their person's role changes; identities that were disconnected."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("session", sa.Column("outdated", sa.String(length=27), nullable=True))
    op.add_column("session", sa.Column("successor", sa.String(length=64), nullable=True))
    op.add_column("identity", sa.Column("ended", sa.String(length=27), nullable=True))
