"""Attributes and relation types renamed while work goes on, in everybody's layers, and back again."""

from dataclasses import replace

import pytest
from acting import SLUG, action

from annotator.domain.codebook import Attribute
from annotator.domain.label_operation import Merge, Split
from annotator.domain.rename_operation import RenameAttribute, RenameRelation
from annotator.domain.rule_operation import Require
from annotator.services import (
    checking,
    describing,
    listing_statements,
    looking_again,
    remembering,
    splitting,
    stating,
)
from annotator.services.listing_statements import Wanted


def test_a_renamed_attribute_takes_what_was_said_along_and_back(store, work, perform, preview, undo):
    mine, _, actor, _, _ = work
    assert preview(RenameAttribute("actor", "kind", "sort")).sentence == "1 span in 1 document changes."
    kept = perform(RenameAttribute("actor", "kind", "sort", "Sort"))
    assert mine.span(actor).attributes == {"sort": "state"}
    since = mine.mark("Moscow", attributes={"sort": "person"})
    undo(kept)
    assert [mine.span(one).attributes for one in (actor, since)] == [{"kind": "state"}, {"kind": "person"}]
    _holds_together(store)


def test_an_attribute_of_documents_is_renamed_with_what_every_layer_said(store, work, perform, undo, edit):
    mine = work[0]
    genre = Attribute("genre", "choice", choices=("news", "opinion"))
    edit(lambda book: replace(book, document_attributes=(genre,)))
    describe(store, mine, {"genre": "news"})
    kept = perform(RenameAttribute("", "genre", "form"))
    assert mine.said == {"form": "news"}
    describe(store, mine, {"form": "opinion"})
    undo(kept)
    assert mine.said == {"genre": "opinion"}
    _holds_together(store)


def test_a_renamed_relation_type_takes_relations_and_statements_along_and_back(
    store, work, perform, preview, undo
):
    mine, _, actor, stance, tie = work
    assert preview(RenameRelation("holds", "takes")).sentence == "1 relation is called otherwise."
    kept = perform(RenameRelation("holds", "takes"))
    assert mine.links[tie] == ("takes", actor, stance)
    assert [one.actor.span.id for one in statements(store, mine)] == [actor]
    since = mine.relate(mine.mark("Moscow"), stance, "takes")
    undo(kept)
    assert [mine.links[one][0] for one in (tie, since)] == ["holds", "holds"]
    _holds_together(store)


def test_a_relation_that_was_taken_away_before_comes_back_by_its_new_name(store, work, perform):
    mine, _, _, _, tie = work
    mine.part(tie)
    perform(RenameRelation("holds", "takes"))
    mine.undo()
    assert mine.links[tie][0] == "takes"
    mine.redo()
    assert tie not in mine.links
    _holds_together(store)


def test_the_history_tells_of_it(store, work, perform):
    mine = work[0]
    perform(RenameRelation("holds", "takes"))
    with store.read() as tx:
        moments = remembering.history(tx, mine.person, mine.document).moments
    assert [one.kind for one in moments[0].told] == ["layer.codebook", "relation.change"]


def test_a_split_stance_makes_the_same_statements_before_and_after_it_is_decided(store, team, work, perform, undo):
    mine, _, _, stance, _ = work
    before = [(one.actor.span.id, one.stance.id) for one in statements(store, mine)]
    kept = perform(Split("stance", (("view", "View", ""), ("act", "Act", ""))))
    assert [(one.actor.span.id, one.stance.id) for one in statements(store, mine)] == before
    with store.write() as tx:
        decided = splitting.Decided(stance, "act", mine.span(stance).version)
        splitting.decide(tx, team["ana"], SLUG, kept.id, decided)
    assert [(one.actor.span.id, one.stance.id) for one in statements(store, mine)] == before
    with store.read() as tx:
        listed = listing_statements.listed(tx, mine.person, SLUG, Wanted())
    assert [one.statement.stance.label for one in listed.rows] == ["act"]
    undo(kept)
    assert [one.stance.label for one in statements(store, mine)] == ["stance"]


def test_what_is_put_off_comes_after_everything_else_whoever_looks(store, team, desks, perform):
    [[desk, *_]] = desks("ben")
    first, second, third = (desk.mark(words) for words in ("Kremlin", "Russian", "Moscow"))
    order = [span.id for span in desk.spans]
    kept = perform(Split("actor", (("person", "", ""), ("body", "", ""))))
    with store.write() as tx:
        for one in order[:2]:
            splitting.put_off(tx, team["ana"], SLUG, kept.id, one)
    with store.read() as tx:
        queue = splitting.queue(tx, team["ana"], SLUG, kept.id)
    assert {first, second, third} == set(order)
    assert (queue.next.span.id, queue.following, queue.open, queue.later) == (order[2], order[0], 3, 2)


def test_what_a_merge_asks_for_from_now_on_is_to_be_looked_at_again_until_it_is_said(
    work, perform, preview, again
):
    mine, _, _, stance, _ = work
    left = mine.mark("Moscow")
    assert preview(Merge(("stance",), "actor")).again == 1
    perform(Merge(("stance",), "actor"))
    perform(RenameAttribute("actor", "kind", "sort"))
    assert again() == [(stance, ("sort is required now",))]
    assert mine.span(left).attributes == {}, "whoever marked this one left it open"
    mine.change(stance, attributes={"sort": "state"})
    assert again() == []


def test_a_renamed_attribute_that_was_left_open_is_no_news(work, perform, again):
    work[0].mark("Moscow")
    perform(RenameAttribute("actor", "kind", "sort"))
    assert again() == []


def test_a_rule_that_was_tightened_is_listed_by_todays_name(work, perform, again, edit):
    mine, *_ = work
    law = mine.mark("Russian", "legal_instrument")
    perform(Require("legal_instrument", "status"))
    perform(RenameAttribute("legal_instrument", "status", "force"))
    assert again() == [(law, ("force is required now",))]


def statements(store, desk):
    with store.read() as tx:
        return stating.of_document(tx, desk.person, desk.document, "me")[1]


def describe(store, desk, values):
    with store.write() as tx:
        describing.describe(tx, desk.person, action(), desk.document, values)


def _holds_together(store):
    with store.read() as tx:
        assert checking.check(tx).faults == ()


@pytest.fixture
def work(desks):
    """An actor of ben's that holds a stance, and somebody else's desk."""
    [[mine, *_], [other, *_]] = desks("ben", "ana")
    actor = mine.mark("Kremlin", attributes={"kind": "state"})
    stance = mine.mark("adopted", "stance")
    return mine, other, actor, stance, mine.relate(actor, stance)


@pytest.fixture
def again(store, team):
    """What a manager finds to look at again: spans, and why."""

    def found():
        with store.read() as tx:
            return [(one.span.id, one.why) for one in looking_again.to_look_at(tx, team["ana"], SLUG)[1]]

    return found
