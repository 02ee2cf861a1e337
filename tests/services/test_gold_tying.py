"""Relations of gold drawn by hand: with everything that any action on gold has."""

import pytest
from acting import Desk, action, first_document, new_id
from adjudicators import Chair, complete

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.services import checking, gold_tying
from annotator.services import gold as layer
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
