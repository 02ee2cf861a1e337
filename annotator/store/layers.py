"""Layers, and the desk: everything a person needs who works on one document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, update

from annotator.domain.codebook import Codebook
from annotator.domain.layer import GOLD, LayerState
from annotator.domain.permission import Person, Role, Standing
from annotator.domain.span import Value
from annotator.store import documents, projects, reached
from annotator.store.blindness import document_is_blind, project_is_blind
from annotator.store.documents import Reading
from annotator.store.engine import Transaction
from annotator.store.lookup import AT_ONCE
from annotator.store.projects import Project
from annotator.store.schema import (
    AssignmentTable,
    CodebookTable,
    DocumentTable,
    LayerTable,
    MemberTable,
    ProjectTable,
    UserTable,
)


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
    attributes: Mapping[str, Value]
    """What is said about the document as a whole in this layer."""
    project_is_blind: bool
    """Whether the project is blind anywhere: this document may be open where others are not."""

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
        ProjectTable.shows_agreement,
        ProjectTable.created,
        MemberTable.role,
        LayerTable.id.label("layer_id"),
        LayerTable.state,
        LayerTable.attributes,
        document_is_blind,
        project_is_blind.element.label("project_is_blind"),
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
    standing = Standing(person, role, row.is_blind, row.shows_agreement)
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
        attributes=row.attributes or {},
        project_is_blind=row.project_is_blind,
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
    attributes: Mapping[str, Value] | None = None,
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
            attributes=attributes or {},
        )
    )
    reached.note(tx, layer_id, state, updated or tx.now)
    return layer_id


def set_attributes(tx: Transaction, layer_id: str, values: Mapping[str, Value]) -> None:
    """Let ``values`` be all that is said in a layer about its document."""
    tx.connection.execute(
        update(LayerTable).where(LayerTable.id == layer_id).values(attributes=values, updated=tx.now)
    )


def attributes_of(tx: Transaction, layer_ids: Iterable[str]) -> dict[str, Mapping[str, Value]]:
    """What is said in some layers about their documents, by the layer's id."""
    wanted = sorted(layer_ids)
    found: dict[str, Mapping[str, Value]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = LayerTable.id.in_(wanted[start : start + AT_ONCE])
        rows = tx.connection.execute(select(LayerTable.id, LayerTable.attributes).where(some))
        found |= {row.id: row.attributes for row in rows}
    return found


def set_state(tx: Transaction, layer_id: str, state: LayerState) -> None:
    tx.connection.execute(update(LayerTable).where(LayerTable.id == layer_id).values(state=state, updated=tx.now))
    reached.note(tx, layer_id, state, tx.now)


@dataclass(frozen=True, slots=True)
class Expected:
    """A layer that is there, or that somebody has in their queue and has not begun: then it has no ``id``."""

    id: str | None
    name: str
    state: LayerState


def expected(tx: Transaction, document_id: str) -> list[Expected]:
    """The layers of a document, and those of whoever it is assigned to, by name."""
    begun = tx.connection.execute(
        select(LayerTable.id, LayerTable.name, LayerTable.state).where(LayerTable.document_id == document_id)
    )
    found = {row.name: Expected(row.id, row.name, row.state) for row in begun}
    awaited = tx.connection.execute(
        select(UserTable.name)
        .join(AssignmentTable, AssignmentTable.user_id == UserTable.id)
        .where(AssignmentTable.document_id == document_id, AssignmentTable.withdrawn.is_(None))
    ).scalars()
    for name in awaited:
        found.setdefault(name, Expected(None, name, "new"))
    return [found[name] for name in sorted(found)]


def documents_of(tx: Transaction, project_id: str, user_id: str) -> list[str]:
    """The documents of a project on which somebody has a layer of their own, in the project's order."""
    query = (
        select(LayerTable.document_id)
        .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
        .where(
            LayerTable.user_id == user_id,
            LayerTable.name != GOLD,
            DocumentTable.project_id == project_id,
            DocumentTable.deleted.is_(None),
        )
        .order_by(DocumentTable.position)
    )
    return list(tx.connection.execute(query).scalars())


def to_adjudicate(tx: Transaction, project_id: str) -> set[str]:
    """The documents of a project with a complete layer, whose gold is not declared complete."""
    query = (
        select(LayerTable.document_id, LayerTable.name)
        .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
        .where(
            DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None), LayerTable.state == "complete"
        )
    )
    complete = [(row.document_id, row.name == GOLD) for row in tx.connection.execute(query)]
    return {one for one, _ in complete} - {one for one, is_gold in complete if is_gold}


def made_under(tx: Transaction, document_id: str, version: int) -> None:
    """Note that a document's annotations were last made under ``version`` of the codebook."""
    tx.connection.execute(
        update(DocumentTable).where(DocumentTable.id == document_id).values(codebook_version=version)
    )


def carry(tx: Transaction, layer_id: str) -> None:
    """Note that a change of the codebook changed something in a layer, complete or not."""
    tx.connection.execute(
        update(LayerTable).where(LayerTable.id == layer_id).values(carried=LayerTable.carried + 1)
    )


@dataclass(frozen=True, slots=True)
class Head:
    """A layer without what stands in it."""

    id: str
    name: str
    annotator: str
    state: LayerState
    created: str
    updated: str
    attributes: Mapping[str, Value]


def of_document(tx: Transaction, document_id: str) -> list[Head]:
    """The layers of a document, by their name."""
    rows = tx.connection.execute(
        select(
            LayerTable.id,
            LayerTable.name,
            UserTable.name.label("annotator"),
            LayerTable.state,
            LayerTable.created,
            LayerTable.updated,
            LayerTable.attributes,
        )
        .join(UserTable, UserTable.id == LayerTable.user_id)
        .where(LayerTable.document_id == document_id)
    )
    heads = [Head(*row) for row in rows]
    return sorted(heads, key=lambda head: head.name)


def names(tx: Transaction, project_id: str) -> list[str]:
    """The names of all layers in a project."""
    query = (
        select(LayerTable.name)
        .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
        .where(DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None))
        .distinct()
    )
    return sorted(tx.connection.execute(query).scalars())
