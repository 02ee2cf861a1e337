"""Documents: their text, which never changes, and the list of them in a project."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, or_, select, update

from annotator.domain.block import Block
from annotator.domain.corpus import Document, fingerprint
from annotator.domain.layer import GOLD, LayerState
from annotator.domain.permission import Person
from annotator.store import filing, word_index
from annotator.store.engine import Transaction
from annotator.store.lookup import AT_ONCE, known_ids, only_tested
from annotator.store.schema import DocumentTable, LayerTable, SourceTable, TreeTable

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What there is to read in a document."""

    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in its project's list.

    ``states`` counts the annotators' layers in each state that may be known; ``gold`` is the state of gold, where
    there is any and it may be known.
    """

    id: str
    title: str
    meta: dict[str, Any]
    length: int
    position: int
    state: LayerState
    states: dict[str, int]
    gold: LayerState | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a document's bytes came from."""

    sha256: str | None
    name: str


def reading(tx: Transaction, document_id: str) -> Reading:
    """The text and the blocks of a document that exists."""

    def load() -> tuple[Reading, int]:
        row = tx.connection.execute(
            select(DocumentTable.text, DocumentTable.blocks).where(DocumentTable.id == document_id)
        ).one()
        return Reading(row.text, tuple(Block(*block) for block in row.blocks)), len(row.text)

    return tx.keep(("reading", document_id), load)


def listed(tx: Transaction, project_id: str, person: Person) -> list[Listed]:
    """The documents of a project in their order, with the state of ``person``'s own layer."""
    return [_listed(row) for row in tx.connection.execute(_listing_in(project_id, person))]


def listed_under(
    tx: Transaction, project_id: str, person: Person, conditions: Sequence[ColumnElement[bool]]
) -> list[Listed]:
    """The same of those under some conditions."""
    return [_listed(row) for row in tx.connection.execute(_listing_in(project_id, person).where(*conditions))]


def listed_of(tx: Transaction, project_id: str, person: Person, these: ColumnElement[bool]) -> list[Listed]:
    """The same of a few, which are found by their ids: the project's others are not gone through."""
    query = _listing(person).where(only_tested(DocumentTable.project_id) == project_id, these)
    return [_listed(row) for row in tx.connection.execute(query)]


def listed_after(
    tx: Transaction, project_id: str, person: Person, position: int, conditions: Sequence[ColumnElement[bool]]
) -> Iterator[Listed]:
    """Those under some conditions that come later in the order, read as far as they are asked for."""
    query = _listing_in(project_id, person).where(*conditions).limit(_AT_ONCE)
    while rows := tx.connection.execute(query.where(DocumentTable.position > position)).all():
        yield from map(_listed, rows)
        position = rows[-1].position


def _listing_in(project_id: str, person: Person) -> Select[*tuple[Any, ...]]:
    return _listing(person).where(DocumentTable.project_id == project_id)


def _listing(person: Person) -> Select[*tuple[Any, ...]]:
    mine = and_(LayerTable.document_id == DocumentTable.id, LayerTable.name == person.name)
    return (
        select(
            DocumentTable.id,
            DocumentTable.title,
            DocumentTable.meta,
            DocumentTable.length,
            DocumentTable.position,
            LayerTable.state,
        )
        .outerjoin(LayerTable, mine)
        .where(DocumentTable.deleted.is_(None))
        .order_by(DocumentTable.position)
    )


def _listed(row: Row[*tuple[Any, ...]]) -> Listed:
    return Listed(row.id, row.title, row.meta, row.length, row.position, row.state or "new", {})


def own_states(tx: Transaction, project_id: str, person: Person) -> list[tuple[str, LayerState]]:
    """The ids of a project's documents in their order, with the state of ``person``'s own layer."""
    mine = and_(LayerTable.document_id == DocumentTable.id, LayerTable.name == person.name)
    rows = tx.connection.execute(
        select(DocumentTable.id, LayerTable.state)
        .outerjoin(LayerTable, mine)
        .where(DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None))
        .order_by(DocumentTable.position)
    )
    return [(row.id, row.state or "new") for row in rows]


