"""Documents that arrive a few at a time, and are seen once all of them are there."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("document", sa.Column("arriving", sa.String(36), nullable=True))
    op.add_column("document", sa.Column("arriving_key", sa.String(200), nullable=True))
    op.create_index("ix_document_arriving", "document", ["arriving"])
