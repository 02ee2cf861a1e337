"""Rows become a corpus, streamed: memory for a handful of documents, however many there are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, Select, select

from annotator.domain.block import Block
from annotator.domain.codebook import Codebook
from annotator.domain.corpus import Document, Snapshot
from annotator.domain.document_filter import EVERYTHING
from annotator.domain.entity import Entity, linked, meant
from annotator.domain.layer import GOLD, Layer
from annotator.domain.precedent import Precedent, in_order
from annotator.domain.relation import Relation
from annotator.domain.span import reading_order
from annotator.domain.statement import complete
from annotator.store import entities, filtering, precedents, projects, spans
from annotator.store.engine import Transaction
from annotator.store.filtering import Conditions
from annotator.store.projects import Project
from annotator.store.schema import DocumentTable, LayerTable, RelationTable, SpanTable, TreeTable, UserTable
from annotator.store.spans import span_of

_AT_ONCE = 20
_BEFORE_ALL = -(2**31)
"""Below every place in a project's order; superseded editions stand below zero."""

Rows = Sequence[Row[*tuple[Any, ...]]]


def take(
    tx: Transaction,
    project: Project,
    layers: Sequence[str] | None,
    among: Conditions | None = None,
    *,
    edition: str | None = None,
) -> Snapshot:
    """The corpus of a project in one transaction.

    Args:
        tx: stays open as long as the snapshot is read.
        project: whose corpus.
        layers: the names of the layers to take; None for all.
        among: the conditions that documents are under; None for all of the project.
        edition: the id of the one document to take, though it was superseded; None for all that count.
    """
    if edition is not None:
        among = [DocumentTable.project_id == project.id, DocumentTable.id == edition]
    elif among is None:
        among = filtering.conditions(tx, project, EVERYTHING)
    source = _Source(tx, project, layers, among)
    return Snapshot(
        slug=project.slug,
        name=project.name,
        count=filtering.count(tx, among),
        codebooks=source.codebooks(),
        people=source.people(),
        documents=source.documents,
    )


