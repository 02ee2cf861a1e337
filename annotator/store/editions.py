"""Editions: a document takes the place of the one that it corrects, and what was made on that one follows.

The old edition keeps its text, its layers and its log. It counts as deleted, so that nothing finds it but what
asks for an edition by its number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Table, bindparam, func, insert, select, update

from annotator.domain.block import Block
from annotator.domain.corpus import fingerprint
from annotator.domain.span import Fragments
from annotator.store import reached, word_index
from annotator.store.engine import Transaction
from annotator.store.schema import (
    AssignmentTable,
    CodebookChangeTable,
    CommentTable,
    DecisionTable,
    DocumentTable,
    EditionTable,
    ExampleTable,
    LayerTable,
    PrecedentTable,
    RelationTable,
    RoundDocumentTable,
    SpanTable,
    UserTable,
)

_LONGEST_KEY = 190

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a document: ``made`` when, by whom and why; a first edition came in with an import."""

    document_id: str
    number: int
    made: str
    by: str | None
    reason: str


def number_of(tx: Transaction, document_id: str) -> int:
    """The number of an edition; the first is 1."""
    query = select(EditionTable.number).where(EditionTable.document_id == document_id)
    return tx.connection.execute(query).scalar() or 1


def present(tx: Transaction, document_id: str) -> str:
    """The edition that counts, of a document or of any edition of it."""
    after = select(EditionTable.document_id).where(EditionTable.predecessor_id == bindparam("before"))
    while (newer := tx.connection.execute(after, {"before": document_id}).scalar()) is not None:
        document_id = newer
    return document_id


def of_document(tx: Transaction, document_id: str) -> list[Edition]:
    """The editions of a document, the oldest first; ``document_id`` is the last of them."""
    return list(_backwards(tx, document_id))[::-1]


def _backwards(tx: Transaction, document_id: str) -> Iterator[Edition]:
    query = (
        select(EditionTable, UserTable.name)
        .outerjoin(UserTable, UserTable.id == EditionTable.user_id)
        .where(EditionTable.document_id == bindparam("document"))
    )
    columns = (
        EditionTable.predecessor_id,
        EditionTable.number,
        EditionTable.created,
        UserTable.name,
        EditionTable.reason,
    )
    here = query.with_only_columns(*columns)
    while (row := tx.connection.execute(here, {"document": document_id}).one_or_none()) is not None:
        yield Edition(document_id, row.number, row.created, row.name, row.reason)
        document_id = row.predecessor_id
    created = select(DocumentTable.created).where(DocumentTable.id == document_id)
    yield Edition(document_id, 1, tx.connection.execute(created).scalar_one(), None, "")


def left_behind(tx: Transaction, old_id: str, newer: Sequence[str], layer_ids: Sequence[str]) -> list[str]:
    """The spans of some layers of an edition that are in none of those that are ``newer``."""
    followed = select(SpanTable.key).where(SpanTable.document_id.in_(newer))
    query = (
        select(SpanTable.id)
        .where(
            SpanTable.document_id == old_id,
            SpanTable.layer_id.in_(layer_ids),
            SpanTable.deleted.is_(None),
            SpanTable.key.not_in(followed),
        )
        .order_by(SpanTable.start, SpanTable.id)
    )
    return list(tx.connection.execute(query).scalars())


def supersede(
    tx: Transaction,
    old_id: str,
    new_id: str,
    *,
    text: str,
    blocks: Sequence[Block],
    source: str,
    reason: str,
    user_id: str | None,
) -> int:
    """Put a document of another text in the place of one, without what was made on it; the edition's number."""
    old = tx.connection.execute(select(DocumentTable.__table__).where(DocumentTable.id == old_id)).one()
    number = number_of(tx, old_id) + 1
    lowest = select(func.min(DocumentTable.position)).where(DocumentTable.project_id == old.project_id)
    aside = min(0, tx.connection.execute(lowest).scalar_one()) - 1
    tx.connection.execute(
        update(DocumentTable)
        .where(DocumentTable.id == old_id)
        .values(key=f"{old.key[:_LONGEST_KEY]}@{number - 1}", position=aside, deleted=tx.now, deleted_by=user_id)
    )
    _insert(
        tx,
        DocumentTable.__table__,
        [
            {
                **old._asdict(),
                "id": new_id,
                "text": text,
                "length": len(text),
                "sha256": fingerprint(text),
                "blocks": [[block.kind, block.start, block.end] for block in blocks],
                "source_sha256": source,
                "user_id": user_id,
                "created": tx.now,
            }
        ],
    )
    tx.connection.execute(
        insert(EditionTable).values(
            document_id=new_id,
            predecessor_id=old_id,
            number=number,
            reason=reason,
            user_id=user_id,
            created=tx.now,
        )
    )
    word_index.add(tx.connection, new_id, text)
    return number


@dataclass(frozen=True, slots=True)
class Copied:
    """What is on the new edition, by the ids that it had on the old: layers, spans, relations, decisions."""

    layers: Mapping[str, Values]
    spans: Mapping[str, Values]
    relations: Mapping[str, Values]
    decisions: Mapping[str, Values]


