"""Networking: the discourse network of a project, of the statements that somebody may know of."""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.domain.errors import Invalid, NotFound
from annotator.domain.layer import GOLD
from annotator.domain.network import SUPPORTS, VIEWS, Edge, Network, Support, View, network
from annotator.domain.permission import Person
from annotator.domain.statement_type import StatementType
from annotator.services import listing_statements
from annotator.services.listing_statements import Stated, Wanted
from annotator.store.engine import Transaction
from annotator.store.projects import Project


@dataclass(frozen=True, slots=True)
class Asked:
    """Which network: a ``view`` of it, whose statements count, and from which weight an edge is shown.

    Without a ``support`` it is ``gold`` where any statement is, and ``any`` where none is yet. Without a ``least``
    all edges are there, but a picture has those of them that can be told apart.
    """

    view: str = VIEWS[0]
    support: str = ""
    least: int | None = None

    def refuse_unknown(self) -> None:
        """Refuse a view or a support that there is not.

        Raises:
            Invalid: names those that there are.
        """
        if self.view not in VIEWS:
            raise Invalid("unknown-view", f"“{self.view[:40]}” is no view; these are: {', '.join(VIEWS)}.")
        if self.support not in ("", *SUPPORTS):
            known = ", ".join(SUPPORTS)
            raise Invalid("unknown-support", f"“{self.support[:40]}” is no support; these are: {known}.")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A network with what it was drawn from: so many complete statements, in so many documents.

    ``heaviest`` is the weight that any edge has, shown or not; ``pictured`` is what a picture has of it.
    """

    project: Project
    network: Network
    pictured: Network
    support: Support
    least: int
    statements: int
    documents: int
    heaviest: int


@dataclass(frozen=True, slots=True)
class Behind:
    """An edge, and the statements behind it, by document and in reading order."""

    drawn: Drawn
    edge: Edge
    rows: tuple[Stated, ...]
    sign_of: Callable[[str | None], str | None]


def drawn(tx: Transaction, person: Person, slug: str, asked: Asked) -> Drawn:
    """The network that was asked for.

    Raises:
        Invalid: there is no such view or support.
    """
    asked.refuse_unknown()
    project, book = listing_statements.found_in(tx, person, slug)
    ties = list(listing_statements.ties(tx, project, book))
    support = asked.support or ("gold" if any(tie.layer == GOLD for tie in ties) else "any")
    view: View = next(one for one in VIEWS if one == asked.view)
    chosen: Support = next(one for one in SUPPORTS if one == support)
    whole = network(ties, view, chosen)
    least = asked.least or 1
    return Drawn(
        project=project,
        network=whole.of_weight(least),
        pictured=whole.of_weight(asked.least or whole.legible_weight()),
        support=chosen,
        least=least,
        statements=len(ties),
        documents=len({tie.document for tie in ties}),
        heaviest=max((edge.weight for edge in whole.edges), default=0),
    )


def behind(tx: Transaction, person: Person, slug: str, asked: Asked, ends: tuple[str, str]) -> Behind:
    """The statements behind the edge between two nodes, given by their keys.

    Raises:
        NotFound: nothing joins them.
    """
    found = drawn(tx, person, slug, asked)
    edge = next((one for one in found.network.edges if {one.source.key, one.target.key} == set(ends)), None)
    if edge is None:
        raise NotFound("no-edge", "Nothing joins these two, or no longer.")
    wanted, documents = {tie.statement for tie in edge.ties}, {tie.document for tie in edge.ties}
    project, book = listing_statements.found_in(tx, person, slug)
    told = listing_statements.stated(tx, project, book, Wanted(), only=documents)
    rows = (one for one in told if one.statement.id in wanted)
    kind = book.statement_type or StatementType()
    return Behind(found, edge, tuple(rows), kind.sign_of)
