"""Blindness, decided in one place: whose layers an annotator may know of while others are still reading.

A document is blind while it stands in an open round that is blind. Otherwise an open round that is not blind
opens it, and without one the project's own setting counts. Everything that shows a layer asks through the
``Standing`` that is made with these.
"""

from sqlalchemy import ColumnElement, and_, exists, or_

from annotator.store.schema import DocumentTable, ProjectTable, RoundDocumentTable, RoundTable


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
