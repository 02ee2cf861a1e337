"""The network as files: what one computes by hand is what networkx reads, in each of the three views."""

import io
from html import escape

import networkx as nx
import pytest
from corpora import NOW, snapshot_of
from lxml import etree

from annotator.domain.block import Block
from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.corpus import Document
from annotator.domain.layer import Layer
from annotator.domain.network import VIEWS, network
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.domain.tie import Node, Tie
from annotator.formats._graphml import graph
from annotator.services import exchange

TEXT = "Defence backs the Draft. Finance rejects the Draft. Defence and Finance want the Treaty."
BOOK = Codebook(
    "DNA",
    1,
    labels=(
        Label("actor"),
        Label("stance", attributes=(Attribute("polarity", "choice", choices=("supports", "opposes")),)),
        Label("law"),
    ),
    relations=(
        RelationType("holds", source=("actor",), target=("stance",)),
        RelationType("toward", source=("stance",), target=("law",)),
    ),
)


def test_two_actors_in_conflict_over_one_instrument_and_in_congruence_over_another():
    assert edges("graphml", corpus("ana")) == {
        ("Defence", "Draft"): {"weight": 1, "sign": "+", "annotators": 1},
        ("Draft", "Finance"): {"weight": 1, "sign": "-", "annotators": 1},
        ("Defence", "Treaty"): {"weight": 1, "sign": "+", "annotators": 1},
        ("Finance", "Treaty"): {"weight": 1, "sign": "+", "annotators": 1},
    }
    assert edges("graphml-congruence", corpus("ana")) == {
        ("Defence", "Finance"): {"weight": 1, "instruments": "Treaty", "annotators": 1}
    }
    assert edges("graphml-conflict", corpus("ana")) == {
        ("Defence", "Finance"): {"weight": 1, "instruments": "Draft", "annotators": 1}
    }


def test_an_edge_carries_how_many_annotators_support_it_and_the_ids_of_its_quotes():
    graph = read("graphml-conflict", corpus("ana", "ben"))
    ((_, _, edge),) = graph.edges(data=True)
    assert (edge["annotators"], edge["annotator_names"], edge["weight"]) == (2, "ana, ben", 1)
    assert edge["statements"] == 4
    assert set(edge["quotes"].split()) == {"ana.backs", "ben.backs", "ana.rejects", "ben.rejects"}


@pytest.mark.parametrize("view", VIEWS)
def test_where_gold_alone_is_exported_its_statements_count(view):
    graph = read(name_of(view), corpus("gold"))
    assert (graph.graph["support"], graph.graph["view"]) == ("gold", view)
    assert graph.number_of_edges() == len(read(name_of(view), corpus("ana")).edges)


@pytest.mark.parametrize("view", VIEWS)
def test_what_other_programs_go_by_is_as_graphml_has_it(view):
    """Gephi and visone read ids that are name tokens, the six types of GraphML, and a graph of one direction."""
    tree = etree.fromstring(b"".join(exchange.writer(name_of(view)).write(corpus("ana"))))
    keys = {(one.get("for"), one.get("attr.name")): one for one in tree.iter(f"{GRAPHML}key")}
    assert all(one.get("id") == name for (_, name), one in keys.items())
    assert {one.get("attr.type") for one in keys.values()} <= {
        "boolean",
        "int",
        "long",
        "float",
        "double",
        "string",
    }
    assert keys["node", "label"].get("attr.type") == "string"
    assert keys["edge", "weight"].get("attr.type") == "long"
    assert [one.get("edgedefault") for one in tree.iter(f"{GRAPHML}graph")] == ["undirected"]
    assert all(tokens(one.get("id")) for one in tree.iter(f"{GRAPHML}node"))


@pytest.mark.parametrize(
    "words",
    ["the “Draft” of 1994", "a_b", "a b", "Ұлттық қауіпсіздік", "国防部", "😀", "x\u00b2 ª", "", "<&'\"/>"],
)
def test_whatever_a_text_calls_an_actor_is_an_id_of_its_own(words):
    others = [Node(f"words:{one}", one) for one in ("a_b", "a b", "a_20.b", "a.b", "ab") if one != words]
    ties = [
        Tie(node, Node("entry:law", "Law"), 1, "d", "ana", "ana", "s")
        for node in (*others, Node(f"words:{words}", words))
    ]
    made = graph(network(ties, "affiliation", "any"), {})
    assert made.number_of_nodes() == len(others) + 2
    assert all(map(tokens, made))


def tokens(given):
    """Whether a schema lets it be a name token."""
    return TOKEN.validate(etree.fromstring(f"<t>{escape(given)}</t>")) and not any(map(str.isspace, given))


GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
TOKEN = etree.XMLSchema(
    etree.fromstring(
        '<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="t" type="NMTOKEN"/></schema>'
    )
)


@pytest.mark.parametrize("view", VIEWS)
def test_a_corpus_without_statements_is_an_empty_network(view):
    assert read(name_of(view), snapshot_of()).number_of_nodes() == 0


def name_of(view):
    return "graphml" if view == "affiliation" else f"graphml-{view}"


def read(name, snapshot):
    return nx.read_graphml(io.BytesIO(b"".join(exchange.writer(name).write(snapshot))))


def edges(name, snapshot):
    """What joins which names, as far as one counts by hand."""
    graph = read(name, snapshot)
    called = nx.get_node_attributes(graph, "label")
    kept = ("weight", "sign", "instruments", "annotators")
    return {
        tuple(sorted((called[one], called[other]))): {key: said[key] for key in kept if key in said}
        for one, other, said in graph.edges(data=True)
    }


def corpus(*layers):
    """One document that each of these layers reads alike."""
    readings = [Reading(one, "ana" if one == "gold" else one) for one in layers]
    for one in readings:
        one.says(["Defence"], "backs", "supports", "Draft")
        one.says(["Finance"], "rejects", "opposes", "Draft")
        one.says(["Defence", "Finance"], "want", "supports", "Treaty")
    document = Document(
        *("d", "Talks", TEXT, {}, (Block("paragraph", 0, len(TEXT)),), 1, NOW),
        layers=tuple(Layer(one.layer, one.who, "complete", NOW, NOW) for one in readings),
        spans=tuple(span for one in readings for span in one.spans),
        relations=tuple(relation for one in readings for relation in one.relations),
    )
    return snapshot_of(document, codebooks=(BOOK,))


class Reading:
    """What somebody marks and joins, sentence by sentence."""

    def __init__(self, layer, who):
        self.layer, self.who = layer, who
        self.spans, self.relations = [], []

    def says(self, actors, stance, polarity, law):
        sentence = TEXT[: TEXT.index(stance)].rfind(". ") + 1
        made = self._mark(stance, "stance", sentence, {"polarity": polarity})
        for actor in actors:
            self._join("holds", self._mark(actor, "actor", sentence), made)
        self._join("toward", made, self._mark(law, "law", sentence))

    def _mark(self, words, label, after, said=None):
        start = TEXT.index(words, after)
        span_id = f"{self.layer}.{words}" if label == "stance" else f"{self.layer}.{words}.{start}"
        place = ((start, start + len(words)),)
        self.spans.append(Span(span_id, self.layer, self.who, label, place, said or {}, "", 1, 1, NOW, NOW))
        return span_id

    def _join(self, kind, source, target):
        relation_id = f"{self.layer}.{len(self.relations)}"
        self.relations.append(Relation(relation_id, self.layer, self.who, kind, source, target, 1, NOW))
