"""Whether a project shows its annotators how far they agree."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("project", sa.Column("shows_agreement", sa.Boolean(), nullable=False, server_default=sa.false()))