class _Source:
    """The queries of one snapshot."""

    def __init__(self, tx: Transaction, project: Project, layers: Sequence[str] | None, among: Conditions) -> None:
        self._tx = tx
        self._project_id = project.id
        self._in_scope = [] if layers is None else [LayerTable.name.in_(layers)]
        self._has_gold = layers is None or GOLD in layers
        self._latest = projects.latest_codebook_version(tx, project.id)
        self._entities = {key: one.entity for key, one in entities.of_project(tx, project.id).items()}
        self._book = projects.codebook(tx, project.id, self._latest)
        self._present = among

    def codebooks(self) -> tuple[Codebook, ...]:
        """The versions that documents or spans in scope were made under, and the latest, oldest first."""
        made = self._versions(SpanTable).union(self._versions(RelationTable))
        used = set(self._tx.connection.execute(made).scalars())
        if not self._in_scope:
            documents = select(DocumentTable.codebook_version).where(*self._present)
            used |= set(self._tx.connection.execute(documents).scalars())
        kept = projects.codebook_versions(self._tx, self._project_id)
        versions = {version for version in used if version in kept} | set(kept[-1:])
        return tuple(projects.codebook(self._tx, self._project_id, version) for version in sorted(versions))

    def _versions(self, table: type[SpanTable] | type[RelationTable]) -> Select[int]:
        return (
            select(table.codebook_version)
            .join(LayerTable, LayerTable.id == table.layer_id)
            .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
            .where(*self._present, *self._in_scope, table.deleted.is_(None))
        )

    def people(self) -> tuple[str, ...]:
        """The names of everybody who has a layer or a span in scope, in code-point order."""
        layers = (
            select(UserTable.name)
            .join(LayerTable, LayerTable.user_id == UserTable.id)
            .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
            .where(*self._present, *self._in_scope)
        )
        made = (self._makers(SpanTable), self._makers(RelationTable))
        return tuple(sorted(self._tx.connection.execute(layers.union(*made)).scalars()))

    def _makers(self, table: type[SpanTable] | type[RelationTable]) -> Select[str]:
        return (
            select(UserTable.name)
            .join(table, table.user_id == UserTable.id)
            .join(LayerTable, LayerTable.id == table.layer_id)
            .join(DocumentTable, DocumentTable.id == LayerTable.document_id)
            .where(*self._present, *self._in_scope, table.deleted.is_(None))
        )

    def documents(self) -> Iterator[Document]:
        """The documents in their order, a few at a time."""
        reached = _BEFORE_ALL
        while batch := self._batch(reached):
            ids = [row.id for row in batch]
            layers = _by_document(self._layers(ids))
            marked = _by_document(self._spans(ids))
            relations = _by_document(self._relations(ids))
            rules = self._precedents(ids)
            trees = self._trees(ids)
            for row in batch:
                document = self._document(row, layers[row.id], marked[row.id], relations[row.id])
                yield replace(document, precedents=in_order(rules[row.id]), tree=trees.get(row.id))
            reached = batch[-1].position

    def _document(self, row: Row[*tuple[Any, ...]], layers: Rows, marked: Rows, relations: Rows) -> Document:
        document = _linked(_document(row, layers, marked, relations), self._entities)
        stated = complete(self._book, document.spans, document.relations)
        document = replace(document, statements=tuple(stated))
        if not self._in_scope:
            return document
        # The version that a document keeps is also moved on by layers out of scope: it would tell of them.
        versions = [span.codebook_version for span in document.spans]
        versions += [relation.codebook_version for relation in document.relations]
        return replace(document, codebook_version=max(versions, default=self._latest))

    def _batch(self, after: int) -> Rows:
        return self._tx.connection.execute(
            select(
                DocumentTable.id,
                DocumentTable.key,
                DocumentTable.position,
                DocumentTable.title,
                DocumentTable.text,
                DocumentTable.meta,
                DocumentTable.blocks,
                DocumentTable.codebook_version,
                DocumentTable.created,
            )
            .where(*self._present, DocumentTable.position > after)
            .order_by(DocumentTable.position)
            .limit(_AT_ONCE)
        ).all()

    def _layers(self, ids: list[str]) -> Rows:
        return self._tx.connection.execute(
            select(
                LayerTable.document_id,
                LayerTable.name,
                UserTable.name.label("annotator"),
                LayerTable.state,
                LayerTable.created,
                LayerTable.updated,
                LayerTable.attributes,
            )
            .join(UserTable, UserTable.id == LayerTable.user_id)
            .where(LayerTable.document_id.in_(ids), *self._in_scope)
        ).all()

    def _spans(self, ids: list[str]) -> Rows:
        return self._tx.connection.execute(
            spans.query().where(SpanTable.document_id.in_(ids), SpanTable.deleted.is_(None), *self._in_scope)
        ).all()

    def _relations(self, ids: list[str]) -> Rows:
        keys = {
            end: select(SpanTable.key).where(SpanTable.id == column).scalar_subquery().label(end)
            for end, column in (("source", RelationTable.source_id), ("target", RelationTable.target_id))
        }
        return self._tx.connection.execute(
            select(
                RelationTable.document_id,
                RelationTable.key,
                LayerTable.name.label("layer"),
                UserTable.name.label("annotator"),
                RelationTable.type,
                keys["source"],
                keys["target"],
                RelationTable.codebook_version,
                RelationTable.created,
            )
            .join(LayerTable, LayerTable.id == RelationTable.layer_id)
            .join(UserTable, UserTable.id == RelationTable.user_id)
            .where(RelationTable.document_id.in_(ids), RelationTable.deleted.is_(None), *self._in_scope)
        ).all()

    def _trees(self, ids: list[str]) -> dict[str, bytes]:
        query = select(TreeTable.document_id, TreeTable.data).where(TreeTable.document_id.in_(ids))
        return {row.document_id: row.data for row in self._tx.connection.execute(query)}

    def _precedents(self, ids: list[str]) -> defaultdict[str, list[Precedent]]:
        """The rules made about each document: they go where gold goes, which they were decided with."""
        found: defaultdict[str, list[Precedent]] = defaultdict(list)
        for one in precedents.in_documents(self._tx, ids) if self._has_gold else ():
            found[one.document_id].append(Precedent(one.label, one.number, one.rule, one.start, one.end))
        return found


def _linked(document: Document, entries: Mapping[str, Entity]) -> Document:
    """A document with its links followed to the entries that they mean, and these."""
    if not any(span.links for span in document.spans):
        return document
    spans = tuple(
        replace(span, links=meant(span.links, entries)) if span.links else span for span in document.spans
    )
    return replace(document, spans=spans, entities=tuple(linked((span.links for span in spans), entries)))


def _by_document(rows: Rows) -> defaultdict[str, list[Row[*tuple[Any, ...]]]]:
    grouped: defaultdict[str, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in rows:
        grouped[row.document_id].append(row)
    return grouped


def _document(row: Row[*tuple[Any, ...]], layers: Rows, marked: Rows, relations: Rows) -> Document:
    return Document(
        id=row.key,
        title=row.title,
        text=row.text,
        meta=row.meta,
        blocks=tuple(Block(*block) for block in row.blocks),
        codebook_version=row.codebook_version,
        created=row.created,
        layers=tuple(
            sorted(
                (
                    Layer(one.name, one.annotator, one.state, one.created, one.updated, one.attributes)
                    for one in layers
                ),
                key=lambda layer: layer.name,
            )
        ),
        spans=tuple(sorted((span_of(one, one.key) for one in marked), key=reading_order)),
        relations=tuple(
            sorted(
                (
                    Relation(
                        id=one.key,
                        layer=one.layer,
                        annotator=one.annotator,
                        type=one.type,
                        source=one.source,
                        target=one.target,
                        codebook_version=one.codebook_version,
                        created=one.created,
                    )
                    for one in relations
                ),
                key=lambda relation: (
                    relation.layer,
                    relation.type,
                    relation.source,
                    relation.target,
                    relation.id,
                ),
            )
        ),
    )
