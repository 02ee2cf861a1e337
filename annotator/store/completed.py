"""What was completed in a project: its documents, each with the layers that their annotators declared complete."""

from bisect import bisect
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Select, String, cast, func, select

from annotator.store.engine import Transaction
from annotator.store.layer_owners import STATES, owners
from annotator.store.lookup import AT_ONCE
from annotator.store.schema import DocumentTable, EventTable, LayerTable, RoundDocumentTable, RoundTable


@dataclass(frozen=True, slots=True)
class CompleteLayer:
    """A layer that is complete: while it is, only changes of the codebook reach it: ``carried`` counts them."""

    id: str
    name: str
    updated: str
    carried: int


@dataclass(frozen=True, slots=True)
class Completed:
    """A document with its complete layers, by name, and the labels that are looked at: all where none is named."""

    document_id: str
    title: str
    length: int
    meta: Mapping[str, Any]
    layers: tuple[CompleteLayer, ...]
    labels: tuple[str, ...] = ()

    @property
    def state(self) -> tuple[Any, ...]:
        """Is another one whenever anything is that can be counted here."""
        return (self.document_id, self.layers, self.labels)


def documents(tx: Transaction, project_id: str, number: str | None = None) -> list[Completed]:
    """The documents of a project, or of a round of it, that have a complete layer, in their order."""
    inside = [] if number is None else [DocumentTable.id.in_(_in_round(project_id, number))]
    rows = tx.connection.execute(
        select(
            DocumentTable.id,
            DocumentTable.title,
            DocumentTable.length,
            DocumentTable.meta,
            LayerTable.id.label("layer_id"),
            LayerTable.name,
            LayerTable.updated,
            LayerTable.carried,
        )
        .join(LayerTable, LayerTable.document_id == DocumentTable.id)
        .where(
            DocumentTable.project_id == project_id,
            DocumentTable.deleted.is_(None),
            LayerTable.state == "complete",
            *inside,
        )
        .order_by(DocumentTable.position)
    )
    found = []
    for document_id, here in groupby(rows, key=lambda row: row.id):
        complete = list(here)
        heads = sorted(
            (one.name, CompleteLayer(one.layer_id, one.name, one.updated, one.carried)) for one in complete
        )
        first = complete[0]
        found.append(
            Completed(document_id, first.title, first.length, first.meta, tuple(head for _, head in heads))
        )
    return found


def under(tx: Transaction, project_id: str, layers: Mapping[str, str]) -> dict[str, int]:
    """For complete layers the codebook's version that was the newest when they were declared so; 0 for none.

    ``layers`` are their ids, each with that of its document. What came complete was so when its document came.
    """
    since = _declared(tx, layers)
    event = EventTable
    made = tx.connection.execute(
        select(event.sequence, event.subject)
        .where(event.document_id.is_(None), event.project_id == project_id, event.kind == "codebook.version")
        .order_by(event.sequence)
    ).all()
    moments = [row.sequence for row in made]
    versions = [0, *(int(row.subject) for row in made)]
    return {layer: versions[bisect(moments, since[layer])] for layer in layers}


def _declared(tx: Transaction, layers: Mapping[str, str]) -> dict[str, int]:
    """When complete layers became so, as places in the log."""
    event, documents = EventTable, sorted(set(layers.values()))
    came: dict[str | None, int] = {}
    declared: dict[str, int] = {}
    for start in range(0, len(documents), AT_ONCE):
        of_some = event.document_id.in_(documents[start : start + AT_ONCE])
        first = (
            select(event.document_id, func.min(event.sequence).label("first"))
            .where(of_some)
            .group_by(event.document_id)
        )
        last = select(event.subject, func.max(event.sequence).label("last")).where(
            of_some, event.kind == "layer.state"
        )
        came |= {row.document_id: row.first for row in tx.connection.execute(first)}
        declared |= {row.subject: row.last for row in tx.connection.execute(last.group_by(event.subject))}
    return {layer: declared.get(layer, came.get(document, 0)) for layer, document in layers.items()}


def names(tx: Transaction, project_id: str) -> set[str]:
    """The names of all layers that were begun in a project."""
    return _named(tx, project_id, STATES)


def over(tx: Transaction, project_id: str) -> set[str]:
    """The ids of the documents that stand in closed rounds and in no open one."""
    query = (
        select(RoundDocumentTable.document_id, RoundTable.closed)
        .join(RoundTable, RoundTable.id == RoundDocumentTable.round_id)
        .where(RoundTable.project_id == project_id)
    )
    rows = tx.connection.execute(query).all()
    return {row.document_id for row in rows} - {row.document_id for row in rows if row.closed is None}


def rounds_begun(tx: Transaction, project_id: str) -> dict[int, str]:
    """For each round's number when it was made."""
    query = select(RoundTable.number, RoundTable.created).where(RoundTable.project_id == project_id)
    return {row.number: row.created for row in tx.connection.execute(query)}


def annotators(tx: Transaction, project_id: str) -> set[str]:
    """The names of all layers that are complete in a project."""
    return _named(tx, project_id, ("complete",))


def _named(tx: Transaction, project_id: str, states: Collection[str]) -> set[str]:
    """The names of layers in some states: of each one is looked for, as layers are many and names few."""
    one = (
        select(LayerTable.id)
        .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
        .where(DocumentTable.project_id == project_id, DocumentTable.deleted.is_(None))
        .limit(1)
    )
    found = set[str]()
    for user_id, state, name in owners(tx):
        theirs = (LayerTable.user_id == user_id, LayerTable.state == state, LayerTable.name == name)
        if state in states and name not in found and tx.connection.execute(one.where(*theirs)).first():
            found.add(name)
    return found


def _in_round(project_id: str, number: str) -> Select[str]:
    return (
        select(RoundDocumentTable.document_id)
        .join(RoundTable, RoundTable.id == RoundDocumentTable.round_id)
        .where(RoundTable.project_id == project_id, cast(RoundTable.number, String) == number)
    )


def in_rounds(tx: Transaction, project_id: str, among: Sequence[str]) -> dict[int, set[str]]:
    """For each round's number the ids of its documents that are ``among`` some; of no others they are read."""
    query = (
        select(RoundTable.number, RoundDocumentTable.document_id)
        .join(RoundDocumentTable, RoundDocumentTable.round_id == RoundTable.id)
        .where(RoundTable.project_id == project_id)
    )
    found: dict[int, set[str]] = {}
    for start in range(0, len(among), AT_ONCE):
        some = query.where(RoundDocumentTable.document_id.in_(among[start : start + AT_ONCE]))
        for number, document in tx.connection.execute(some):
            found.setdefault(number, set()).add(document)
    return dict(sorted(found.items()))
