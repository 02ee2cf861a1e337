"""The tables. Times are RFC 3339 text in UTC, ids are UUIDs as text; both are the same on every database."""

from typing import Any

import orjson
from sqlalchemy import (
    CheckConstraint,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REVISION = "0026"
"""The migration this code is written for; a test holds it against the last one there is."""


class Json(TypeDecorator[Any]):
    """A JSON value as text with sorted keys, byte for byte the same on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else orjson.loads(value)


Id = String(36)
Time = String(27)
Name = String(200)


class Table(DeclarativeBase):
    """The base of all tables: foreign keys restrict (nothing cascades), and constraints have names."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UserTable(Table):
    """People. Nobody is deleted: a person is deactivated, and their work stays under their name."""

    __tablename__ = "user"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Name)
    name_key: Mapped[str] = mapped_column(Name, unique=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    admin: Mapped[bool]
    active: Mapped[bool]
    created: Mapped[str] = mapped_column(Time)
    email: Mapped[str | None] = mapped_column(String(320))


class IdentityTable(Table):
    """Who somebody is at an OpenID Connect provider; ``ended`` where they disconnected it."""

    __tablename__ = "identity"
    issuer: Mapped[str] = mapped_column(String(500), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    created: Mapped[str] = mapped_column(Time)
    ended: Mapped[str | None] = mapped_column(Time)


class TokenTable(Table):
    """Tokens of the API, stored hashed; a person names them to tell them apart."""

    __tablename__ = "token"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(Name)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[str] = mapped_column(Time)
    used: Mapped[str | None] = mapped_column(Time)
    revoked: Mapped[str | None] = mapped_column(Time)


class SessionTable(Table):
    """Sign-ins. The cookie's token is stored hashed.

    ``outdated``: since when the person's role is another than when the token was made; it is replaced at the next
    request. ``successor``: the hash of the token that replaced it.
    """

    __tablename__ = "session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    created: Mapped[str] = mapped_column(Time)
    expires: Mapped[str] = mapped_column(Time)
    ended: Mapped[str | None] = mapped_column(Time)
    outdated: Mapped[str | None] = mapped_column(Time)
    successor: Mapped[str | None] = mapped_column(String(64))


class TicketTable(Table):
    """One-time links, stored hashed. ``purpose``: to ``enter`` as one is, or to set a new ``password``."""

    __tablename__ = "ticket"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    created: Mapped[str] = mapped_column(Time)
    expires: Mapped[str] = mapped_column(Time)
    used: Mapped[str | None] = mapped_column(Time)
    purpose: Mapped[str] = mapped_column(String(20), server_default="enter")


class InvitationTable(Table):
    """Links by which somebody new makes their account, and joins a project where one is named."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("role IN ('manager', 'adjudicator', 'annotator', 'viewer')", name="role"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    project_id: Mapped[str | None] = mapped_column(ForeignKey("project.id"), index=True)
    role: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(320))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)
    expires: Mapped[str] = mapped_column(Time)
    used: Mapped[str | None] = mapped_column(Time)
    used_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    revoked: Mapped[str | None] = mapped_column(Time)


class ProjectTable(Table):
    """Projects: one corpus, one codebook, one team."""

    __tablename__ = "project"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(500))
    blind: Mapped[bool]
    created: Mapped[str] = mapped_column(Time)
    threshold: Mapped[float] = mapped_column(server_default="1")
    """The share of annotators from which on what they agree on may be taken into gold in bulk."""
    shows_agreement: Mapped[bool] = mapped_column(server_default=false())
    """Whether annotators see how far they agree, on documents whose rounds are closed."""


class MemberTable(Table):
    """Who is in which project, in which role. Whoever ``left`` is a stranger again; their layers stay."""

    __tablename__ = "member"
    __table_args__ = (CheckConstraint("role IN ('manager', 'adjudicator', 'annotator', 'viewer')", name="role"),)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(20))
    left: Mapped[str | None] = mapped_column(Time)
    codebook_seen: Mapped[int | None]
    """The version of the codebook that they last had before them while annotating."""


class CodebookTable(Table):
    """Versions of codebooks, each immutable."""

    __tablename__ = "codebook"
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tree: Mapped[Any] = mapped_column(Json)
    note: Mapped[str] = mapped_column(Text)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)


class CodebookDraftTable(Table):
    """What somebody is making of a codebook: ``base`` is the version they began from.

    ``ended`` where it has become a version, or is not wanted any more; the next one takes its place.
    """

    __tablename__ = "codebook_draft"
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    base: Mapped[int]
    tree: Mapped[Any] = mapped_column(Json)
    updated: Mapped[str] = mapped_column(Time)
    ended: Mapped[str | None] = mapped_column(Time)


class CodebookOperationTable(Table):
    """Named changes of a codebook: ``version`` is what each made, ``undone`` the version that took it back.

    ``put_off`` are the spans of a split that somebody wants to decide later, in that order.
    """

    __tablename__ = "codebook_operation"
    __table_args__ = (UniqueConstraint("project_id", "version"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    version: Mapped[int]
    tree: Mapped[Any] = mapped_column(Json)
    undone: Mapped[int | None]
    put_off: Mapped[Any] = mapped_column(Json, server_default="[]")
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)


class CodebookChangeTable(Table):
    """What an operation changed: of a span its label and attributes, of a layer what it says of its document."""

    __tablename__ = "codebook_change"
    operation_id: Mapped[str] = mapped_column(ForeignKey("codebook_operation.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(Id, primary_key=True)
    layer_id: Mapped[str] = mapped_column(ForeignKey("layer.id"))
    before: Mapped[Any] = mapped_column(Json, nullable=True)
    after: Mapped[Any] = mapped_column(Json, nullable=True)


class ExampleTable(Table):
    """Passages of the corpus kept as examples of a label, or of what is not to be marked with it."""

    __tablename__ = "example"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"), index=True)
    label: Mapped[str] = mapped_column(String(64))
    positive: Mapped[bool]
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    start: Mapped[int]
    end: Mapped[int]
    why: Mapped[str] = mapped_column(Text, server_default="")
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)
    deleted: Mapped[str | None] = mapped_column(Time)
    deleted_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))


class SourceTable(Table):
    """The bytes of every imported file as they came, kept once for each content."""

    __tablename__ = "source"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes]
    created: Mapped[str] = mapped_column(Time)


class DocumentTable(Table):
    """Documents. ``key`` is the id that exports show; ``position`` their order in the project.

    ``arriving``: the import that a document is part of, as long as not all of it is there. Until then it counts as
    ``deleted``, and the key that it is to have waits in ``arriving_key``, so that it is in nobody's way.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("project_id", "key"),
        UniqueConstraint("project_id", "position"),
        CheckConstraint("length > 0", name="not_empty"),
        # Who counts or lists documents reads this instead of their rows, which have the texts in them.
        Index("ix_document_present", "project_id", "deleted", "position", "id", "length"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    key: Mapped[str] = mapped_column(Name)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    length: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    meta: Mapped[Any] = mapped_column(Json)
    blocks: Mapped[Any] = mapped_column(Json)
    codebook_version: Mapped[int]
    source_sha256: Mapped[str | None] = mapped_column(ForeignKey("source.sha256"))
    source_name: Mapped[str] = mapped_column(Text)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)
    deleted: Mapped[str | None] = mapped_column(Time)
    deleted_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    arriving: Mapped[str | None] = mapped_column(Id, index=True)
    arriving_key: Mapped[str | None] = mapped_column(Name)


class TreeTable(Table):
    """The XML element that a document came as, where a file of others said more than its text."""

    __tablename__ = "tree"
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    data: Mapped[bytes]


class EditionTable(Table):
    """Corrected editions: ``document_id`` is what ``predecessor_id`` became. Who has no row is a first edition.

    A predecessor counts as ``deleted``, so that nothing finds it but what asks for an edition by its number.
    """

    __tablename__ = "edition"
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    predecessor_id: Mapped[str] = mapped_column(ForeignKey("document.id"), unique=True)
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)


class FiledTable(Table):
    """Which values a document is found under, by field: made anew from the metadata at any time."""

    __tablename__ = "filed"
    __table_args__ = ({"info": {"made_anew": True}},)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(210), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)


