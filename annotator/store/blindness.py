"""Blindness, decided in one place: whose layers an annotator may know of while others are still reading.

A document is blind while it stands in an open round that is blind. Otherwise an open round that is not blind
opens it, and without one the project's own setting counts. Everything that shows a layer asks through the
``Standing`` that is made with these.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_

from annotator.domain.layer import GOLD
from annotator.domain.permission import Act, Standing
from annotator.store.lookup import only_tested
from annotator.store.schema import (
    DocumentTable,
    LayerTable,
    ModelGoldTable,
    ModelTable,
    ProjectTable,
    RoundDocumentTable,
    RoundTable,
)


def _in_open_round(document: Any = DocumentTable.id, **such: bool) -> ColumnElement[bool]:
    """Whether a document stands in an open round in which each of ``such`` is as it says."""
    return exists().where(
        RoundDocumentTable.document_id == document,
        RoundTable.id == RoundDocumentTable.round_id,
        RoundTable.closed.is_(None),
        *(getattr(RoundTable, name).is_(value) for name, value in such.items()),
    )


def _is_blind(document: Any) -> ColumnElement[bool]:
    open_ = _in_open_round(document, blind=False)
    return or_(_in_open_round(document, blind=True), and_(ProjectTable.blind.is_(True), ~open_))


document_is_blind = _is_blind(DocumentTable.id).label("is_blind")
"""Whether a document of a query over documents and projects is blind."""

project_is_blind = or_(
    ProjectTable.blind.is_(True),
    exists().where(
        RoundTable.project_id == ProjectTable.id, RoundTable.closed.is_(None), RoundTable.blind.is_(True)
    ),
).label("is_blind")
"""Whether a project is blind anywhere: what is told of it as a whole would tell of that part as well."""


project_is_blind_throughout = and_(
    ProjectTable.blind.is_(True),
    ~exists().where(
        RoundTable.project_id == ProjectTable.id, RoundTable.closed.is_(None), RoundTable.blind.is_(False)
    ),
).label("is_blind_throughout")
"""Whether every document of a project is blind, without a look at any of them."""


def may_know_blind(standing: Standing) -> ColumnElement[bool]:
    """Of a query over layers, those that somebody may know of in documents that are blind."""
    return _layers_for(Standing(standing.person, standing.role, blind=True))


def may_know(standing: Standing) -> ColumnElement[bool]:
    """Of a query over layers, documents and projects, the layers that somebody may know of.

    Whether a document is blind is asked of each: some may be open where others are not.
    """
    blind, opened = (_layers_for(Standing(standing.person, standing.role, is_blind)) for is_blind in (True, False))
    return or_(and_(document_is_blind, blind), and_(~document_is_blind, opened))


def may_suggest(standing: Standing) -> ColumnElement[bool]:
    """Of a query over models, documents and their project, the models that may suggest to somebody in a document.

    None repeats gold to where it learned it. Whoever may read gold though a document is blind may hear of any
    other. Whoever annotates only may hear of one that learned from nothing but gold they may read; and where an
    open round of the document lets models suggest, of one that learned from no document that is being read blind.
    """
    elsewhere = ~_learned_from(ModelGoldTable.document_id == DocumentTable.id)
    if Standing(standing.person, standing.role, blind=True).may(Act.READ_GOLD):
        return elsewhere
    openly = and_(~_is_blind(DocumentTable.id), ~_learned_from(_is_blind(ModelGoldTable.document_id)))
    let = and_(_in_open_round(suggests=True), ~_in_open_round(blind=True, suggests=False))
    blindly = and_(let, ~_learned_from(_in_open_round(ModelGoldTable.document_id, blind=True)))
    return and_(elsewhere, or_(openly, blindly))


def _learned_from(such: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(ModelGoldTable.model_id == ModelTable.id, such)


def _layers_for(standing: Standing) -> ColumnElement[bool]:
    allowed: list[ColumnElement[bool]] = [false()]
    if standing.may(Act.ANNOTATE) and standing.person.id is not None:
        allowed.append(and_(only_tested(LayerTable.user_id) == standing.person.id, LayerTable.name != GOLD))
    if standing.may(Act.READ_GOLD):
        allowed.append(LayerTable.name == GOLD)
    if standing.may(Act.READ_OTHER_LAYERS):
        allowed.append(LayerTable.name != GOLD)
    return or_(*allowed)
