"""Gold put back to a moment: spans, relations and decisions stand as they stood then, as one action."""

import pytest
from acting import SLUG, Desk, action, first_document
from adjudicators import Chair, complete

from annotator.domain.errors import Conflict, Forbidden, NotFound, Stale
from annotator.services import accounts, precedents, projects, remembering


def test_what_was_decided_since_is_withdrawn_and_what_was_withdrawn_since_stands_again(chair):
    chair.take("Kremlin", "ana", reason="the whole of it")
    chair.take("adopted", "ana")
    then, moment = look(chair), chair.newest
    chair.withdraw("Kremlin")
    chair.decide("adopted", "none", reason="no stance")
    chair.decide("conscripts", "all")
    later = look(chair)
    chair.put_back(moment)
    assert look(chair) == then
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    assert chair.open == ["Publication", "conscripts"]
    chair.undo()
    assert look(chair) == later
    chair.redo()
    assert look(chair) == then


def test_a_decision_that_stands_again_is_the_same_one_and_can_be_withdrawn(chair):
    chair.take("Kremlin", "ana")
    moment, (before,) = chair.newest, chair.case("Kremlin").decisions
    chair.withdraw("Kremlin")
    chair.put_back(moment)
    assert chair.case("Kremlin").decisions == (before,)
    chair.withdraw("Kremlin")
    assert chair.gold == []


def test_a_source_that_changed_since_is_shown_as_changed(chair, ana):
    chair.take("Kremlin", "ana")
    moment = chair.newest
    chair.withdraw("Kremlin")
    complete(ana, "in_progress")
    (span,) = [one.id for one in ana.spans if one.quote(ana.text) == "Kremlin"]
    ana.change(span, note="another thought")
    complete(ana)
    chair.put_back(moment)
    assert [(one.what, one.layer) for one in chair.case("Kremlin").changes] == [("changed", "ana")]
    chair.take("Kremlin", "ana")
    assert not chair.case("Kremlin").changes


def test_what_others_decided_since_it_was_looked_at_is_not_withdrawn_unseen(chair, store, team):
    chair.take("Kremlin", "ana")
    moment = chair.newest
    chair.take("adopted", "ana")
    seen = chair.newest
    other = Chair(store, team["ana"], chair.document)
    other.decide("conscripts", "all")
    with pytest.raises(Stale, match="since you looked"):
        chair.put_back(moment, seen=seen)
    by = action()
    for _ in range(2):
        chair.put_back(moment, by, seen=other.newest)
    assert chair.gold == [("actor", "Kremlin")]
    with pytest.raises(Conflict, match="somebody else's"):
        other.undo()


def test_a_rule_that_was_kept_stays_in_the_codebook(chair, store):
    chair.take("Kremlin", "ana")
    moment = chair.newest
    chair.take("adopted", "ana")
    (decision,) = chair.case("adopted").decisions
    with store.write() as tx:
        precedents.keep(tx, chair.person, action(), chair.document, decision.id, label="stance", rule="A rule.")
    chair.put_back(moment)
    with store.read() as tx:
        assert [one.precedent.rule for one in precedents.of_project(tx, chair.person, SLUG)["stance"]] == [
            "A rule."
        ]


def test_complete_gold_stays_as_it_is(chair):
    chair.take("Kremlin", "ana")
    moment = chair.newest
    chair.withdraw("Kremlin")
    chair.declare("complete")
    with pytest.raises(Conflict, match="declared complete"):
        chair.put_back(moment)


def test_gold_is_put_back_to_moments_of_gold_alone(chair, ana):
    chair.take("Kremlin", "ana")
    with chair.store.read() as tx:
        theirs = remembering.history(tx, ana.person, ana.document).moments[0].key
    with pytest.raises(NotFound, match="no such moment"):
        chair.put_back(theirs)


def test_an_annotator_does_not_come_near_and_a_viewer_sees_what_stands_but_not_what_was_decided(
    chair, store, team
):
    chair.take("Kremlin", "ana", reason="ana is right")
    moment = chair.newest
    chair.decide("adopted", "none")
    with store.write() as tx:
        viewer = accounts.add_user(tx, accounts.OPERATOR, "viewer", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, SLUG, "viewer", "viewer")
    reader, ben = Chair(store, viewer, chair.document), Chair(store, team["ben"], chair.document)
    assert [[one.kind for one in each.told] for each in reader.past().moments] == [["span.create"]]
    assert ([one.label for one in reader.past(moment).spans], reader.past(moment).decisions) == (["actor"], ())
    for who in (reader, ben):
        with pytest.raises(Forbidden):
            who.put_back(moment)
    for ask in (ben.past, lambda: ben.past(moment)):
        with pytest.raises(Forbidden):
            ask()


def test_gold_is_seen_as_it_stood_with_its_relations_and_decisions(chair):
    chair.take("Kremlin", "ana")
    chair.take("adopted", "ana", reason="rightly")
    moment = chair.newest
    chair.withdraw("Kremlin")
    then = chair.past(moment)
    assert [one.label for one in then.spans] == ["actor", "stance"]
    assert [(one.type, one.annotator) for one in then.relations] == [("holds", "adjudicator")]
    assert [(one.after["choice"], one.after["reason"], one.who) for one in then.decisions] == [
        ("take", "", "adjudicator"),
        ("take", "rightly", "adjudicator"),
    ]
    assert (chair.past(chair.newest).relations, len(chair.past(chair.newest).decisions)) == ((), 1)


def test_the_history_of_a_span_in_gold_tells_how_it_came_there(chair):
    chair.take("Kremlin", "ana")
    (span,) = chair.docket().gold
    chair.take_agreed()
    chair.withdraw("Kremlin")
    with chair.store.read() as tx:
        told = remembering.span_history(tx, chair.person, span)
    assert [[one.kind for one in moment.told] for moment in told.moments] == [
        ["span.delete", "decision.withdraw"],
        ["span.create", "decision.make"],
    ]


def look(chair):
    found = chair.docket()
    return chair.gold, chair.ties, [[(one.id, one.reason) for one in case.decisions] for case in found.cases]


@pytest.fixture
def ana(store, team):
    desk = Desk(store, team["ana"], first_document(store, team["ana"]))
    desk.relate(desk.mark("Kremlin"), desk.mark("adopted", "stance"))
    return desk


@pytest.fixture
def chair(store, team, ana):
    ben = Desk(store, team["ben"], ana.document)
    ben.mark("adopted")
    ben.mark("conscripts")
    for desk in (ana, ben):
        desk.mark("Publication")
        complete(desk)
    return Chair(store, team["adjudicator"], ana.document)
