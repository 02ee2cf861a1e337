"""Invitations by link."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import aliased

from annotator.domain.permission import Role
from annotator.store.engine import Transaction
from annotator.store.schema import InvitationTable, ProjectTable, UserTable


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation, who made it and what became of it; without a ``slug`` it is to this site alone."""

    id: str
    slug: str | None
    project: str | None
    project_id: str | None
    role: Role | None
    email: str | None
    made_by_id: str | None
    made_by: str | None
    created: str
    expires: str
    used: str | None
    used_by: str | None
    revoked: str | None


def add(
    tx: Transaction,
    token_hash: str,
    expires: str,
    *,
    project_id: str | None,
    role: Role | None,
    email: str | None,
    user_id: str | None,
) -> str:
    """Keep an invitation; its id."""
    invitation_id = tx.new_id()
    tx.connection.execute(
        insert(InvitationTable).values(
            id=invitation_id,
            token_hash=token_hash,
            project_id=project_id,
            role=role,
            email=email,
            user_id=user_id,
            created=tx.now,
            expires=expires,
        )
    )
    return invitation_id


def by_token(tx: Transaction, token_hash: str) -> Invitation | None:
    """The invitation of a link that can still be used."""
    row = tx.connection.execute(
        _QUERY.where(
            InvitationTable.token_hash == token_hash,
            InvitationTable.used.is_(None),
            InvitationTable.revoked.is_(None),
            InvitationTable.expires > tx.now,
        )
    ).one_or_none()
    return row and _invitation(row)


def listed(tx: Transaction, project_id: str | None) -> list[Invitation]:
    """The invitations to a project, or to this site alone, newest first."""
    rows = tx.connection.execute(
        _QUERY.where(InvitationTable.project_id == project_id).order_by(
            InvitationTable.created.desc(), InvitationTable.id
        )
    )
    return [_invitation(row) for row in rows]


def spend(tx: Transaction, invitation_id: str, user_id: str) -> bool:
    """Note that an invitation was used; whether it could be."""
    spent = tx.connection.execute(
        update(InvitationTable)
        .where(
            InvitationTable.id == invitation_id,
            InvitationTable.used.is_(None),
            InvitationTable.revoked.is_(None),
            InvitationTable.expires > tx.now,
        )
        .values(used=tx.now, used_by=user_id)
    )
    return bool(spent.rowcount)


def revoke(tx: Transaction, invitation_id: str, project_id: str | None) -> bool:
    """Take an invitation of a project back; whether it was still open."""
    taken = tx.connection.execute(
        update(InvitationTable)
        .where(
            InvitationTable.id == invitation_id,
            InvitationTable.project_id == project_id,
            InvitationTable.used.is_(None),
            InvitationTable.revoked.is_(None),
        )
        .values(revoked=tx.now)
    )
    return bool(taken.rowcount)


_MAKER, _GUEST = aliased(UserTable), aliased(UserTable)
_QUERY = (
    select(
        InvitationTable,
        ProjectTable.slug,
        ProjectTable.name.label("project"),
        _MAKER.name.label("made_by"),
        _GUEST.name.label("guest"),
    )
    .outerjoin(ProjectTable, ProjectTable.id == InvitationTable.project_id)
    .outerjoin(_MAKER, _MAKER.id == InvitationTable.user_id)
    .outerjoin(_GUEST, _GUEST.id == InvitationTable.used_by)
)


def _invitation(row: Row[*tuple[Any, ...]]) -> Invitation:
    return Invitation(
        id=row.id,
        slug=row.slug,
        project=row.project,
        project_id=row.project_id,
        role=row.role,
        email=row.email,
        made_by_id=row.user_id,
        made_by=row.made_by,
        created=row.created,
        expires=row.expires,
        used=row.used,
        used_by=row.guest,
        revoked=row.revoked,
    )
