"""A discourse network as GraphML, for networkx, Gephi, visone and igraph; of each view there is a format."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from annotator.domain.codebook import Codebook
from annotator.domain.corpus import Snapshot
from annotator.domain.layer import GOLD
from annotator.domain.network import Edge, Network, Support, View, network
from annotator.domain.statement import statements
from annotator.domain.tie import NEITHER, OPPOSES, SUPPORTS, Node, Tie, tie_of
from annotator.formats._base import Format, never_claims


def format_of(view: View, name: str, title: str) -> Format:
    """The format that holds one view of the network."""
    return Format(
        name=name,
        title=title,
        suffix=".graphml" if view == "affiliation" else f".{view}.graphml",
        media_type="application/graphml+xml",
        claims=never_claims,
        write=lambda snapshot: _written(snapshot, view),
        derived=True,
        holds_text=False,
    )


def seen(snapshot: Snapshot, view: View) -> tuple[Network, Support]:
    """A view of the gold statements where they alone are exported, of everybody's otherwise; and whose."""
    ties = list(_ties(snapshot))
    support: Support = "gold" if ties and all(tie.layer == GOLD for tie in ties) else "any"
    return network(ties, view, support), support


def _written(snapshot: Snapshot, view: View) -> Iterator[bytes]:
    found, support = seen(snapshot, view)
    yield graphml(found, {"project": snapshot.slug, "support": support})


def graphml(found: Network, about: Mapping[str, Any]) -> bytes:
    """A network as GraphML, with what it is ``about`` as attributes of the graph."""
    import networkx as nx  # noqa: PLC0415 - half of the time in which the whole program starts

    buffer = BytesIO()
    # Not the one of lxml: both write the same attributes, this one whatever else is installed. With numbers for
    # names Gephi would take the key “d7”, be it the weight, for the label that yEd gives edges.
    nx.write_graphml_xml(graph(found, about), buffer, prettyprint=True, named_key_ids=True)
    return buffer.getvalue() + b"\n"


def graph(found: Network, about: Mapping[str, Any]) -> Any:
    """A network as networkx has it; an actor and an instrument of one name are two nodes."""
    import networkx as nx  # noqa: PLC0415 - the same

    made = nx.Graph(**about, view=found.view)
    for node in found.sources:
        made.add_node(_id("actor", node), **_about(node, "actor"))
    for node in found.targets:
        made.add_node(_id("instrument", node), **_about(node, "instrument"))
    other = "instrument" if found.view == "affiliation" else "actor"
    for edge in found.edges:
        made.add_edge(_id("actor", edge.source), _id(other, edge.target), **said(edge))
    return made


def said(edge: Edge) -> dict[str, str | int]:
    """What there is to say of an edge, by name: the same in every file."""
    counted: dict[str, str | int] = {
        "weight": edge.weight,
        "statements": len(edge.ties),
        "documents": edge.documents,
        "annotators": len(edge.annotators),
        "annotator_names": ", ".join(edge.annotators),
        "quotes": " ".join(edge.quotes),
    }
    if not edge.sides:
        return {**counted, "instruments": "; ".join(node.name for node in edge.instruments)}
    by_name = {"supports": SUPPORTS, "opposes": OPPOSES, "neither": NEITHER}
    return {**counted, **{name: edge.sides[side] for name, side in by_name.items()}, "sign": edge.sign}


_NO_TOKEN = re.compile(
    r"[^-.:0-9A-Za-z\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd]"
)
"""What a name token of XML may not have, in any edition of it, and the sign by which it is told."""


def _id(sort: str, node: Node) -> str:
    """A node's id: GraphML's are name tokens, without blanks and quotes."""
    return _NO_TOKEN.sub(lambda found: f"_{ord(found[0]):x}.", f"{sort}:{node.key}")


def _about(node: Node, sort: str) -> dict[str, str | int]:
    sorts: dict[str, str | int] = {"type": sort, "bipartite": int(sort == "instrument")}
    return {"label": node.name, **sorts, "entry": node.entry or "", "key": node.key}


def _ties(snapshot: Snapshot) -> Iterator[Tie]:
    book = snapshot.codebooks[-1] if snapshot.codebooks else Codebook()
    kind = book.statement_type
    if kind is None:
        return
    for document in snapshot.documents():
        entries = {one.key: one for one in document.entities}
        made = statements(book, document.spans, document.relations)
        found = (tie_of(one, kind, document.id, document.text, entries) for one in made)
        yield from (tie for tie in found if tie)