class DocumentEditTable(Table):
    """Changes of the metadata of any number of documents; ``undone`` where one was taken back."""

    __tablename__ = "document_edit"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"), index=True)
    what: Mapped[Any] = mapped_column(Json)
    documents: Mapped[int]
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)
    undone: Mapped[str | None] = mapped_column(Time)
    undone_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))


class DocumentEditChangeTable(Table):
    """What a change made of one document: what stood under the keys that it touched, and what it put there."""

    __tablename__ = "document_edit_change"
    edit_id: Mapped[str] = mapped_column(ForeignKey("document_edit.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    before: Mapped[Any] = mapped_column(Json)
    after: Mapped[Any] = mapped_column(Json)


class DocumentFilterTable(Table):
    """Filters of documents that a project keeps under a name."""

    __tablename__ = "document_filter"
    __table_args__ = (UniqueConstraint("project_id", "name_key"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    name: Mapped[str] = mapped_column(Name)
    name_key: Mapped[str] = mapped_column(Name)
    query: Mapped[str] = mapped_column(Text)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)
    updated: Mapped[str] = mapped_column(Time)


class WordIndexTable(Table):
    """Which words stand in which document, a row or more for each: made anew from the texts at any time.

    On SQLite the words are kept in ``word_index_fts``, a table of FTS5, under the same number.
    """

    __tablename__ = "word_index"
    __table_args__ = (
        Index("ix_word_index_words", "words", postgresql_using="gin"),
        {"info": {"made_anew": True}},
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    words: Mapped[Any] = mapped_column(TSVECTOR().with_variant(Text(), "sqlite"), nullable=True)


class LayerTable(Table):
    """Layers: one annotator's work on one document, or gold.

    ``carried`` counts how often a change of the codebook reached it, complete or not.
    """

    __tablename__ = "layer"
    __table_args__ = (
        UniqueConstraint("document_id", "name"),
        CheckConstraint("state IN ('new', 'in_progress', 'complete')", name="state"),
        # Who counts what somebody has completed reads this alone.
        Index("ix_layer_of_user", "user_id", "state", "name", "document_id"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    name: Mapped[str] = mapped_column(Name)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    state: Mapped[str] = mapped_column(String(20))
    attributes: Mapped[Any] = mapped_column(Json, server_default="{}")
    carried: Mapped[int] = mapped_column(server_default="0")
    created: Mapped[str] = mapped_column(Time)
    updated: Mapped[str] = mapped_column(Time)


class RoundTable(Table):
    """Rounds: a set of documents that each so many annotators get. ``overlap`` 0: everybody gets each of them."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("project_id", "number"), CheckConstraint("overlap >= 0", name="overlap"))
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(Name)
    overlap: Mapped[int]
    seed: Mapped[int]
    blind: Mapped[bool]
    deadline: Mapped[str | None] = mapped_column(String(10))
    suggests: Mapped[bool] = mapped_column(server_default=false())
    """Whether a model may suggest to its annotators although they may not know of each other's work."""
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)
    closed: Mapped[str | None] = mapped_column(Time)


class RoundDocumentTable(Table):
    """The documents of a round, in their order."""

    __tablename__ = "round_document"
    __table_args__ = (Index("ix_round_document_in_order", "round_id", "position", "document_id"),)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    position: Mapped[int]


class RoundPersonTable(Table):
    """The people of a round; whoever left it keeps what they did."""

    __tablename__ = "round_person"
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    left: Mapped[str | None] = mapped_column(Time)


class AssignmentTable(Table):
    """Who has which document of a round in their queue.

    ``position`` is the document's in the round; ``state`` that of the person's layer on it, which it ``reached``
    at that moment, None where it is new: here they are counted, and found in order (``reached.py``).
    """

    __tablename__ = "assignment"
    __table_args__ = (
        # Who counts a round or a queue, or looks for what comes next in it, reads this alone.
        Index(
            "ix_assignment_of_user",
            *("round_id", "user_id", "withdrawn", "state", "reached", "position", "document_id"),
        ),
    )
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), primary_key=True)
    given: Mapped[str] = mapped_column(Time)
    withdrawn: Mapped[str | None] = mapped_column(Time)
    position: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[str] = mapped_column(String(20), server_default="new")
    reached: Mapped[str | None] = mapped_column(Time)


class SpanTable(Table):
    """Spans. ``first_block`` and ``last_block`` let a paragraph be read without its document."""

    __tablename__ = "span"
    __table_args__ = (
        UniqueConstraint("document_id", "key"),
        CheckConstraint('"start" >= 0 AND "end" > "start"', name="place"),
        CheckConstraint("last_block >= first_block", name="blocks"),
        Index("ix_span_by_block", "layer_id", "first_block"),
        Index(
            "ix_span_across_blocks",
            "layer_id",
            "last_block",
            sqlite_where=text("last_block > first_block"),
            postgresql_where=text("last_block > first_block"),
        ),
        Index(
            "ix_span_linked",
            "document_id",
            sqlite_where=text("links <> '{}'"),
            postgresql_where=text("links <> '{}'"),
        ),
        Index(
            "ix_span_linked_by",
            "user_id",
            "label",
            "start",
            "end",
            sqlite_where=text("links <> '{}'"),
            postgresql_where=text("links <> '{}'"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(Name)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    layer_id: Mapped[str] = mapped_column(ForeignKey("layer.id"))
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    label: Mapped[str] = mapped_column(String(64))
    start: Mapped[int]
    end: Mapped[int]
    fragments: Mapped[Any] = mapped_column(Json, nullable=True)
    first_block: Mapped[int]
    last_block: Mapped[int]
    attributes: Mapped[Any] = mapped_column(Json)
    note: Mapped[str] = mapped_column(Text)
    links: Mapped[Any] = mapped_column(Json, server_default="{}")
    codebook_version: Mapped[int]
    version: Mapped[int]
    created: Mapped[str] = mapped_column(Time)
    updated: Mapped[str] = mapped_column(Time)
    deleted: Mapped[str | None] = mapped_column(Time)
    deleted_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))


class RelationTable(Table):
    """Relations between two spans of a layer."""

    __tablename__ = "relation"
    __table_args__ = (UniqueConstraint("document_id", "key"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(Name)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    layer_id: Mapped[str] = mapped_column(ForeignKey("layer.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    type: Mapped[str] = mapped_column(String(64))
    source_id: Mapped[str] = mapped_column(ForeignKey("span.id"), index=True)
    target_id: Mapped[str] = mapped_column(ForeignKey("span.id"), index=True)
    codebook_version: Mapped[int]
    created: Mapped[str] = mapped_column(Time)
    deleted: Mapped[str | None] = mapped_column(Time)
    deleted_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))


class ActionTable(Table):
    """What people did to a layer, by the id that their browser made: the same id again is the same action.

    ``undo`` says where the action stands for undo and redo; ``number`` is the order.
    """

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("undo IN ('done', 'undone', 'dropped', 'never')", name="undo"),
        Index("ix_action_to_undo", "layer_id", "undo", "number"),
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(Id, unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    layer_id: Mapped[str] = mapped_column(ForeignKey("layer.id"))
    body_hash: Mapped[str] = mapped_column(String(64))
    undo: Mapped[str] = mapped_column(String(10))
    at: Mapped[str] = mapped_column(Time)


class EventTable(Table):
    """The past: one row for each change, never changed itself. Ordered by ``sequence``, not by clock."""

    __tablename__ = "event"
    __table_args__ = (
        ForeignKeyConstraint(["action_id"], ["action.id"]),
        Index("ix_event_of_action", "action_id"),
        Index("ix_event_of_document", "document_id", "sequence"),
        {"sqlite_autoincrement": True},
    )
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[str] = mapped_column(Time)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    project_id: Mapped[str | None] = mapped_column(ForeignKey("project.id"))
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    action_id: Mapped[str | None] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Name)
    before: Mapped[Any] = mapped_column(Json, nullable=True)
    after: Mapped[Any] = mapped_column(Json, nullable=True)


class DecisionTable(Table):
    """Decisions of an adjudicator about one place where layers meet.

    ``sources`` are the spans that were decided about, each with the version it had then; ``results`` the ids of
    the spans in gold that came of it, none where the decision was that there is nothing.
    """

    __tablename__ = "decision"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    layer_id: Mapped[str] = mapped_column(ForeignKey("layer.id"))
    action_id: Mapped[str] = mapped_column(Id)
    choice: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    sources: Mapped[Any] = mapped_column(Json)
    results: Mapped[Any] = mapped_column(Json)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)
    withdrawn: Mapped[str | None] = mapped_column(Time)
    withdrawn_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))


class PrecedentTable(Table):
    """Decisions kept as rules: numbered under a label, with the passage they were made about."""

    __tablename__ = "precedent"
    __table_args__ = (UniqueConstraint("project_id", "label", "number"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    label: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    rule: Mapped[str] = mapped_column(Text)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    start: Mapped[int]
    end: Mapped[int]
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"))
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)
    deleted: Mapped[str | None] = mapped_column(Time)
    deleted_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))


class CommentTable(Table):
    """Comments: a thread is the first of them, whose id is its own; only that one is resolved."""

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("(label IS NULL) <> (document_id IS NULL)", name="about"),
        CheckConstraint("span_id IS NULL OR document_id IS NOT NULL", name="span"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    thread_id: Mapped[str] = mapped_column(ForeignKey("comment.id"), index=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"), index=True)
    label: Mapped[str | None] = mapped_column(String(64))
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"), index=True)
    span_id: Mapped[str | None] = mapped_column(ForeignKey("span.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text)
    created: Mapped[str] = mapped_column(Time)
    changed: Mapped[str | None] = mapped_column(Time)
    withdrawn: Mapped[str | None] = mapped_column(Time)
    resolved: Mapped[str | None] = mapped_column(Time)
    resolved_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))


class EntityTable(Table):
    """The registry of a project. ``values`` is all that is said of an entry; ``accepted`` None: only proposed."""

    __tablename__ = "entity"
    __table_args__ = (
        UniqueConstraint("project_id", "key"),
        CheckConstraint("sort IN ('actor', 'instrument')", name="sort"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    key: Mapped[str] = mapped_column(String(64))
    sort: Mapped[str] = mapped_column(String(20))
    values: Mapped[Any] = mapped_column(Json)
    version: Mapped[int]
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)
    updated: Mapped[str] = mapped_column(Time)
    accepted: Mapped[str | None] = mapped_column(Time)
    accepted_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    merged_into: Mapped[str | None] = mapped_column(String(64))
    deleted: Mapped[str | None] = mapped_column(Time)
    deleted_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))


class JobTable(Table):
    """Long work: how far it is, and what became of it."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name="state"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    done: Mapped[int]
    total: Mapped[int]
    about: Mapped[Any] = mapped_column(Json, nullable=True)
    asked: Mapped[Any] = mapped_column(Json, nullable=True)
    result: Mapped[Any] = mapped_column(Json, nullable=True)
    problem: Mapped[Any] = mapped_column(Json, nullable=True)
    created: Mapped[str] = mapped_column(Time)
    updated: Mapped[str] = mapped_column(Time)


class UploadTable(Table):
    """Files that wait to be imported, for a day. ``aside``: a job has them."""

    __tablename__ = "upload"
    __table_args__ = ({"info": {"made_anew": True}},)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"), index=True)
    names: Mapped[Any] = mapped_column(Json)
    size: Mapped[int]
    aside: Mapped[bool]
    choices: Mapped[Any] = mapped_column(Json, nullable=True)
    created: Mapped[str] = mapped_column(Time)


class UploadPieceTable(Table):
    """The bytes of files that wait to be imported, piece by piece."""

    __tablename__ = "upload_piece"
    __table_args__ = ({"info": {"made_anew": True}},)
    upload_id: Mapped[str] = mapped_column(ForeignKey("upload.id"), primary_key=True)
    file: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    piece: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes]


class AttemptTable(Table):
    """How often something was tried, for the limits that servers share: on PostgreSQL alone, and not logged."""

    __tablename__ = "attempt"
    __table_args__ = ({"info": {"made_anew": True}},)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int]
    expires: Mapped[float] = mapped_column(Double)


class ReleaseTable(Table):
    """What was given out of a project under a name. Rows are only added: a release never changes."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("project_id", "name_key"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    name: Mapped[str] = mapped_column(String(64))
    name_key: Mapped[str] = mapped_column(String(64))
    about: Mapped[Any] = mapped_column(Json)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)


class ReleasePieceTable(Table):
    """The bytes of a release's archive, piece by piece."""

    __tablename__ = "release_piece"
    release_id: Mapped[str] = mapped_column(ForeignKey("release.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes]


class ModelTable(Table):
    """Models that learned from a project's gold. Rows are only added: one that is in use stays as it is.

    ``report`` has what they learned from, and how well they find what they have not seen.
    """

    __tablename__ = "model"
    __table_args__ = (UniqueConstraint("project_id", "number"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    seed: Mapped[int]
    codebook_version: Mapped[int]
    report: Mapped[Any] = mapped_column(Json)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    created: Mapped[str] = mapped_column(Time)


class ModelGoldTable(Table):
    """Whose gold a model learned from, as it stood when it was last ``updated``."""

    __tablename__ = "model_gold"
    model_id: Mapped[str] = mapped_column(ForeignKey("model.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    updated: Mapped[str] = mapped_column(Time)


class ModelLabelTable(Table):
    """What a model learned of one label, as its library writes it."""

    __tablename__ = "model_label"
    model_id: Mapped[str] = mapped_column(ForeignKey("model.id"), primary_key=True)
    label: Mapped[str] = mapped_column(Name, primary_key=True)
    data: Mapped[bytes]


class ModelReadingTable(Table):
    """What a model takes for spans of a document that it did not learn from, and how unsure it is of it."""

    __tablename__ = "model_reading"
    model_id: Mapped[str] = mapped_column(ForeignKey("model.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    uncertainty: Mapped[float] = mapped_column(Double)
    proposals: Mapped[Any] = mapped_column(Json)
