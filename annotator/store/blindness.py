"""Blindness, decided in one place: whose layers an annotator may know of while others are still reading.

A document is blind while it stands in an open round that is blind. Otherwise an open round that is not blind
opens it, and without one the project's own setting counts. Everything that shows a layer asks through the
``Standing`` that is made with these.
"""

from sqlalchemy import ColumnElement, and_, exists, false, or_

from annotator.domain.layer import GOLD
from annotator.domain.permission import Act, Standing
from annotator.store.schema import DocumentTable, LayerTable, ProjectTable, RoundDocumentTable, RoundTable


def _in_open_round(*, blind: bool) -> ColumnElement[bool]:
    return exists().where(
        RoundDocumentTable.document_id == DocumentTable.id,
        RoundTable.id == RoundDocumentTable.round_id,
        RoundTable.closed.is_(None),
        RoundTable.blind.is_(blind),
    )


document_is_blind = or_(
    _in_open_round(blind=True), and_(ProjectTable.blind.is_(True), ~_in_open_round(blind=False))
).label("is_blind")
"""Whether a document of a query over documents and projects is blind."""

project_is_blind = or_(
    ProjectTable.blind.is_(True),
    exists().where(
        RoundTable.project_id == ProjectTable.id, RoundTable.closed.is_(None), RoundTable.blind.is_(True)
    ),
).label("is_blind")
"""Whether a project is blind anywhere: what is told of it as a whole would tell of that part as well."""


def may_know(standing: Standing) -> ColumnElement[bool]:
    """Of a query over layers, documents and projects, the layers that somebody may know of.

    Whether a document is blind is asked of each: some may be open where others are not.
    """
    blind, opened = (_layers_for(Standing(standing.person, standing.role, is_blind)) for is_blind in (True, False))
    return or_(and_(document_is_blind, blind), and_(~document_is_blind, opened))


def _layers_for(standing: Standing) -> ColumnElement[bool]:
    allowed: list[ColumnElement[bool]] = [false()]
    if standing.may(Act.ANNOTATE) and standing.person.id is not None:
        allowed.append(and_(LayerTable.user_id == standing.person.id, LayerTable.name != GOLD))
    if standing.may(Act.READ_GOLD):
        allowed.append(LayerTable.name == GOLD)
    if standing.may(Act.READ_OTHER_LAYERS):
        allowed.append(LayerTable.name != GOLD)
    return or_(*allowed)
