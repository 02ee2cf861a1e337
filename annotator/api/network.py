"""The discourse network of a project: who takes which side on what, and who stands with or against whom."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, convert

from annotator.api.answers import Answer, Json
from annotator.api.door import Resource, Visit
from annotator.api.shapes import Id
from annotator.domain.network import Edge
from annotator.services import networking
from annotator.services.network_files import about, node_tree
from annotator.services.networking import Asked as Wanted

resource = Resource(
    "Network",
    "Actors by instruments, or actors who took the same or opposite sides, of the statements you may know of. "
    "As GraphML it comes by the export: graphml, graphml-congruence, graphml-conflict.",
)


class Node(Struct):
    """An actor or an instrument: an entry of the registry, or the words of the texts where nothing is linked."""

    key: str
    name: str
    entity: str | None


class Tied(Struct, omit_defaults=True):
    """What joins two nodes: ``source`` and ``target`` are their keys, ``quotes`` the spans that say so."""

    source: str
    target: str
    weight: Annotated[int, Meta(description="Statements; between actors the instruments on which they meet.")]
    statements: int
    documents: int
    annotators: Annotated[list[str], Meta(description="Those whose own layers alone would draw it.")]
    instruments: list[str]
    quotes: list[Id]
    sign: Annotated[str, Meta(description="+, -, +- or 0; none between actors.")] | UnsetType = UNSET


class Network(Struct):
    """One view of the network, and what it was drawn from."""

    project: str
    support: str
    least: int
    view: str
    statements: int
    documents: int
    actors: list[Node]
    instruments: list[Node]
    edges: list[Tied]


class Asked(Struct, kw_only=True, forbid_unknown_fields=True):
    """Which network."""

    view: Annotated[str, Meta(max_length=20, description="affiliation, congruence or conflict.")] = "affiliation"
    support: Annotated[
        str, Meta(max_length=20, description="gold, agreed by two annotators, or any; gold where there is any.")
    ] = ""
    least: Annotated[int, Meta(ge=1, le=1_000_000, description="Edges of at least this weight.")] = 1


@resource.reads("/projects/<slug>/network", answers=Network, refusals=(404, 422))
def show(visit: Visit, slug: str, query: Asked) -> Answer:
    """One view of the network."""
    found = networking.drawn(visit.tx, visit.person, slug, Wanted(query.view, query.support, query.least))
    shown = found.network
    return Json(
        Network(
            **about(found),
            view=shown.view,
            statements=found.statements,
            documents=found.documents,
            actors=[convert(node_tree(node), Node) for node in shown.sources],
            instruments=[convert(node_tree(node), Node) for node in shown.targets],
            edges=[_tied(edge) for edge in shown.edges],
        )
    )


def _tied(edge: Edge) -> Tied:
    return Tied(
        source=edge.source.key,
        target=edge.target.key,
        weight=edge.weight,
        statements=len(edge.ties),
        documents=edge.documents,
        annotators=list(edge.annotators),
        instruments=[node.name for node in edge.instruments],
        quotes=list(edge.quotes),
        sign=edge.sign or UNSET,
    )
