"""Projects and the versions of their codebooks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, insert, select, update

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.domain.errors import NotFound
from annotator.domain.permission import Person, Role, Standing
from annotator.store.blindness import project_is_blind
from annotator.store.engine import Transaction
from annotator.store.schema import CodebookTable, DocumentTable, MemberTable, ProjectTable, UserTable


@dataclass(frozen=True, slots=True)
class Project:
    """A project as one person sees it."""

    id: str
    slug: str
    name: str
    blind: bool
    created: str
    standing: Standing


# Built once: these are asked with every page and every action.
_ALL = select(
    ProjectTable.id,
    ProjectTable.slug,
    ProjectTable.name,
    ProjectTable.blind,
    ProjectTable.created,
    ProjectTable.shows_agreement,
    project_is_blind,
    MemberTable.role,
).outerjoin(
    MemberTable,
    and_(
        MemberTable.project_id == ProjectTable.id,
        MemberTable.user_id == bindparam("user_id"),
        MemberTable.left.is_(None),
    ),
)
_BY_SLUG = _ALL.where(ProjectTable.slug == bindparam("slug"))
_BY_ID = _ALL.where(ProjectTable.id == bindparam("project_id"))


@dataclass(frozen=True, slots=True)
class Version:
    """That a version of a codebook was made, by whom, and why; ``by`` is None for the command line's operator."""

    number: int
    note: str
    by: str | None
    created: str


def add(tx: Transaction, slug: str, name: str, *, blind: bool) -> str:
    """Make a project; its id."""
    project_id = tx.new_id()
    tx.connection.execute(
        insert(ProjectTable).values(id=project_id, slug=slug, name=name, blind=blind, created=tx.now)
    )
    return project_id


def change(tx: Transaction, project_id: str, values: Mapping[str, Any]) -> None:
    tx.connection.execute(update(ProjectTable).where(ProjectTable.id == project_id).values(dict(values)))


def slug_taken(tx: Transaction, slug: str) -> bool:
    return tx.connection.execute(select(ProjectTable.id).where(ProjectTable.slug == slug)).first() is not None


def by_slug(tx: Transaction, slug: str, person: Person) -> Project | None:
    row = tx.connection.execute(_BY_SLUG, {"user_id": person.id, "slug": slug}).one_or_none()
    return None if row is None else _project(row, person)


def by_id(tx: Transaction, project_id: str, person: Person) -> Project | None:
    row = tx.connection.execute(_BY_ID, {"user_id": person.id, "project_id": project_id}).one_or_none()
    return None if row is None else _project(row, person)


def all_for(tx: Transaction, person: Person) -> list[Project]:
    """The projects that ``person`` is in; for an admin, all of them. By name."""
    rows = tx.connection.execute(_ALL, {"user_id": person.id}).all()
    found = [_project(row, person) for row in rows if person.admin or row.role is not None]
    return sorted(found, key=lambda project: (project.name.casefold(), project.slug))


def threshold(tx: Transaction, project_id: str) -> float:
    """The share of annotators from which on what they agree on may be taken into gold in bulk."""
    return tx.connection.execute(select(ProjectTable.threshold).where(ProjectTable.id == project_id)).scalar_one()


def set_threshold(tx: Transaction, project_id: str, share: float) -> None:
    tx.connection.execute(update(ProjectTable).where(ProjectTable.id == project_id).values(threshold=share))


def count_documents(tx: Transaction, project_id: str) -> int:
    query = select(func.count()).where(DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None))
    return tx.connection.execute(query).scalar_one()


def codebook(tx: Transaction, project_id: str, version: int | None = None) -> Codebook:
    """A version of a project's codebook, the latest by default; an empty one where there is none yet.

    Raises:
        NotFound: there is no such version.
    """
    if version is None:
        version = latest_codebook_version(tx, project_id)
    number = version

    def load() -> tuple[Codebook, int]:
        query = select(CodebookTable.tree).where(
            CodebookTable.project_id == project_id, CodebookTable.version == number
        )
        tree = tx.connection.execute(query).scalar()
        if tree is None:
            raise NotFound("no-codebook-version", f"The codebook has no version {number}.")
        return codebook_from_tree(tree, number), 10_000

    return tx.keep(("codebook", project_id, number), load) if number else Codebook()


def latest_codebook_version(tx: Transaction, project_id: str) -> int:
    query = select(func.max(CodebookTable.version)).where(CodebookTable.project_id == project_id)
    return tx.connection.execute(query).scalar() or 0


def highest_version_used(tx: Transaction, project_id: str) -> int:
    """The highest version of a codebook that any document says it was made under."""
    query = select(func.max(DocumentTable.codebook_version)).where(DocumentTable.project_id == project_id)
    return tx.connection.execute(query).scalar() or 0


def codebook_versions(tx: Transaction, project_id: str) -> list[int]:
    query = select(CodebookTable.version).where(CodebookTable.project_id == project_id)
    return sorted(tx.connection.execute(query).scalars())


def codebook_history(tx: Transaction, project_id: str) -> list[Version]:
    """The versions of a project's codebook, the oldest first."""
    rows = tx.connection.execute(
        select(CodebookTable.version, CodebookTable.note, CodebookTable.created, UserTable.name.label("by"))
        .outerjoin(UserTable, UserTable.id == CodebookTable.user_id)
        .where(CodebookTable.project_id == project_id)
        .order_by(CodebookTable.version)
    )
    return [Version(row.version, row.note, row.by, row.created) for row in rows]


def add_codebook(tx: Transaction, project_id: str, book: Codebook, person: Person, note: str) -> None:
    """Keep ``book`` under its version number, for good."""
    tx.connection.execute(
        insert(CodebookTable).values(
            project_id=project_id,
            version=book.version,
            tree=codebook_to_tree(book),
            note=note,
            user_id=person.id,
            created=tx.now,
        )
    )


def _project(row: Row[*tuple[Any, ...]], person: Person) -> Project:
    role: Role | None = row.role
    standing = Standing(person, role, row.is_blind, row.shows_agreement)
    return Project(row.id, row.slug, row.name, row.blind, row.created, standing)
