"""The words of each document, for the search; made from the texts by ``store/word_index.py``."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "word_index",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("words", TSVECTOR().with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_word_index_document_id_document")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_word_index")),
    )
    op.create_index(op.f("ix_word_index_document_id"), "word_index", ["document_id"])
    op.create_index(op.f("ix_word_index_words"), "word_index", ["words"], postgresql_using="gin")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE word_index_fts "
            "USING fts5(words, content = '', detail = none, tokenize = 'ascii')"
        )
