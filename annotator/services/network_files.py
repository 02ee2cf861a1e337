"""A discourse network as files: GraphML, a list of edges as CSV, and both as JSON."""

from typing import Any

import orjson

from annotator.domain.network import Network
from annotator.domain.tie import Node
from annotator.formats._csv import lines
from annotator.formats._graphml import graphml, said
from annotator.services.networking import Drawn

FORMATS = ("graphml", "csv", "json")


def written(found: Drawn, form: str) -> bytes:
    """A network in one of ``FORMATS``."""
    match form:
        case "graphml":
            return graphml(found.network, about(found))
        case "csv":
            return _csv(found.network)
    return orjson.dumps(tree(found), option=orjson.OPT_INDENT_2) + b"\n"


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


def _csv(found: Network) -> bytes:
    edges = [(edge, said(edge)) for edge in found.edges]
    names = list(edges[0][1]) if edges else ["weight"]
    rows = ([edge.source.name, edge.target.name, *told.values()] for edge, told in edges)
    return b"".join(lines([["source", "target", *names], *rows]))
