"""Relations of gold drawn by hand: with everything that any action on gold has."""

import pytest
from acting import SLUG, Desk, action, first_document, new_id
from adjudicators import Chair, complete

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.services import checking, entities, gold_tying
from annotator.services import gold as layer
from annotator.services.gold_tying import Filling
from annotator.services.relating import Link


def test_two_spans_of_gold_are_joined_undone_redone_and_parted(store, chair, gold):
    tie = relate(chair, gold["Kremlin"], gold["adopted"])
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    chair.undo()
    assert chair.ties == []
    chair.redo()
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    part(chair, tie)
    assert chair.ties == []
    chair.undo()
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    with store.read() as tx:
        assert checking.check(tx).faults == ()


def test_the_same_action_again_joins_nothing_twice(chair, gold):
    by, tie = action(), new_id()
    for _ in range(2):
        relate(chair, gold["Kremlin"], gold["adopted"], by=by, tie=tie)
    assert len(chair.ties) == 1


def test_the_history_of_gold_tells_whose_relation_it_is(chair, gold):
    relate(chair, gold["Kremlin"], gold["adopted"])
    moment = chair.past().moments[0]
    assert (moment.who, [one.kind for one in moment.told]) == ("adjudicator", ["relation.create"])


def test_gold_is_put_back_to_before_it(chair, gold):
    before = chair.newest
    relate(chair, gold["Kremlin"], gold["adopted"])
    chair.put_back(before)
    assert chair.ties == []


def test_what_was_taken_over_tells_whose_it_was_and_what_is_made_by_hand_does_not(chair, desks, gold):
    ana = desks[0]
    here = {span.quote(ana.text): span.id for span in ana.spans}
    complete(ana, "in_progress")
    ana.relate(here["Kremlin"], here["adopted"])
    complete(ana)
    relate(chair, gold["conscripts"], gold["adopted"])
    relate(chair, gold["Kremlin"], gold["adopted"])
    docket = chair.docket()
    (found,) = gold_tying.golden(docket, [gold["adopted"]])
    words = {tie.relation.id: tie.other.quote(docket.desk.reading.text) for tie in found.ties}
    assert {words[one]: found.whose[one] for one in words} == {"Kremlin": ("ana",), "conscripts": ()}


def test_a_decision_that_is_withdrawn_takes_the_relations_of_its_spans_along(chair, gold):
    relate(chair, gold["Kremlin"], gold["adopted"])
    chair.withdraw("adopted")
    assert chair.ties == []
    chair.undo()
    assert chair.ties == [("holds", "Kremlin", "adopted")]


def test_a_relation_drawn_by_hand_is_kept_when_one_of_its_ends_is_decided_anew(store, chair, desks, gold):
    relate(chair, gold["Kremlin"], gold["adopted"])
    chair.rule(chair.seen(chair.case("Kremlin")), "take", span=desks[1].spans[0].id)
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    chair.undo()
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    chair.redo()
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    with store.read() as tx:
        assert checking.check(tx).faults == ()


def test_what_cannot_be_kept_is_said(chair, gold):
    relate(chair, gold["Kremlin"], gold["adopted"])
    outcome = chair.rule(chair.seen(chair.case("Kremlin")), "none")
    text = outcome.desk.reading.text
    assert [(one.what, one.source.quote(text), one.target.quote(text)) for one in outcome.parted] == [
        ("holds", "Kremlin", "adopted")
    ]
    assert chair.ties == []


def test_what_an_annotator_drew_and_took_away_is_not_kept_as_if_by_hand(chair, desks, gold):
    ana = desks[0]
    here = {span.quote(ana.text): span.id for span in ana.spans}
    complete(ana, "in_progress")
    tie = ana.relate(here["Kremlin"], here["adopted"])
    complete(ana)
    chair.rule(chair.seen(chair.case("Kremlin")), "take", span=here["Kremlin"])
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    complete(ana, "in_progress")
    ana.part(tie)
    complete(ana)
    chair.rule(chair.seen(chair.case("Kremlin")), "take", span=here["Kremlin"])
    assert chair.ties == []


def test_an_entry_of_the_registry_fills_a_place_in_gold_is_undone_and_emptied(chair, gold, entry):
    fill(chair, gold["adopted"], "actor", entry)
    assert chair.docket().gold[gold["adopted"]].links["actor"] == entry
    chair.undo()
    assert "actor" not in chair.docket().gold[gold["adopted"]].links
    chair.redo()
    fill(chair, gold["adopted"], "actor", None)
    assert "actor" not in chair.docket().gold[gold["adopted"]].links


