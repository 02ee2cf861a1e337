"""Tables of agreement by their names, and who may have them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from annotator.domain.permission import Act, Person
from annotator.services import agreement_overview, figure_tables, joined_tables, passage_tables, projects
from annotator.services.agreement_overview import Overview
from annotator.services.selecting import Selection
from annotator.services.table import Table, as_json, for_statistics
from annotator.services.transactions import Store
from annotator.store.completed import Completed
from annotator.store.engine import Transaction
from annotator.store.projects import Project

OfOverview = Callable[[Overview, str], Table]
OfDocuments = Callable[[Transaction, Project, Sequence[Completed]], Table]

FIGURES: Mapping[str, OfOverview] = {
    "figures": figure_tables.figures,
    "spans": figure_tables.spans,
    "confusions": figure_tables.confusions,
    "documents": figure_tables.of_documents,
    "parts": figure_tables.parts,
}
"""The tables of figures, by name."""

PASSAGES: Mapping[str, OfDocuments] = {
    "disagreements": lambda tx, _, chosen: passage_tables.disagreements(tx, chosen),
    "statements": joined_tables.statements,
    "relations": joined_tables.relations,
    "units": lambda tx, _, chosen: passage_tables.units(tx, chosen),
    "units-recal": lambda tx, _, chosen: passage_tables.coded_units(tx, chosen),
}
"""The tables of what people marked, by name: only for whoever may read their layers."""


def table(tx: Transaction, person: Person, slug: str, selection: Selection, name: str) -> Table | None:
    """A table by its name; None where there is none of that name."""
    if name in FIGURES:
        found = agreement_overview.overview(tx, person, slug, selection, "u_alpha")
        return FIGURES[name](found, tx.now[:10])
    if name in PASSAGES:
        project = projects.find(tx, person, slug)
        project.standing.require(Act.READ_AGREEMENT)
        project.standing.require(Act.READ_OTHER_LAYERS)
        return PASSAGES[name](tx, project, selection.documents(tx, project))
    return None


WRITTEN: Mapping[str, Callable[[Table], Iterator[bytes]]] = {"csv": for_statistics, "json": as_json}
"""How a table is written, by the ending of its file."""


def chunks(
    store: Store, person: Person, slug: str, selection: Selection, *, name: str, ending: str
) -> Iterator[bytes]:
    """A table's file, piece by piece while it is read; that there is one and who may have it is asked before."""
    with store.read() as tx:
        found = table(tx, person, slug, selection, name)
        if found is not None:
            yield from WRITTEN[ending](found)
