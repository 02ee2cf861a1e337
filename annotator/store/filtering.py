"""A filter as SQL: which documents of a project it lets through for somebody, and how many stand under each value.

Each field is a query of documents and their values under it; a condition, a count and an order are made of these.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, String, Subquery, Text, and_, cast, func, literal, select
from sqlalchemy.dialects.postgresql import JSON

from annotator.domain.document_filter import OF_TEAM, Filter
from annotator.domain.errors import Forbidden
from annotator.domain.layer import GOLD
from annotator.domain.permission import Act
from annotator.domain.query import Query, holds
from annotator.store import searching, word_index
from annotator.store.engine import Transaction
from annotator.store.projects import Project
from annotator.store.schema import (
    AssignmentTable,
    DocumentTable,
    FiledTable,
    LayerTable,
    RoundDocumentTable,
    RoundTable,
)

Conditions = Sequence[ColumnElement[bool]]


def offered(project: Project) -> list[str]:
    """The fields that somebody may filter a project by, but for those of what a document is filed under."""
    standing = project.standing
    own = ["state"] if standing.may(Act.ANNOTATE) and standing.person.id is not None else []
    rounds = ["round"] if own or standing.may(Act.READ_PROGRESS) else []
    return [*own, *rounds, *(OF_TEAM if standing.may(Act.READ_PROGRESS) else ())]


def conditions(tx: Transaction, project: Project, wanted: Filter) -> Conditions:
    """What is to hold of a query over documents: of this project, still there, and let through.

    Raises:
        Forbidden: a field tells of what whoever asks has not, or may not know of.
        Invalid: the words cannot be read.
    """
    found: list[ColumnElement[bool]] = [DocumentTable.project_id == project.id, DocumentTable.deleted.is_(None)]
    for name, values in wanted.fields:
        under = _under(project, name)
        found.append(DocumentTable.id.in_(select(under.c.document_id).where(under.c.value.in_(values))))
    if query := wanted.searched:
        found += _said(tx, project, query)
    return found


def ids(tx: Transaction, project: Project, wanted: Filter) -> list[str]:
    """The documents that a filter lets through, in the project's order."""
    query = select(DocumentTable.id).where(*conditions(tx, project, wanted)).order_by(DocumentTable.position)
    return list(tx.connection.execute(query).scalars())


def some(tx: Transaction, among: Conditions, first: int, most: int) -> list[str]:
    """Some of the documents under some conditions, in the project's order."""
    query = select(DocumentTable.id).where(*among).order_by(DocumentTable.position).offset(first).limit(most)
    return list(tx.connection.execute(query).scalars())


def count(tx: Transaction, among: Conditions) -> int:
    """How many documents there are under some conditions."""
    return tx.connection.execute(select(func.count(DocumentTable.id)).where(*among)).scalar_one()


def size(tx: Transaction, among: Conditions) -> tuple[int, int]:
    """How many documents there are under some conditions, and how long they are together."""
    query = select(func.count(DocumentTable.id), func.coalesce(func.sum(DocumentTable.length), 0)).where(*among)
    number, length = tx.connection.execute(query).one()
    return number, length


def counts(tx: Transaction, project: Project, name: str, among: Conditions) -> dict[str, int]:
    """For each value of a field how many of the documents under some conditions have it."""
    under = _under(project, name)
    query = (
        select(under.c.value, func.count(under.c.document_id.distinct()))
        .where(under.c.document_id.in_(select(DocumentTable.id).where(*among)))
        .group_by(under.c.value)
    )
    return {row[0]: row[1] for row in tx.connection.execute(query)}


def counts_filed(
    tx: Transaction, project: Project, names: Sequence[str], among: Conditions
) -> dict[str, dict[str, int]]:
    """The same of several fields that documents are filed under, at once."""
    query = (
        select(FiledTable.field, FiledTable.value, func.count())
        .where(
            FiledTable.project_id == project.id,
            FiledTable.field.in_(names),
            FiledTable.document_id.in_(select(DocumentTable.id).where(*among)),
        )
        .group_by(FiledTable.field, FiledTable.value)
    )
    found: dict[str, dict[str, int]] = {name: {} for name in names}
    for field, value, number in tx.connection.execute(query):
        found[field][value] = number
    return found


def sorted_by(tx: Transaction, project: Project, name: str, among: Conditions) -> list[tuple[str, Any]]:
    """The documents under some conditions in the project's order, each with its title, or another word of its own.

    ``name`` is one of ``title``, ``position``, ``length``, or a field, whose first value counts.
    """
    column = {"title": DocumentTable.title, "position": DocumentTable.position, "length": DocumentTable.length}
    if name in column:
        query = select(DocumentTable.id, column[name]).where(*among)
    else:
        first = (
            select(FiledTable.document_id, func.min(FiledTable.value).label("value"))
            .where(FiledTable.project_id == project.id, FiledTable.field == name)
            .group_by(FiledTable.document_id)
            .subquery()
        )
        query = (
            select(DocumentTable.id, first.c.value)
            .join(first, first.c.document_id == DocumentTable.id)
            .where(*among)
        )
    return [(row[0], row[1]) for row in tx.connection.execute(query.order_by(DocumentTable.position))]