def own_progress(tx: Transaction, project_id: str, person: Person) -> tuple[int, int]:
    """How many documents a project has, and on how many of these ``person``'s own layer is complete."""
    here = (DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None))
    complete = (
        select(func.count())
        .select_from(LayerTable)
        .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
        .where(*here, LayerTable.name == person.name, LayerTable.state == "complete")
    )
    query = select(select(func.count(DocumentTable.id)).where(*here).scalar_subquery(), complete.scalar_subquery())
    every, done = tx.connection.execute(query).one()
    return every, done


def next_of_own(tx: Transaction, project_id: str, person: Person) -> tuple[str, LayerState] | None:
    """The first document of a project on which ``person``'s own layer is not complete, and the layer's state."""
    state = func.coalesce(LayerTable.state, "new")
    mine = and_(LayerTable.document_id == DocumentTable.id, LayerTable.name == person.name)
    query = (
        select(DocumentTable.id, state)
        .outerjoin(LayerTable, mine)
        .where(DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None), state != "complete")
        .order_by(DocumentTable.position)
        .limit(1)
    )
    row: Any = tx.connection.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])


def layer_states(tx: Transaction, which: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each of some documents, how many annotators' layers are in which state."""
    states: dict[str, dict[str, int]] = {}
    for some in _parts(which):
        rows = tx.connection.execute(
            select(LayerTable.document_id, LayerTable.state, func.count())
            .where(LayerTable.document_id.in_(some), LayerTable.name != GOLD)
            .group_by(LayerTable.document_id, LayerTable.state)
        )
        for document_id, state, count in rows:
            states.setdefault(document_id, {})[state] = count
    return states


def gold_states(tx: Transaction, which: Sequence[str]) -> dict[str, LayerState]:
    """For each of some documents that gold was begun on, its state."""
    found: dict[str, LayerState] = {}
    for some in _parts(which):
        query = select(LayerTable.document_id, LayerTable.state).where(
            LayerTable.document_id.in_(some), LayerTable.name == GOLD
        )
        found.update({row.document_id: row.state for row in tx.connection.execute(query)})
    return found


def _parts(which: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(which), AT_ONCE):
        yield which[start : start + AT_ONCE]


def set_deleted(tx: Transaction, document_id: str, by: str | None) -> None:
    """Mark a document as taken away; nothing of it is."""
    tx.connection.execute(
        update(DocumentTable).where(DocumentTable.id == document_id).values(deleted=tx.now, deleted_by=by)
    )


def has_tree(tx: Transaction, document_id: str) -> bool:
    """Whether a document came as a tree that is kept."""
    query = select(TreeTable.document_id).where(TreeTable.document_id == document_id)
    return tx.connection.execute(query).scalar() is not None


def created(tx: Transaction, document_id: str) -> str:
    """When a document that exists came in."""
    return tx.connection.execute(select(DocumentTable.created).where(DocumentTable.id == document_id)).scalar_one()


def neighbours(tx: Transaction, project_id: str, position: int) -> tuple[str | None, str | None]:
    """The ids of the documents before and after a position."""
    here = select(DocumentTable.id).where(DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None))
    before = here.where(DocumentTable.position < position).order_by(DocumentTable.position.desc()).limit(1)
    after = here.where(DocumentTable.position > position).order_by(DocumentTable.position).limit(1)
    return tx.connection.execute(before).scalar(), tx.connection.execute(after).scalar()


