"""What a model proposes is suggested to whoever may hear of it, and is nobody's until they take it."""

import pytest
from acting import SLUG, Desk, action, new_id
from golden import add_gold, keep_model
from sqlalchemy import text

from annotator.domain.errors import Conflict
from annotator.services import accounts, reading, rounds, suggesting, training
from annotator.services.annotating import Draft
from annotator.services.rounds import Plan
from annotator.store import suggesting as stored


def test_a_model_suggests_with_how_sure_it_is_and_which_it_is(store, people, learned):
    found = by_model(Desk(store, people["manager"], learned.new))
    assert [(one.label, one.model, one.confidence) for one in found] == [("actor", 1, 0.9), ("actor", 1, 0.7)]


def test_it_repeats_no_gold_where_it_learned_it(store, people, learned):
    assert by_model(Desk(store, people["manager"], learned.gold[0])) == []


def test_a_document_that_came_in_later_is_read_when_it_is_asked_for(store, people, learned, monkeypatch):
    training.train(store, accounts.OPERATOR, SLUG)
    (later,) = add_gold(store, first=4, number=1, gold=False)
    there, then = (Desk(store, people["manager"], one) for one in (learned.new, later))
    assert [(one.label, one.model) for one in by_model(then)] == [("actor", 2), ("actor", 2)]
    monkeypatch.setattr("annotator.suggest.crf.is_here", lambda: False)
    assert (len(by_model(there)), by_model(then)) == (2, [])


def test_an_accepted_one_is_ones_own_span_and_the_log_says_of_which_model(store, people, learned):
    desk = Desk(store, people["manager"], learned.new)
    one = by_model(desk)[0]
    take(desk, one)
    (made,) = desk.spans
    assert (made.label, made.fragments, made.annotator) == ("actor", ((one.start, one.end),), "manager")
    (told,) = judged(desk)
    assert (told["does"], told["source"], told["model"]) == ("accept", "model", 1)
    assert told["confidence"] == one.confidence


def test_what_is_refused_is_not_suggested_again_to_the_same_person_by_a_later_model_either(store, people, learned):
    desk, other = (Desk(store, people[name], learned.new) for name in ("manager", "adjudicator"))
    one = by_model(desk)[0]
    refuse(desk, one)
    keep_model(store, 2, learned.gold, learned.new, [(*one.place, 0.99)])
    assert one.place not in [other.place for other in by_model(desk)]
    assert one.place in [other.place for other in by_model(other)]


def test_what_an_earlier_model_suggested_is_taken_though_another_was_trained_meanwhile(store, people, learned):
    desk = Desk(store, people["manager"], learned.new)
    one = by_model(desk)[0]
    keep_model(store, 2, learned.gold, learned.new, [])
    assert by_model(desk) == []
    with pytest.raises(Conflict, match="no longer"):
        take(desk, one, model=2)
    take(desk, one, model=1)
    assert judged(desk)[0]["model"] == 1


def test_while_anything_is_blind_an_annotator_hears_nothing_of_it(store, people, learned):
    assert by_model(Desk(store, people["ben"], learned.new)) == []


def test_where_nothing_is_blind_an_annotator_hears_it(store, people, learned):
    set_blind(store, blind=False)
    assert len(by_model(Desk(store, people["ben"], learned.new))) == 2


def test_in_a_blind_round_only_where_it_lets_a_model_suggest(store, people, learned):
    desk = Desk(store, people["ben"], learned.new)
    number = make_round(store, [learned.new])
    for blind in (False, True):
        set_blind(store, blind=blind)
        let(store, number, suggests=False)
        assert by_model(desk) == []
        let(store, number, suggests=True)
        assert len(by_model(desk)) == 2


def test_not_where_another_blind_round_of_the_document_does_not_let_it(store, people, learned):
    make_round(store, [learned.new], suggests=True)
    make_round(store, [learned.new])
    assert by_model(Desk(store, people["ben"], learned.new)) == []


def test_never_of_gold_that_is_still_being_read_blind(store, people, learned):
    desk = Desk(store, people["ben"], learned.new)
    make_round(store, [learned.new], suggests=True)
    number = make_round(store, learned.gold[:1], suggests=True)
    for blind in (True, False):
        set_blind(store, blind=blind)
        assert by_model(desk) == []
    with store.write() as tx:
        rounds.close(tx, accounts.OPERATOR, SLUG, number, closed=True)
    assert len(by_model(desk)) == 2


def test_an_open_document_is_not_enough_where_the_gold_is_of_blind_ones(store, people, learned):
    make_round(store, [learned.new], blind=False)
    assert by_model(Desk(store, people["ben"], learned.new)) == []


def test_what_one_may_not_hear_of_is_not_taken_by_its_number_either(store, people, learned):
    (one, _) = by_model(Desk(store, people["manager"], learned.new))
    for judge in (take, refuse):
        with pytest.raises(Conflict):
            judge(Desk(store, people["ben"], learned.new), one, model=1)


class Learned:
    """Documents with gold, from which a model learned, and one of which nobody has marked anything."""

    def __init__(self, gold, new):
        self.gold, self.new = gold, new


@pytest.fixture
def learned(store, people):
    gold = add_gold(store, number=2)
    (new,) = add_gold(store, first=3, number=1, gold=False)
    keep_model(store, 1, gold, new, [(22, 31, "actor", 0.9), (62, 68, "actor", 0.7)])
    return Learned(gold, new)


def set_blind(store, *, blind):
    with store.write() as tx:
        tx.connection.execute(text("UPDATE project SET blind = :blind"), {"blind": blind})


def make_round(store, documents, **how):
    with store.write() as tx:
        return rounds.create(
            tx, accounts.OPERATOR, SLUG, Plan(documents=documents, people=["ben"], overlap=1, **how)
        ).number


def let(store, number, *, suggests):
    with store.write() as tx:
        rounds.change(tx, accounts.OPERATOR, SLUG, number, blind=True, deadline="", suggests=suggests)


def by_model(desk):
    with desk.store.read() as tx:
        found = suggesting.suggested(tx, desk.person, desk.document)[1]
    return [one for one in found if one.source == "model"]


def draft_of(desk, one, span=""):
    return Draft(span, [(one.start, one.end)], one.label, desk.text[one.start : one.end])


def take(desk, one, **how):
    with desk.store.write() as tx:
        suggesting.accept(tx, desk.person, action(), desk.document, draft_of(desk, one, new_id()), **how)


def refuse(desk, one, **how):
    with desk.store.write() as tx:
        suggesting.refuse(tx, desk.person, action(), desk.document, draft_of(desk, one), **how)


def judged(desk):
    with desk.store.read() as tx:
        project = reading.desk(tx, desk.person, desk.document).project.id
        return [one.told for one in stored.judged(tx, project, desk.person)]
