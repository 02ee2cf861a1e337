"""How often the codebook changed something in a layer; which spans of a split are put off."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("layer", sa.Column("carried", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("codebook_operation", sa.Column("put_off", sa.Text(), nullable=False, server_default="[]"))
