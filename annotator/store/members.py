"""Who is in which project, and who was."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, or_, select, update

from annotator.domain.permission import Role
from annotator.store.engine import Transaction
from annotator.store.schema import (
    ActionTable,
    CodebookTable,
    DocumentTable,
    LayerTable,
    MemberTable,
    ProjectTable,
    SpanTable,
    UserTable,
)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a project. ``at_work``: when they last did something to a layer of it, where asked for."""

    id: str
    name: str
    role: Role
    active: bool
    at_work: str | None = None


def give_role(tx: Transaction, project_id: str, user_id: str, role: Role) -> Role | None:
    """Give a person a role in a project; the one they had, None for somebody who was not in it."""
    theirs = (MemberTable.project_id == project_id, MemberTable.user_id == user_id)
    row = tx.connection.execute(select(MemberTable.role, MemberTable.left).where(*theirs)).one_or_none()
    if row is None:
        tx.connection.execute(insert(MemberTable).values(project_id=project_id, user_id=user_id, role=role))
        return None
    tx.connection.execute(update(MemberTable).where(*theirs).values(role=role, left=None))
    before: Role = row.role
    return before if row.left is None else None


def role_of(tx: Transaction, project_id: str, user_id: str) -> Role | None:
    """A person's role in a project; None for a stranger."""
    row = tx.connection.execute(
        select(MemberTable.role).where(
            MemberTable.project_id == project_id, MemberTable.user_id == user_id, MemberTable.left.is_(None)
        )
    ).one_or_none()
    role: Role | None = row and row.role
    return role


def leave(tx: Transaction, project_id: str, user_id: str) -> None:
    """Note that a person is in a project no longer."""
    tx.connection.execute(
        update(MemberTable)
        .where(MemberTable.project_id == project_id, MemberTable.user_id == user_id)
        .values(left=tx.now)
    )


def of_person(tx: Transaction, user_id: str) -> list[str]:
    """The slugs of the projects that a person is in, always in the same order."""
    rows = tx.connection.execute(
        select(ProjectTable.slug)
        .join(MemberTable, MemberTable.project_id == ProjectTable.id)
        .where(MemberTable.user_id == user_id, MemberTable.left.is_(None))
        .order_by(ProjectTable.id)
    )
    return list(rows.scalars())


def of_project(tx: Transaction, project_id: str, *, at_work: bool = False) -> list[Member]:
    """Who is in a project, by name; when they were last ``at_work`` is looked up where it is asked for."""
    seen = _at_work(tx, project_id) if at_work else {}
    rows = tx.connection.execute(
        select(UserTable.id, UserTable.name, UserTable.active, MemberTable.role)
        .join(UserTable, UserTable.id == MemberTable.user_id)
        .where(MemberTable.project_id == project_id, MemberTable.left.is_(None))
    )
    found = [Member(row.id, row.name, row.role, row.active, seen.get(row.id)) for row in rows]
    return sorted(found, key=lambda member: (member.name.casefold(), member.name))


def _at_work(tx: Transaction, project_id: str) -> dict[str, str]:
    rows = tx.connection.execute(
        select(ActionTable.user_id, func.max(ActionTable.at).label("at"))
        .join(LayerTable, LayerTable.id == ActionTable.layer_id)
        .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
        .where(DocumentTable.project_id == project_id)
        .group_by(ActionTable.user_id)
    )
    return {row.user_id: row.at for row in rows}


def codebook_seen(tx: Transaction, project_id: str, user_id: str) -> int | None:
    """The version of the codebook that somebody last had before them; None where they had none yet."""
    return tx.connection.execute(_CODEBOOK_SEEN, {"project_id": project_id, "user_id": user_id}).scalar()


def set_codebook_seen(tx: Transaction, project_id: str, user_id: str, version: int) -> None:
    """Note a version that somebody had before them, where it is a later one."""
    tx.connection.execute(
        update(MemberTable)
        .where(
            MemberTable.project_id == project_id,
            MemberTable.user_id == user_id,
            or_(MemberTable.codebook_seen.is_(None), MemberTable.codebook_seen < version),
        )
        .values(codebook_seen=version)
    )


def codebook_used(tx: Transaction, project_id: str, user_id: str) -> int | None:
    """The latest version of the codebook that somebody marked anything under.

    Asked of one version after the other, the latest first: mostly the first span that is looked at tells.
    """
    versions = select(CodebookTable.version).where(CodebookTable.project_id == project_id)
    marked = (
        select(SpanTable.id)
        .join(LayerTable, LayerTable.id == SpanTable.layer_id)
        .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
        .where(DocumentTable.project_id == project_id, LayerTable.user_id == user_id)
        .limit(1)
    )
    for version in tx.connection.execute(versions.order_by(CodebookTable.version.desc())).scalars():
        if tx.connection.execute(marked.where(SpanTable.codebook_version == version)).first():
            return version
    return None


# Built once: this is asked whenever somebody opens a document.
_CODEBOOK_SEEN = select(MemberTable.codebook_seen).where(
    MemberTable.project_id == bindparam("project_id"), MemberTable.user_id == bindparam("user_id")
)