def test_an_entry_put_in_by_hand_stays_when_the_stance_is_decided_anew(chair, desks, gold, entry):
    fill(chair, gold["adopted"], "actor", entry)
    stance = next(span for span in desks[1].spans if span.label == "stance")
    chair.rule(chair.seen(chair.case("adopted")), "take", span=stance.id)
    assert [one.links.get("actor") for one in chair.docket().gold.values() if one.label == "stance"] == [entry]
    outcome = chair.withdraw("adopted")
    assert [(one.what, one.target) for one in outcome.parted] == [("actor", entry)]


def test_only_a_stance_of_gold_has_places_that_an_entry_fills(chair, desks, gold, entry):
    with pytest.raises(Invalid):
        fill(chair, gold["Kremlin"], "actor", entry)
    with pytest.raises(Invalid):
        fill(chair, gold["adopted"], "is", entry)
    with pytest.raises(Invalid):
        fill(chair, gold["adopted"], "actor", "nobody")
    with pytest.raises(NotFound):
        fill(chair, next(one.id for one in desks[0].spans if one.label == "stance"), "actor", entry)


def test_only_what_the_codebook_allows_is_offered_and_made(chair, desks, gold):
    with chair.store.read() as tx:
        _, _, ends = gold_tying.ends(tx, chair.person, chair.document, gold["adopted"], "holds")
    words = [end.other.quote(chair.docket().desk.reading.text) for end in ends]
    assert words == ["Kremlin", "conscripts"]
    with pytest.raises(Invalid):
        relate(chair, gold["adopted"], gold["Kremlin"])
    with pytest.raises(Invalid):
        relate(chair, desks[0].spans[0].id, gold["adopted"])
    relate(chair, gold["Kremlin"], gold["adopted"])
    with pytest.raises(Conflict):
        relate(chair, gold["Kremlin"], gold["adopted"])


def test_what_is_not_of_gold_is_not_parted_there(chair, desks, gold):
    ben = desks[1]
    complete(ben, "in_progress")
    here = {span.quote(ben.text): span.id for span in ben.spans}
    tie = ben.relate(here["Kremlin"], here["adopted"])
    with pytest.raises(NotFound):
        part(chair, tie)


def test_complete_gold_stays_as_it_is(store, chair, gold):
    with store.write() as tx:
        layer.set_state(tx, chair.person, action(), chair.document, "complete")
    with pytest.raises(Conflict):
        relate(chair, gold["Kremlin"], gold["adopted"])


@pytest.mark.parametrize("name", ["ben", "viewer"])
def test_only_who_adjudicates_joins_in_gold(chair, gold, people, name):
    with pytest.raises(Forbidden):
        relate(Chair(chair.store, people[name], chair.document), gold["Kremlin"], gold["adopted"])


def relate(chair, source, target, kind="holds", *, by=None, tie=None):
    link = Link(tie or new_id(), kind, source, target)
    with chair.store.write() as tx:
        gold_tying.relate(tx, chair.person, by or action(), chair.document, link)
    return link.id


def part(chair, tie):
    with chair.store.write() as tx:
        gold_tying.part(tx, chair.person, action(), chair.document, tie)


def fill(chair, span, slot, key):
    with chair.store.write() as tx:
        gold_tying.fill(tx, chair.person, action(), chair.document, Filling(span, slot, key))


@pytest.fixture
def entry(store, people):
    """The key of an actor in the registry."""
    with store.write() as tx:
        return entities.add(tx, people["ana"], SLUG, {"sort": "actor", "name": "The Tajik parliament"}).entity.key


@pytest.fixture
def desks(store, people):
    """Ana and ben, who agree on an actor, a stance and another actor."""
    document = first_document(store, people["ana"])
    both = [Desk(store, people[name], document) for name in ("ana", "ben")]
    for desk in both:
        desk.mark("Kremlin", attributes={"kind": "state"})
        desk.mark("adopted", "stance")
        desk.mark("conscripts", attributes={"kind": "group"})
        complete(desk)
    return both


@pytest.fixture
def chair(store, people, desks):
    return Chair(store, people["adjudicator"], desks[0].document)


@pytest.fixture
def gold(chair):
    """The spans of gold by their words."""
    chair.take_agreed()
    found = chair.docket()
    return {span.quote(found.desk.reading.text): one for one, span in found.gold.items()}
