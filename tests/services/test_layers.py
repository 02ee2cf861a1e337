"""Whose layers somebody may read: their own, and others' and gold where the rules say so."""

import pytest
from acting import SLUG, Desk, first_document
from sqlalchemy import text

from annotator.domain.errors import Forbidden, NotFound
from annotator.services import accounts, layers, projects

EVERYBODY = ("ana", "ben", "adjudicator", "viewer", "stranger")


def test_while_a_project_is_blind_an_annotator_reads_their_own_layer_alone(read, marked):
    assert {name: read(name) for name in EVERYBODY} == {
        "ana": {"adjudicator", "ana", "ben", "gold"},
        "adjudicator": {"adjudicator", "ana", "ben", "gold"},
        "ben": {"ben"},
        "viewer": {"gold"},
        "stranger": NotFound,
    }


def test_in_an_open_project_an_annotator_reads_all_of_them(read, marked, store, team):
    with store.write() as tx:
        projects.change(tx, team["ana"], SLUG, blind=False)
    assert read("ben") == {"adjudicator", "ana", "ben", "gold"}
    assert read("viewer") == {"gold"}


def test_one_layer_is_asked_for_by_its_name(read, marked):
    assert read("ana", "ben") == {"ben"}
    assert read("ben", "ben") == read("ben", "me") == {"ben"}
    assert read("viewer", "gold") == {"gold"}
    assert read("ana", "viewer") == set()


def test_a_layer_that_is_not_ones_to_read_is_refused_whether_there_is_one_or_not(read, marked):
    assert read("ben", "ana") == read("ben", "nobody") == read("ben", "gold") == Forbidden
    assert read("viewer", "ana") == Forbidden
    assert read("ana", "nobody") == NotFound


def test_a_span_is_found_by_whoever_may_read_its_layer(marked, store, people):
    def found(name, layer):
        try:
            with store.read() as tx:
                return layers.span(tx, people[name], marked[layer])[1].layer
        except NotFound as refusal:
            return refusal.code

    for layer in ("ana", "adjudicator"):
        assert [found(name, layer) for name in EVERYBODY] == [layer, "no-span", layer, "no-span", "no-span"]
    assert [found(name, "ben") for name in EVERYBODY] == ["ben", "ben", "ben", "no-span", "no-span"]
    assert [found(name, "gold") for name in EVERYBODY] == ["gold", "no-span", "gold", "gold", "no-span"]


def test_the_layers_that_are_listed_are_those_that_may_be_read(marked, store, people, document):
    for name, expected in (("ana", ["adjudicator", "ana", "ben", "gold"]), ("ben", ["ben"]), ("viewer", ["gold"])):
        with store.read() as tx:
            assert [head.name for head in layers.visible(tx, people[name], document)[1]] == expected


@pytest.fixture
def document(store, team):
    return first_document(store, team["ana"])


@pytest.fixture
def marked(store, people, document):
    """A span in each layer, gold too; their ids."""
    made = {name: Desk(store, people[name], document).mark("Kremlin") for name in ("ana", "ben", "adjudicator")}
    with store.write() as tx:
        gold = accounts.add_user(tx, accounts.OPERATOR, "goldsmith", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, SLUG, "goldsmith", "adjudicator")
    made["gold"] = Desk(store, gold, document).mark("Kremlin")
    with store.write() as tx:
        tx.connection.execute(text("UPDATE layer SET name = 'gold' WHERE name = 'goldsmith'"))
    return made


@pytest.fixture
def read(store, people, document):
    def layers_read(name, annotator=None):
        try:
            with store.read() as tx:
                return {span.layer for span in layers.spans_of(tx, people[name], document, annotator)[1]}
        except (Forbidden, NotFound) as refusal:
            return type(refusal)

    return layers_read
