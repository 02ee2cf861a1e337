"""Joining: agreement on statements and relations, and the lists behind each number."""

import pytest
from acting import SLUG
from adjudicators import complete

from annotator.domain.errors import Forbidden, Invalid
from annotator.services import agreeing, entities, listing_joined, merging
from annotator.services.accounts import OPERATOR
from annotator.services.listing_joined import OF_STATEMENTS, Asked
from annotator.services.selecting import Selection


def test_figures_are_those_of_the_pairs_over_all_documents(joining, report):
    statements = report()["statements"]
    assert {name: (one["places"], one["differing"]) for name, one in statements.items()} == {
        "found": (4, 1),
        "actor": (3, 0),
        "instrument": (3, 1),
        "polarity": (2, 1),
        "identical": (4, 3),
    }
    assert statements["found"]["f1"]["value"] == pytest.approx(6 / 7)
    assert statements["identical"]["f1"]["value"] == pytest.approx(2 / 7)
    assert statements["actor"]["percent_agreement"]["value"] == 1
    assert statements["instrument"]["percent_agreement"]["value"] == pytest.approx(2 / 3)
    assert statements["polarity"]["percent_agreement"]["value"] == pytest.approx(1 / 2)
    found = statements["found"]["krippendorff_alpha"]
    assert found["low"] < found["value"] <= found["high"]


def test_relations_have_their_figures_by_type(joining, report):
    relations = report()["relations"]
    assert {name: (one["places"], one["differing"]) for name, one in relations.items()} == {
        "holds": (4, 1),
        "toward": (5, 3),
    }
    assert relations["holds"]["f1"]["value"] == pytest.approx(6 / 7)
    assert relations["toward"]["f1"]["value"] == pytest.approx(4 / 7)


def test_every_count_is_the_length_of_its_list(joining, report, listed):
    found = report()
    for aspect in OF_STATEMENTS:
        items = listed(Asked(aspect))
        assert len(items.listed) == items.total == found["statements"][aspect]["differing"]
    for kind, one in found["relations"].items():
        items = listed(Asked(kind=kind))
        assert len(items.listed) == items.total == one["differing"]


def test_both_statements_are_told_in_words(joining, listed):
    (other_law,) = listed(Asked("instrument")).listed
    assert [(one.source, one.middle, one.target) for one in other_law.told] == [
        ("Moscow", "supports", "Russia"),
        ("Moscow", "supports", "Kazakhstan"),
    ]
    (alone,) = listed(Asked("found")).listed
    assert (alone.told[0] is None, alone.told[1] is None) == (False, True)


def test_pages_repeat_nothing_and_lose_nothing(joining, listed, monkeypatch):
    monkeypatch.setattr(listing_joined, "AT_ONCE", 2)
    pages = [listed(Asked("identical", page=page)).listed for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 1, 0]
    places = [(one.document.document_id, one.start) for page in pages for one in page]
    assert len(set(places)) == 3


def test_mentions_of_one_entry_are_one_actor_also_after_a_merge(desks, store, report):
    ana, ben = desks("ana", "ben")
    with store.write() as tx:
        for key in ("the-one", "the-other"):
            entities.add(tx, OPERATOR, SLUG, {"key": key, "sort": "actor", "name": key.title()})
    state(ana[0], "Moscow", "military", actor_is="the-one")
    state(ben[0], "Kremlin", "military", actor_is="the-other")
    for desk in (ana[0], ben[0]):
        complete(desk)
    assert report()["statements"]["actor"]["differing"] == 1
    with store.write() as tx:
        merging.merge(tx, OPERATOR, SLUG, "the-other", "the-one")
    assert report()["statements"]["actor"]["differing"] == 0


def test_whoever_has_no_statement_has_no_figure_of_them(desks, report):
    ana, ben = desks("ana", "ben")
    for desk in (ana[0], ben[0]):
        desk.mark("Kremlin")
        complete(desk)
    assert not {"statements", "relations"} & report().keys()


def test_a_layer_that_is_opened_again_leaves_the_figures(joining, report, desks):
    complete(joining[0], "in_progress")
    assert report()["statements"]["found"]["places"] == 3


def test_an_annotator_gets_no_list(joining, listed, team):
    with pytest.raises(Forbidden):
        listed(Asked("found"), team["ben"])


@pytest.mark.parametrize("asked", [Asked("luck"), Asked(kind="luck")])
def test_what_is_not_there_is_refused_by_name(joining, listed, asked):
    with pytest.raises(Invalid, match="luck"):
        listed(asked)


@pytest.fixture
def joining(desks):
    """Ana's desks; she and ben completed four articles, and each is another case."""
    ana, ben = desks("ana", "ben")
    cases = (
        ({}, {}),
        ({}, {"law": "Kazakhstan"}),
        ({}, {"polarity": "opposes"}),
        ({}, None),
    )
    for number, (mine, theirs) in enumerate(cases):
        for desk, case in ((ana[number], mine), (ben[number], theirs)):
            if case is not None:
                state(desk, "Moscow", "military", **case)
            else:
                for words, label in (("Moscow", "actor"), ("Russia", "legal_instrument")):
                    desk.mark(words, label)
            complete(desk)
    return ana


def state(desk, actor, stance, law="Russia", *, polarity="supports", actor_is=""):
    """Mark and join a statement."""
    desk.mark(law, "legal_instrument")
    made = [
        desk.mark(actor, "actor", **({"links": {"is": actor_is}} if actor_is else {})),
        desk.mark(stance, "stance", attributes={"polarity": polarity}),
    ]
    target = next(span.id for span in desk.spans if span.label == "legal_instrument")
    desk.relate(made[0], made[1], "holds")
    desk.relate(made[1], target, "toward")


@pytest.fixture
def report(store):
    def reported():
        with store.read() as tx:
            return agreeing.report(agreeing.agreement(tx, OPERATOR, SLUG))

    return reported


@pytest.fixture
def listed(store):
    def found(asked, person=OPERATOR):
        with store.read() as tx:
            return listing_joined.listed(tx, person, SLUG, Selection(), asked)

    return found
