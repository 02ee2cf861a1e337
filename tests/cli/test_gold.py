"""Gold looked at and joined by command."""

import json

import pytest
from acting import SLUG, Desk, first_document
from adjudicators import Chair

from annotator.services import accounts
from annotator.services.transactions import Store

AS = ("--as", "adjudicator")


def test_gold_is_listed_joined_filled_and_parted(run, gold):
    document, actor, stance = gold
    said = run("gold", "join", SLUG, document, "holds", actor, stance, *AS).output
    tie = said.removeprefix("Joined: ").removesuffix(".\n")
    run("gold", "fill", SLUG, document, stance, "addressee", "kazakhstan", *AS)
    assert run("gold", "show", SLUG, document).output.splitlines() == [
        f"{actor}\tactor\t“Kremlin”",
        f"{stance}\tstance\t“adopted”\taddressee=kazakhstan",
        f"{tie}\tholds\t“Kremlin” → “adopted”",
    ]
    assert run("gold", "fill", SLUG, document, stance, "addressee", *AS).output == "addressee: empty.\n"
    assert run("gold", "part", SLUG, document, tie, *AS).output == "Parted.\n"
    shown = json.loads(run("gold", "show", SLUG, document, "--json").stdout)
    assert (shown["relations"], [one["links"] for one in shown["spans"]]) == ([], [{}, {}])
    refused = run("gold", "part", SLUG, document, tie, *AS, code=1).stderr
    assert refused == "annotator: This relation is no longer in gold, or never was.\n"


@pytest.fixture
def gold(seeded):
    """A document, and the ids of an actor and a stance in its gold."""
    store = Store(f"sqlite:///{seeded / 'annotator.sqlite3'}")
    with store.read() as tx:
        ben, adjudicator = (accounts.named(tx, name) for name in ("ben", "adjudicator"))
    desk = Desk(store, ben, first_document(store, ben))
    marked = desk.mark("Kremlin"), desk.mark("adopted", "stance")
    chair = Chair(store, adjudicator, desk.document)
    made = [chair.into_gold(one) for one in marked]
    store.close()
    return desk.document, *made
