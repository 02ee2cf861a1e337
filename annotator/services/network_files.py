"""A discourse network as files: GraphML, a list of edges as CSV, and both as JSON."""

from typing import Any

import orjson

from annotator.domain.network import Network
from annotator.domain.tie import Node
from annotator.formats import graphml
from annotator.formats._csv import lines
from annotator.services.networking import Drawn

FORMATS = ("graphml", "csv", "json")


def written(found: Drawn, form: str) -> bytes:
    """A network in one of ``FORMATS``."""
    match form:
        case "graphml":
            return graphml.graphml(found.network, _about(found))
        case "csv":
            return _csv(found.network)
    return orjson.dumps(tree(found), option=orjson.OPT_INDENT_2) + b"\n"


def tree(found: Drawn) -> dict[str, Any]:
    """A network for scripts."""
    shown = found.network
    return {
        **_about(found),
        "view": shown.view,
        "statements": found.statements,
        "documents": found.documents,
        "actors": [_node(node) for node in shown.sources],
        "instruments": [_node(node) for node in shown.targets],
        "edges": [
            {"source": edge.source.key, "target": edge.target.key, **graphml.said(edge)} for edge in shown.edges
        ],
    }


def _about(found: Drawn) -> dict[str, str | int]:
    return {"project": found.project.slug, "support": found.support, "least": found.least}


def _node(node: Node) -> dict[str, str | None]:
    return {"key": node.key, "name": node.name, "entity": node.entry}


def _csv(found: Network) -> bytes:
    edges = [(edge, graphml.said(edge)) for edge in found.edges]
    names = list(edges[0][1]) if edges else ["weight"]
    rows = ([edge.source.name, edge.target.name, *said.values()] for edge, said in edges)
    return b"".join(lines([["source", "target", *names], *rows]))
