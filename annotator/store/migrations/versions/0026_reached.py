"""How far somebody is with a queue, and what comes next in it, is told by an index of assignments alone."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_OWN = """
    FROM layer
    JOIN "user" ON "user".id = layer.user_id AND "user".name = layer.name
    WHERE layer.document_id = assignment.document_id AND layer.user_id = assignment.user_id
"""


def upgrade() -> None:
    op.add_column("assignment", sa.Column("position", sa.Integer(), server_default="0", nullable=False))
    op.add_column("assignment", sa.Column("state", sa.String(20), server_default="new", nullable=False))
    op.add_column("assignment", sa.Column("reached", sa.String(27), nullable=True))
    op.drop_index("ix_assignment_of_user", table_name="assignment")
    op.execute(
        f"""
        UPDATE assignment SET
            position = (
                SELECT position FROM round_document
                WHERE round_document.round_id = assignment.round_id
                AND round_document.document_id = assignment.document_id
            ),
            state = coalesce((SELECT layer.state {_OWN}), 'new'),
            reached = (SELECT layer.updated {_OWN} AND layer.state <> 'new')
        """  # noqa: S608 - no word of it comes from outside
    )
    op.create_index(
        "ix_assignment_of_user",
        "assignment",
        ["round_id", "user_id", "withdrawn", "state", "reached", "position", "document_id"],
    )