def values_of(tx: Transaction, document_ids: Iterable[str], name: str) -> dict[str, list[str]]:
    """What each of some documents is filed under in a field."""
    query = (
        select(FiledTable.document_id, FiledTable.value)
        .join(DocumentTable, DocumentTable.id == FiledTable.document_id)
        .where(FiledTable.field == name, one_of(tx, list(document_ids)))
        .order_by(FiledTable.value)
    )
    found: dict[str, list[str]] = {}
    for document_id, value in tx.connection.execute(query):
        found.setdefault(document_id, []).append(value)
    return found


def one_of(tx: Transaction, some: Sequence[str]) -> ColumnElement[bool]:
    """That a document is one of any number of them, which are sent as one value."""
    sent = orjson.dumps(list(some)).decode()
    if tx.connection.dialect.name == "postgresql":
        each = func.json_array_elements_text(cast(literal(sent, Text), JSON)).table_valued("value")
    else:
        each = func.json_each(sent).table_valued("value")
    return DocumentTable.id.in_(select(each.c.value))


def _under(project: Project, name: str) -> Subquery:
    """Each document of a project with each of its values in a field."""
    if name in ("state", "round", *OF_TEAM):
        if name not in offered(project):
            raise Forbidden("not-allowed", f"You cannot filter by {name}: it is told only to whoever it concerns.")
        return _OF_WORK[name](project).subquery()
    return (
        select(FiledTable.document_id, FiledTable.value)
        .where(FiledTable.project_id == project.id, FiledTable.field == name)
        .subquery()
    )


def _state(project: Project) -> Select[Any]:
    return _layer_state(project, project.standing.person.name)


def _gold(project: Project) -> Select[Any]:
    return _layer_state(project, GOLD)


def _layer_state(project: Project, layer: str) -> Select[Any]:
    there = and_(LayerTable.document_id == DocumentTable.id, LayerTable.name == layer)
    return _of_each(project, func.coalesce(LayerTable.state, "new")).outerjoin(LayerTable, there)


def _readings(project: Project) -> Select[Any]:
    complete = and_(
        LayerTable.document_id == DocumentTable.id, LayerTable.state == "complete", LayerTable.name != GOLD
    )
    number = cast(func.count(LayerTable.id), String)
    return _of_each(project, number).outerjoin(LayerTable, complete).group_by(DocumentTable.id)


def _round(project: Project) -> Select[Any]:
    """Every round that a document stands in; for whoever only annotates, those in which it was given to them."""
    standing = project.standing
    if standing.may(Act.READ_PROGRESS):
        inside = select(RoundDocumentTable.document_id, RoundTable.number).join(
            RoundTable, RoundTable.id == RoundDocumentTable.round_id
        )
    else:
        inside = (
            select(AssignmentTable.document_id, RoundTable.number)
            .join(RoundTable, RoundTable.id == AssignmentTable.round_id)
            .where(AssignmentTable.user_id == standing.person.id, AssignmentTable.withdrawn.is_(None))
        )
    numbers = inside.where(RoundTable.project_id == project.id).subquery()
    value = func.coalesce(cast(numbers.c.number, String), "")
    return _of_each(project, value).outerjoin(numbers, numbers.c.document_id == DocumentTable.id)


_OF_WORK = {"state": _state, "gold": _gold, "readings": _readings, "round": _round}


def _of_each(project: Project, value: Any) -> Select[Any]:
    return (
        select(DocumentTable.id.label("document_id"), value.label("value"))
        .select_from(DocumentTable)
        .where(DocumentTable.project_id == project.id, DocumentTable.deleted.is_(None))
    )


def _said(tx: Transaction, project: Project, query: Query) -> list[ColumnElement[bool]]:
    """What is to hold of documents that a search finds, read no further than its words need."""
    exact = all(word_index.is_exact(one) for one in (*query.phrases, *query.excluded))
    if exact and not query.of_documents:
        dialect = tx.connection.dialect.name
        excluded = [word_index.has_all(one.words, dialect) for one in query.excluded]
        return [*word_index.has_all(query.words, dialect), *(~one for some in excluded for one in some)]
    return [one_of(tx, list(_read(tx, project, query, exact=exact)))]


def _read(tx: Transaction, project: Project, query: Query, *, exact: bool) -> Iterable[str]:
    if exact and not query.phrases and not query.excluded:
        known = select(DocumentTable.id, DocumentTable.title, DocumentTable.meta).where(
            DocumentTable.project_id == project.id, DocumentTable.deleted.is_(None)
        )
        rows = tx.connection.execute(known)
        return (row.id for row in rows if holds(query.of_documents, row.title, row.meta))
    return (
        one.id
        for one in searching.texts(tx, project, query.words)
        if holds(query.of_documents, one.title, one.meta)
        and all(phrase.places(one.words) for phrase in query.phrases)
        and not any(phrase.places(one.words) for phrase in query.excluded)
    )
