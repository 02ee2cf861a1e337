"""Layers, and the desk: everything a person needs who works on one document."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, update

from annotator.domain.codebook import Codebook
from annotator.domain.layer import LayerState
from annotator.domain.permission import Person, Role, Standing
from annotator.store import documents, projects
from annotator.store.documents import Reading
from annotator.store.engine import Transaction
from annotator.store.projects import Project
from annotator.store.schema import CodebookTable, DocumentTable, LayerTable, MemberTable, ProjectTable


@dataclass(frozen=True, slots=True)
class Desk:
    """A document as one person has it before them, with their own layer where they have begun one."""

    document_id: str
    title: str
    meta: dict[str, Any]
    position: int
    codebook_version: int
    project: Project
    codebook: Codebook
    reading: Reading
    person: Person
    layer_id: str | None
    state: LayerState

    @property
    def standing(self) -> Standing:
        return self.project.standing


# Built once: this is asked with every action.
_NEWEST_VERSION = (
    select(func.max(CodebookTable.version))
    .where(CodebookTable.project_id == DocumentTable.project_id)
    .scalar_subquery()
)
_DESK = (
    select(
        DocumentTable.title,
        DocumentTable.meta,
        DocumentTable.position,
        DocumentTable.codebook_version,
        DocumentTable.project_id,
        ProjectTable.slug,
        ProjectTable.name,
        ProjectTable.blind,
        ProjectTable.created,
        MemberTable.role,
        LayerTable.id.label("layer_id"),
        LayerTable.state,
        _NEWEST_VERSION.label("newest"),
    )
    .join(ProjectTable, ProjectTable.id == DocumentTable.project_id)
    .outerjoin(
        MemberTable,
        and_(
            MemberTable.project_id == ProjectTable.id,
            MemberTable.user_id == bindparam("user_id"),
            MemberTable.left.is_(None),
        ),
    )
    .outerjoin(LayerTable, and_(LayerTable.document_id == DocumentTable.id, LayerTable.name == bindparam("name")))
    .where(DocumentTable.id == bindparam("document_id"), DocumentTable.deleted.is_(None))
)


def desk(tx: Transaction, document_id: str, person: Person) -> Desk | None:
    """The desk of ``person`` at a document; None where there is no such document."""
    asked = {"document_id": document_id, "user_id": person.id, "name": person.name}
    row = tx.connection.execute(_DESK, asked).one_or_none()
    if row is None:
        return None
    role: Role | None = row.role
    standing = Standing(person, role, row.blind)
    return Desk(
        document_id=document_id,
        title=row.title,
        meta=row.meta,
        position=row.position,
        codebook_version=row.codebook_version,
        project=Project(row.project_id, row.slug, row.name, row.blind, row.created, standing),
        codebook=projects.codebook(tx, row.project_id, row.newest or 0),
        reading=documents.reading(tx, document_id),
        person=person,
        layer_id=row.layer_id,
        state=row.state or "new",
    )


def add(
    tx: Transaction,
    document_id: str,
    name: str,
    user_id: str,
    state: LayerState,
    *,
    created: str | None = None,
    updated: str | None = None,
) -> str:
    """Begin a layer; its id."""
    layer_id = tx.new_id()
    tx.connection.execute(
        insert(LayerTable).values(
            id=layer_id,
            document_id=document_id,
            name=name,
            user_id=user_id,
            state=state,
            created=created or tx.now,
            updated=updated or tx.now,
        )
    )
    return layer_id


def set_state(tx: Transaction, layer_id: str, state: LayerState) -> None:
    tx.connection.execute(update(LayerTable).where(LayerTable.id == layer_id).values(state=state, updated=tx.now))


def made_under(tx: Transaction, document_id: str, version: int) -> None:
    """Note that a document's annotations were last made under ``version`` of the codebook."""
    tx.connection.execute(
        update(DocumentTable).where(DocumentTable.id == document_id).values(codebook_version=version)
    )


def names(tx: Transaction, project_id: str) -> list[str]:
    """The names of all layers in a project."""
    query = (
        select(LayerTable.name)
        .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
        .where(DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None))
        .distinct()
    )
    return sorted(tx.connection.execute(query).scalars())
