"""Adjudicating: what there is to decide about a document, and where the next disagreement is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.decision import Case, cases
from annotator.domain.entity import Entity
from annotator.domain.layer import GOLD
from annotator.domain.permission import Person
from annotator.domain.relation import Relation
from annotator.domain.span import Span, Value
from annotator.services import comparing, gold
from annotator.services.reading import Desk
from annotator.store import decisions, documents, entities, layers, past, projects, relations, spans
from annotator.store.engine import Transaction
from annotator.store.layers import Expected

__all__ = ["Case", "Desk", "Docket", "Expected", "at", "docket", "next_open"]

_HALF_A_PERCENT = 0.005


@dataclass(frozen=True, slots=True)
class Docket:
    """A document before an adjudicator.

    ``counted`` are the layers that are compared, ``missing`` those that are not complete; with ``unfinished``
    they are compared all the same. ``said`` is what those that are compared say about the document as a whole, and
    ``entries`` the registry by its keys.
    """

    desk: Desk
    counted: tuple[Expected, ...]
    said: Mapping[str, Mapping[str, Value]]
    missing: tuple[Expected, ...]
    unfinished: bool
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...]
    gold: dict[str, Span]
    cases: tuple[Case, ...]
    threshold: float
    entries: Mapping[str, Entity]

    @property
    def decided(self) -> int:
        return sum(case.decided for case in self.cases)

    @property
    def agreed(self) -> tuple[Case, ...]:
        """The undecided units on which as many agree as the project asks for."""
        return tuple(case for case in self.cases if not case.decided and self._enough(case))

    def case(self, unit_id: str) -> Case | None:
        return next((case for case in self.cases if case.unit.id == unit_id), None)

    def _enough(self, case: Case) -> bool:
        # Two of three are the 67 percent that somebody typed.
        return case.unit.kind == "agree" and case.unit.share + _HALF_A_PERCENT >= self.threshold


def docket(tx: Transaction, person: Person, document_id: str, *, unfinished: bool = False) -> Docket:
    """All that there is to decide, for whoever may."""
    return at(tx, gold.desk(tx, person, document_id), unfinished=unfinished)


def at(tx: Transaction, desk: Desk, *, unfinished: bool = False) -> Docket:
    """The same at a desk of gold."""
    heads = [one for one in layers.expected(tx, desk.document_id) if one.name != GOLD]
    missing = [one for one in heads if one.state != "complete"]
    counted = [one for one in heads if one.id and (unfinished or one.state == "complete")]
    names = {one.name for one in counted}
    begun = comparing.standings(tx, desk.document_id, heads)
    related = relations.in_document(tx, desk.document_id)
    entries = {key: one.entity for key, one in entities.of_project(tx, desk.project.id).items()}
    compared = comparing.compare(
        tx, [one for one in begun if one.name in names], [one for one in related if one.layer in names], entries
    )
    golden = {span.id: span for span in spans.in_layer(tx, desk.layer_id)} if desk.layer_id else {}
    found = cases(
        compared.units,
        decisions.standing(tx, desk.layer_id) if desk.layer_id else [],
        {span.id: span for one in begun for span in comparing.marked(tx, one)},
        golden,
        past.order(tx, desk.document_id),
    )
    return Docket(
        desk=desk,
        counted=tuple(counted),
        said=_said(tx, counted),
        missing=tuple(missing),
        unfinished=unfinished,
        spans=compared.spans,
        relations=tuple(related),
        gold=golden,
        cases=tuple(found),
        threshold=projects.threshold(tx, desk.project.id),
        entries=entries,
    )


def _said(tx: Transaction, counted: Sequence[Expected]) -> dict[str, Mapping[str, Value]]:
    found = layers.attributes_of(tx, [one.id for one in counted if one.id])
    return {one.name: found[one.id] for one in counted if one.id}


def next_open(tx: Transaction, person: Person, document_id: str) -> str | None:
    """The next document of the project on which something is left to decide, after this one and round."""
    here = gold.desk(tx, person, document_id)
    waiting = layers.to_adjudicate(tx, here.project.id)
    order = [one.id for one in documents.listed(tx, here.project.id, person)]
    start = order.index(document_id) + 1
    for one in [*order[start:], *order[: start - 1]]:
        if one in waiting and any(not case.settled for case in docket(tx, person, one).cases):
            return one
    return None
