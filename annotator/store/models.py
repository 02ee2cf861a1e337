"""Models that learned from a project's gold, and what each takes for spans of the documents that have none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, insert, select

from annotator.domain.layer import GOLD
from annotator.store.blindness import may_suggest
from annotator.store.engine import Transaction
from annotator.store.layers import Desk
from annotator.store.schema import (
    DocumentTable,
    LayerTable,
    ModelGoldTable,
    ModelLabelTable,
    ModelReadingTable,
    ModelTable,
    ProjectTable,
    UserTable,
)

Proposal = tuple[int, int, str, float]
"""``start`` and ``end``, half open, in code points, a label, and how sure it is, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model that is kept; ``by`` is None for the operator."""

    id: str
    number: int
    seed: int
    codebook_version: int
    report: Any
    by: str | None
    created: str


@dataclass(frozen=True, slots=True)
class Gold:
    """A document whose gold is complete, and when that was last changed."""

    document_id: str
    updated: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model made of a document: its proposals, and how unsure it is of it, from 0 to 1."""

    document_id: str
    uncertainty: float
    proposals: Sequence[Proposal]


_QUERY = select(
    ModelTable.id,
    ModelTable.number,
    ModelTable.seed,
    ModelTable.codebook_version,
    ModelTable.report,
    UserTable.name.label("by"),
    ModelTable.created,
).outerjoin(UserTable, UserTable.id == ModelTable.user_id)


def of_project(tx: Transaction, project_id: str) -> list[Model]:
    """The models of a project, the newest first."""
    query = _QUERY.where(ModelTable.project_id == project_id).order_by(ModelTable.number.desc())
    return [_model(row) for row in tx.connection.execute(query)]


def latest(tx: Transaction, project_id: str) -> Model | None:
    """The newest model of a project."""
    return next(iter(of_project(tx, project_id)), None)


def for_desk(tx: Transaction, desk: Desk, number: int | None = None) -> Model | None:
    """The newest model that may suggest at a desk, or the one of that number, where it may."""
    query = (
        _QUERY.join(DocumentTable, DocumentTable.project_id == ModelTable.project_id)
        .join(ProjectTable, ProjectTable.id == ModelTable.project_id)
        .where(DocumentTable.id == desk.document_id, may_suggest(desk.standing))
        .order_by(ModelTable.number.desc())
        .limit(1)
    )
    if number is not None:
        query = query.where(ModelTable.number == number)
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else _model(row)


def complete_gold(tx: Transaction, project_id: str) -> list[Gold]:
    """The documents of a project whose gold is declared complete, in its order."""
    query = (
        select(LayerTable.document_id, LayerTable.updated)
        .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
        .where(
            DocumentTable.project_id == project_id,
            DocumentTable.deleted.is_(None),
            LayerTable.name == GOLD,
            LayerTable.state == "complete",
        )
        .order_by(DocumentTable.position)
    )
    return [Gold(*row) for row in tx.connection.execute(query)]


def gold_of(tx: Transaction, model_id: str) -> list[Gold]:
    """Whose gold a model learned from."""
    table = ModelGoldTable
    query = select(table.document_id, table.updated).where(table.model_id == model_id)
    return [Gold(*row) for row in tx.connection.execute(query.order_by(table.document_id))]


@dataclass(frozen=True, slots=True)
class Learned:
    """What a model is kept with: the gold it learned from, what it learned by label, what it made of the rest."""

    gold: Sequence[Gold]
    labels: Mapping[str, bytes]
    readings: Sequence[Reading]


def add(tx: Transaction, project_id: str, user_id: str | None, made: Model, learned: Learned) -> None:
    """Keep a model."""
    tx.connection.execute(
        insert(ModelTable).values(
            id=made.id,
            project_id=project_id,
            number=made.number,
            seed=made.seed,
            codebook_version=made.codebook_version,
            report=made.report,
            user_id=user_id,
            created=made.created,
        )
    )
    gold = [{"model_id": made.id, "document_id": one.document_id, "updated": one.updated} for one in learned.gold]
    tx.connection.execute(insert(ModelGoldTable), gold)
    for label, data in learned.labels.items():
        tx.connection.execute(insert(ModelLabelTable).values(model_id=made.id, label=label, data=data))
    for one in learned.readings:
        tx.connection.execute(
            insert(ModelReadingTable).values(
                model_id=made.id,
                document_id=one.document_id,
                uncertainty=one.uncertainty,
                proposals=[list(proposal) for proposal in one.proposals],
            )
        )


def next_number(tx: Transaction, project_id: str) -> int:
    """The number of the next model; whoever else asks for it waits until this transaction is over."""
    tx.take_turns(f"models {project_id}")
    query = select(func.max(ModelTable.number)).where(ModelTable.project_id == project_id)
    return (tx.connection.execute(query).scalar() or 0) + 1


def labels(tx: Transaction, model_id: str) -> dict[str, bytes]:
    """What a model learned, by label."""
    query = select(ModelLabelTable.label, ModelLabelTable.data).where(ModelLabelTable.model_id == model_id)
    return dict(sorted((row.label, row.data) for row in tx.connection.execute(query)))


def reading(tx: Transaction, model_id: str, document_id: str) -> Reading | None:
    """What a model made of a document; None for one that came in since."""
    table = ModelReadingTable
    query = select(table.uncertainty, table.proposals).where(
        table.model_id == model_id, table.document_id == document_id
    )
    row = tx.connection.execute(query).one_or_none()
    if row is None:
        return None
    proposals = [(start, end, label, sure) for start, end, label, sure in row.proposals]
    return Reading(document_id, row.uncertainty, proposals)


def uncertainties(tx: Transaction, model_id: str) -> dict[str, float]:
    """How unsure a model is of each document that it read."""
    table = ModelReadingTable
    query = select(table.document_id, table.uncertainty).where(table.model_id == model_id)
    return {row.document_id: row.uncertainty for row in tx.connection.execute(query)}


def _model(row: Row[*tuple[Any, ...]]) -> Model:
    return Model(*row)