def copy(tx: Transaction, old_id: str, new_id: str, places: Mapping[str, Values]) -> Copied:
    """Copy layers with what stands in them; of spans those that have new ``places``, as columns, by their id."""
    layers = {
        row.id: {**row._asdict(), "id": tx.new_id(), "document_id": new_id}
        for row in _rows(tx, LayerTable, old_id)
    }
    _insert(tx, LayerTable.__table__, layers.values())
    spans = {
        row.id: {**_in(layers, row, new_id), "id": tx.new_id(), **places[row.id]}
        for row in _rows(tx, SpanTable, old_id, SpanTable.deleted.is_(None))
        if row.id in places
    }
    _insert(tx, SpanTable.__table__, spans.values())
    ids = {old: row["id"] for old, row in spans.items()}
    relations = {
        row.id: {
            **_in(layers, row, new_id),
            "id": tx.new_id(),
            "source_id": ids[row.source_id],
            "target_id": ids[row.target_id],
        }
        for row in _rows(tx, RelationTable, old_id, RelationTable.deleted.is_(None))
        if row.source_id in ids and row.target_id in ids
    }
    _insert(tx, RelationTable.__table__, relations.values())
    decisions = _decisions(tx, old_id, new_id, layers, ids)
    _insert(tx, DecisionTable.__table__, decisions.values())
    return Copied(layers, spans, relations, decisions)


def _decisions(
    tx: Transaction, old_id: str, new_id: str, layers: Mapping[str, Values], ids: Mapping[str, str]
) -> dict[str, Values]:
    """The decisions about spans that came along, at least one of them."""
    made: dict[str, Values] = {}
    for row in _rows(tx, DecisionTable, old_id, DecisionTable.withdrawn.is_(None)):
        sources = [
            [ids[span], version, *(ids.get(result) for result in rest)]
            for span, version, *rest in row.sources
            if span in ids
        ]
        results = [ids[one] for one in row.results if one in ids]
        if sources or results:
            made[row.id] = {
                **_in(layers, row, new_id),
                "id": tx.new_id(),
                "sources": sources,
                "results": results,
            }
    return made


def follow(tx: Transaction, old_id: str, new_id: str, copied: Copied) -> None:
    """Let rounds, queues, comments and the undoing of the codebook's changes go on with the new edition."""
    for table in (RoundDocumentTable, AssignmentTable):
        tx.connection.execute(update(table).where(table.document_id == old_id).values(document_id=new_id))
    reached.settle(tx, AssignmentTable.document_id == new_id)
    spans = {old: row["id"] for old, row in copied.spans.items()}
    gone = select(SpanTable.id).where(SpanTable.document_id == old_id, SpanTable.deleted.is_not(None))
    # What was said about a span that somebody had deleted stays with it.
    about = tx.connection.execute(
        select(CommentTable.id, CommentTable.span_id).where(
            CommentTable.document_id == old_id,
            CommentTable.span_id.is_(None) | CommentTable.span_id.not_in(gone),
        )
    )
    moved = [{"comment": row.id, "span": spans.get(row.span_id)} for row in about]
    if moved:
        tx.connection.execute(
            update(CommentTable)
            .where(CommentTable.id == bindparam("comment"))
            .values(document_id=new_id, span_id=bindparam("span")),
            moved,
        )
    layers = {old: row["id"] for old, row in copied.layers.items()}
    changed = tx.connection.execute(
        select(CodebookChangeTable.subject, CodebookChangeTable.layer_id).where(
            CodebookChangeTable.layer_id.in_(list(layers))
        )
    )
    subjects = {**layers, **spans}
    kept = [
        {"was": row.subject, "of_layer": row.layer_id, "now": subjects[row.subject], "layer": layers[row.layer_id]}
        for row in set(changed)
        if row.subject in subjects
    ]
    if kept:
        tx.connection.execute(
            update(CodebookChangeTable)
            .where(
                CodebookChangeTable.subject == bindparam("was"),
                CodebookChangeTable.layer_id == bindparam("of_layer"),
            )
            .values(subject=bindparam("now"), layer_id=bindparam("layer")),
            kept,
        )


def passages(tx: Transaction, document_id: str) -> dict[str, Fragments]:
    """Where the examples and the rules that were kept of a document stand in it, by their id."""
    found: dict[str, Fragments] = {}
    for table in (ExampleTable, PrecedentTable):
        query = select(table.id, table.start, table.end).where(table.document_id == document_id)
        found |= {row.id: ((row.start, row.end),) for row in tx.connection.execute(query)}
    return found


def move_passage(tx: Transaction, passage_id: str, new_id: str, start: int, end: int) -> None:
    """Let an example or a rule be of another edition."""
    for table in (ExampleTable, PrecedentTable):
        tx.connection.execute(
            update(table).where(table.id == passage_id).values(document_id=new_id, start=start, end=end)
        )


def _in(layers: Mapping[str, Values], row: Row[*tuple[Any, ...]], document_id: str) -> Values:
    return {**row._asdict(), "document_id": document_id, "layer_id": layers[row.layer_id]["id"]}


def _rows(tx: Transaction, table: Any, document_id: str, *conditions: Any) -> Sequence[Row[*tuple[Any, ...]]]:
    columns = table.__table__
    return tx.connection.execute(
        select(columns).where(table.document_id == document_id, *conditions).order_by(table.id)
    ).all()


def _insert(tx: Transaction, table: Any, rows: Any) -> None:
    prepared = list(rows)
    if prepared:
        assert isinstance(table, Table)  # noqa: S101 - what a mapped class has
        tx.connection.execute(insert(table), prepared)
