"""Decisions of adjudicators: kept for good, marked where they are withdrawn."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, Select, bindparam, insert, select, update

from annotator.domain.decision import Decision, Source
from annotator.store.engine import Transaction
from annotator.store.lookup import AT_ONCE
from annotator.store.schema import DecisionTable, UserTable

# Built once: gold that is put back asks this for each of its decisions.
_MARK = update(DecisionTable).where(DecisionTable.id == bindparam("decision_id"))


def standing(tx: Transaction, layer_id: str) -> list[Decision]:
    """The decisions about a gold layer that nobody withdrew, the oldest first."""
    rows = tx.connection.execute(
        _query().where(DecisionTable.layer_id == layer_id, DecisionTable.withdrawn.is_(None))
    )
    return sorted((_decision(row) for row in rows), key=lambda one: (one.created, one.id))


def state(one: Decision) -> dict[str, object]:
    """A decision as the log keeps it, as columns of its table."""
    sources = [[source.span, source.version, source.result] for source in one.sources]
    return {"choice": one.choice, "reason": one.reason, "sources": sources, "results": list(one.results)}


def by_ids(tx: Transaction, ids: Iterable[str]) -> list[Decision]:
    """The decisions of these ids, withdrawn or not."""
    wanted = list(ids)
    found: list[Decision] = []
    for start in range(0, len(wanted), AT_ONCE):
        rows = tx.connection.execute(_query().where(DecisionTable.id.in_(wanted[start : start + AT_ONCE])))
        found += [_decision(row) for row in rows]
    return found


def add(
    tx: Transaction,
    made: Iterable[Decision],
    *,
    document_id: str,
    layer_id: str,
    action_id: str,
    user_id: str,
) -> None:
    """Keep decisions that were made in one action."""
    rows = [
        {
            "id": one.id,
            "document_id": document_id,
            "layer_id": layer_id,
            "action_id": action_id,
            **state(one),
            "user_id": user_id,
            "created": one.created,
        }
        for one in made
    ]
    if rows:
        tx.connection.execute(insert(DecisionTable), rows)


def set_withdrawn(tx: Transaction, decision_id: str, by: str | None) -> None:
    """Mark a decision as withdrawn by somebody; by nobody: as standing again."""
    marked = {"decision_id": decision_id, "withdrawn": tx.now if by else None, "withdrawn_by": by}
    tx.connection.execute(_MARK, marked)


def follow(tx: Transaction, document_id: str, versions: Mapping[str, tuple[int, int]]) -> None:
    """Let the decisions about a document that stand know of spans that a change of the codebook alone changed.

    ``versions`` are the version before and after it of each; a span that had changed before stays changed.
    """
    rows = tx.connection.execute(
        select(DecisionTable.id, DecisionTable.sources).where(
            DecisionTable.document_id == document_id, DecisionTable.withdrawn.is_(None)
        )
    )
    for row in rows.all():
        sources = [_followed(source, versions) for source in row.sources]
        if sources != row.sources:
            tx.connection.execute(_MARK, {"decision_id": row.id, "sources": sources})


def _followed(source: list[Any], versions: Mapping[str, tuple[int, int]]) -> list[Any]:
    span, version, *result = source
    before, after = versions.get(span, (None, None))
    return [span, after if version == before else version, *result]


def _query() -> Select[*tuple[object, ...]]:
    return select(
        DecisionTable.id,
        DecisionTable.choice,
        DecisionTable.reason,
        DecisionTable.sources,
        DecisionTable.results,
        UserTable.name.label("by"),
        DecisionTable.created,
    ).join(UserTable, UserTable.id == DecisionTable.user_id)


def _decision(row: Row[*tuple[object, ...]]) -> Decision:
    return Decision(
        id=row.id,
        choice=row.choice,
        reason=row.reason,
        sources=tuple(Source(*source) for source in row.sources),
        results=tuple(row.results),
        by=row.by,
        created=row.created,
    )
