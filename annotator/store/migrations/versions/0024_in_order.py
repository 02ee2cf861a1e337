"""Indexes alone tell what stands next in a queue, how far somebody is with it, and how long a corpus is."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_index("ix_round_document_in_order", "round_document", ["round_id", "position", "document_id"])
    op.create_index("ix_assignment_of_user", "assignment", ["user_id", "round_id", "withdrawn", "document_id"])
    op.drop_index("ix_assignment_user_id", table_name="assignment")
    op.create_index("ix_layer_of_user", "layer", ["user_id", "state", "name", "document_id"])
    op.drop_index("ix_layer_user_id", table_name="layer")
    op.drop_index("ix_document_present", table_name="document")
    op.create_index("ix_document_present", "document", ["project_id", "deleted", "position", "id", "length"])
