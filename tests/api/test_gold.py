"""Gold joined by script: with everything that a relation made on the page has."""

from uuid import uuid4

import pytest
from acting import Desk
from adjudicators import Chair


def test_two_spans_of_gold_are_joined_once_and_parted(chair, gold, adjudicator):
    here = f"/documents/{chair.document}/gold/relations"
    sent = {"id": str(uuid4()), "type": "holds", "source": gold["actor"], "target": gold["stance"]}
    made = adjudicator.post(here, json=sent)
    assert (made.status_code, made.json["layer"], made.json["annotator"]) == (201, "gold", "adjudicator")
    assert adjudicator.post(here, json=sent).status_code == 200
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    assert adjudicator.delete(f"{here}/{sent['id']}").status_code == 204
    assert chair.ties == []
    gone = adjudicator.post(here, json=sent)
    assert (gone.status_code, gone.json["code"]) == (409, "relation-deleted")
    backwards = {"type": "holds", "source": gold["stance"], "target": gold["actor"]}
    assert adjudicator.post(here, json=backwards).json["code"] == "relation-not-allowed"


def test_an_entry_fills_a_place_of_a_stance_in_gold_and_leaves_it(chair, gold, adjudicator):
    here = f"/documents/{chair.document}/gold/slots"
    sent = {"stance": gold["stance"], "slot": "actor", "entry": "kazakhstan"}
    assert adjudicator.put(here, json=sent).json == {"stance": gold["stance"], "links": {"actor": "kazakhstan"}}
    assert adjudicator.put(here, json={**sent, "entry": None}).json["links"] == {}
    unknown = adjudicator.put(here, json={**sent, "entry": "nobody"})
    assert (unknown.status_code, unknown.json["code"]) == (422, "unknown-entity")


@pytest.fixture
def chair(store, people, document):
    return Chair(store, people["adjudicator"], document)


@pytest.fixture
def gold(store, people, chair):
    """The ids of an actor and a stance in gold."""
    desk = Desk(store, people["ben"], chair.document)
    marked = {"actor": desk.mark("Kremlin"), "stance": desk.mark("adopted", "stance")}
    return {name: chair.into_gold(one) for name, one in marked.items()}


@pytest.fixture
def adjudicator(script):
    return script("adjudicator")
