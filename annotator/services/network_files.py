"""A discourse network as files: GraphML, a list of edges as CSV, and both as JSON."""

from collections.abc import Iterator
from typing import Any

import orjson

from annotator.domain.network import Network
from annotator.domain.tie import Node
from annotator.formats._csv import lines
from annotator.formats._graphml import graphml, said
from annotator.services.networking import Drawn

FORMATS = ("graphml", "csv", "json")


def chunks(found: Drawn, form: str) -> Iterator[bytes]:
    """A network in one of ``FORMATS``, piece by piece."""
    match form:
        case "graphml":
            yield graphml(found.network, about(found))
        case "csv":
            yield from _csv(found.network)
        case _:
            yield orjson.dumps(tree(found), option=orjson.OPT_INDENT_2) + b"\n"


def tree(found: Drawn) -> dict[str, Any]:
    """A network for scripts."""
    shown = found.network
    return {
        **about(found),
        "view": shown.view,
        "statements": found.statements,
        "documents": found.documents,
        "actors": [node_tree(node) for node in shown.sources],
        "instruments": [node_tree(node) for node in shown.targets],
        "edges": [{"source": edge.source.key, "target": edge.target.key, **said(edge)} for edge in shown.edges],
    }


def about(found: Drawn) -> dict[str, Any]:
    """What a network is of, and what was asked for."""
    return {"project": found.project.slug, "support": found.support, "least": found.least}


def node_tree(node: Node) -> dict[str, str | None]:
    """A node for scripts."""
    return {"key": node.key, "name": node.name, "entity": node.entry}


def _csv(found: Network) -> Iterator[bytes]:
    names = list(said(found.edges[0])) if found.edges else ["weight"]
    yield from lines([["source", "target", *names]])
    yield from lines([edge.source.name, edge.target.name, *said(edge).values()] for edge in found.edges)
