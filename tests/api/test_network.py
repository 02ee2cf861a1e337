"""The network through the API: the same edges as the page's, each with its annotators and its quotes."""

import pytest
from acting import SLUG, Desk
from saying import say

from annotator.services import corpus

HERE = f"/projects/{SLUG}/network"


@pytest.fixture
def said(store, team):
    """Moscow backs what the Kremlin opposes: ana and ben read the one, ana alone the other."""
    with store.read() as tx:
        first = corpus.corpus(tx, team["ana"], SLUG).documents[0].id
    ana, ben = (Desk(store, team[name], first) for name in ("ana", "ben"))
    return {
        "ana": say(ana, "Moscow", "adopted", "law that allows"),
        "ben": say(ben, "Moscow", "adopted", "law that allows"),
        "against": say(ana, "Kremlin", "accused", "law that allows", "opposes"),
    }


def test_an_edge_tells_its_sign_its_annotators_and_the_spans_that_say_so(ana, said):
    found = ana.get(HERE).json
    assert (found["view"], found["support"], found["statements"]) == ("affiliation", "any", 3)
    by_actor = {edge["source"]: edge for edge in found["edges"]}
    moscow = by_actor["words:moscow"]
    assert (moscow["weight"], moscow["sign"], moscow["annotators"]) == (1, "+", ["ana", "ben"])
    assert set(moscow["quotes"]) == {said["ana"], said["ben"]}
    assert (by_actor["words:kremlin"]["sign"], by_actor["words:kremlin"]["quotes"]) == ("-", [said["against"]])


def test_actors_meet_on_what_they_take_opposite_sides_of(ana, said):
    (edge,) = ana.get(f"{HERE}?view=conflict").json["edges"]
    assert ({edge["source"], edge["target"]}, edge["annotators"]) == ({"words:kremlin", "words:moscow"}, ["ana"])
    assert "sign" not in edge
    assert ana.get(f"{HERE}?view=congruence").json["edges"] == []
    assert ana.get(f"{HERE}?view=conflict&support=agreed").json["edges"] == []


def test_a_blind_annotator_gets_their_own_statements(ben, said):
    found = ben.get(HERE).json
    assert [(edge["source"], edge["quotes"]) for edge in found["edges"]] == [("words:moscow", [said["ben"]])]


@pytest.mark.parametrize("query", ["view=sideways", "support=nobody", "least=0", "least=many", "other=1"])
def test_what_cannot_be_asked_is_a_problem(ana, query):
    refused = ana.get(f"{HERE}?{query}")
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")
