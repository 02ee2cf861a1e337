"""How often the codebook reached a layer; which spans of a split are put off; why an example is one."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("layer", sa.Column("carried", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("example", sa.Column("why", sa.Text(), nullable=False, server_default=""))
    op.add_column("codebook_operation", sa.Column("put_off", sa.Text(), nullable=False, server_default="[]"))