def known_keys(tx: Transaction, project_id: str) -> set[str]:
    """The ids, as exports show them, that a project has or once had."""
    query = select(DocumentTable.key).where(DocumentTable.project_id == project_id)
    return set(tx.connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class Known:
    """A document without its text: by what it may be known."""

    id: str
    key: str
    title: str
    sha256: str
    meta: dict[str, Any]


def known(tx: Transaction, project_id: str) -> list[Known]:
    """The documents of a project in their order, by what they may be known."""
    table = DocumentTable
    query = (
        select(table.id, table.key, table.title, table.sha256, table.meta)
        .where(table.project_id == project_id, table.deleted.is_(None))
        .order_by(table.position)
    )
    return [Known(*row) for row in tx.connection.execute(query)]


def known_texts(tx: Transaction, project_id: str) -> dict[str, str]:
    """For the fingerprint of each text in a project, the title it stands under."""
    query = select(DocumentTable.sha256, DocumentTable.title).where(
        DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None)
    )
    return {row.sha256: row.title for row in tx.connection.execute(query)}


def all_texts(tx: Transaction, project_id: str) -> Iterator[tuple[str, str]]:
    """The title and the text of each document of a project in their order, a few in memory at a time."""
    query = (
        select(DocumentTable.title, DocumentTable.text)
        .where(DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None))
        .order_by(DocumentTable.position)
        .execution_options(yield_per=50)
    )
    for row in tx.connection.execute(query):
        yield row.title, row.text


def id_of(tx: Transaction, project_id: str, key: str) -> str | None:
    """The id of the document of a project that exports call ``key``, or that has it as its id."""
    query = select(DocumentTable.id).where(
        DocumentTable.project_id == project_id,
        DocumentTable.deleted.is_(None),
        or_(DocumentTable.key == key, DocumentTable.id == key),
    )
    return tx.connection.execute(query.order_by(DocumentTable.key != key)).scalars().first()


def taken_ids(tx: Transaction, ids: Iterable[str]) -> set[str]:
    """Which of ``ids`` are documents already, deleted or not."""
    return known_ids(tx, DocumentTable.id, ids)


def present(tx: Transaction, ids: Sequence[str]) -> set[str]:
    """Which of ``ids`` are documents that nobody took away."""
    found: set[str] = set()
    for some in _parts(ids):
        query = select(DocumentTable.id).where(DocumentTable.id.in_(some), DocumentTable.deleted.is_(None))
        found |= set(tx.connection.execute(query).scalars())
    return found


def next_position(tx: Transaction, project_id: str) -> int:
    """The place after the last document; whoever else asks for it waits until this transaction is over."""
    tx.take_turns(f"documents {project_id}")
    query = select(func.max(DocumentTable.position)).where(DocumentTable.project_id == project_id)
    return (tx.connection.execute(query).scalar() or 0) + 1


def add_source(tx: Transaction, sha256: str, data: bytes) -> None:
    """Keep the bytes of a file, once for each content."""
    there = tx.connection.execute(select(SourceTable.sha256).where(SourceTable.sha256 == sha256)).scalar()
    if there is None:
        tx.connection.execute(insert(SourceTable).values(sha256=sha256, data=data, created=tx.now))


def add(
    tx: Transaction,
    document: Document,
    *,
    document_id: str,
    project_id: str,
    position: int,
    source: Provenance,
    person: Person,
    arriving: str | None = None,
) -> None:
    """Keep a document; its layers are added by themselves. One that is ``arriving`` is not seen yet."""
    tx.connection.execute(
        insert(DocumentTable).values(
            id=document_id,
            project_id=project_id,
            key=f"arriving {document_id}" if arriving else document.id,
            position=position,
            title=document.title,
            text=document.text,
            length=len(document.text),
            sha256=fingerprint(document.text),
            meta=dict(document.meta),
            blocks=[[block.kind, block.start, block.end] for block in document.blocks],
            codebook_version=document.codebook_version,
            source_sha256=source.sha256,
            source_name=source.name,
            user_id=person.id,
            created=document.created,
            deleted=tx.now if arriving else None,
            arriving=arriving,
            arriving_key=document.id if arriving else None,
        )
    )
    if document.tree is not None:
        tx.connection.execute(insert(TreeTable).values(document_id=document_id, data=document.tree))
    word_index.add(tx.connection, document_id, document.text)
    filing.add(tx.connection, project_id, [(document_id, document.meta)])
