"""Decisions kept as rules: numbered under their label, with the passage, for all who annotate."""

import pytest
from acting import SLUG, Desk, action, first_document
from adjudicators import Chair, complete
from sqlalchemy import text

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.services import precedents, projects
from annotator.services.passages import Passage


@pytest.fixture
def chair(store, team):
    """An adjudicator who has decided about two units of the first article."""
    ana = Desk(store, team["ana"], first_document(store, team["ana"]))
    ana.mark("Kremlin")
    ana.mark("adopted", "stance")
    complete(ana)
    chair = Chair(store, team["adjudicator"], ana.document)
    chair.decide("Kremlin", "none")
    chair.take("adopted", "ana")
    return chair


def test_rules_are_numbered_under_their_label_and_a_number_is_never_given_again(chair):
    assert keep(chair, "Kremlin", "actor", "A building is no actor.").number == 1
    assert keep(chair, "adopted", "stance", "A vote is a stance.").number == 1
    second = keep(chair, "Kremlin", "actor", "A building stands for nobody.")
    assert second.number == 2
    with chair.store.write() as tx:
        precedents.withdraw(tx, chair.person, SLUG, second.id)
    assert [one.precedent.number for one in shown(chair)["actor"]] == [1]
    assert keep(chair, "Kremlin", "actor", "Third.").number == 3


def test_a_rule_stands_with_its_passage_also_for_annotators(chair, store, team):
    keep(chair, "Kremlin", "actor", "A building is no actor.")
    complete(Desk(store, team["ben"], chair.document))
    (one,) = shown(chair, team["ben"])["actor"]
    assert (one.passage.words, one.precedent.rule) == ("Kremlin", "A building is no actor.")
    assert one.passage.before.endswith("the ")
    assert one.passage.title


def test_whoever_has_still_to_read_a_passage_blind_reads_the_rule_alone(chair, store, team):
    keep(chair, "Kremlin", "actor", "A building is no actor.")
    (one,) = shown(chair, team["ben"])["actor"]
    assert (one.precedent.rule, one.passage) == ("A building is no actor.", Passage())
    with store.write() as tx:
        projects.change(tx, team["ana"], SLUG, blind=False)
    assert shown(chair, team["ben"])["actor"][0].passage.words == "Kremlin"


def test_the_passage_of_a_document_that_is_no_longer_there_has_no_link(chair, store):
    keep(chair, "Kremlin", "actor", "A building is no actor.")
    with store.write() as tx:
        tx.connection.execute(text("UPDATE document SET deleted = created WHERE id = :id"), {"id": chair.document})
    assert [(one.passage.words, one.passage.title) for one in shown(chair)["actor"]] == [("Kremlin", None)]


def test_a_rule_is_changed_by_whoever_may_adjudicate(chair, store, team):
    kept = keep(chair, "Kremlin", "actor", "A building is no actor.")
    with store.write() as tx:
        precedents.change(tx, team["ana"], SLUG, kept.id, " A building is an actor. ")
    assert shown(chair)["actor"][0].precedent.rule == "A building is an actor."
    for act in (
        lambda tx: precedents.change(tx, team["ben"], SLUG, kept.id, "No."),
        lambda tx: precedents.withdraw(tx, team["ben"], SLUG, kept.id),
    ):
        with store.write() as tx, pytest.raises(Forbidden):
            act(tx)


def test_a_rule_says_something_and_has_a_label(chair):
    with pytest.raises(Invalid, match="sentence"):
        keep(chair, "Kremlin", "actor", "  ")
    with pytest.raises(Invalid, match="not in the codebook"):
        keep(chair, "Kremlin", "nothing", "A rule.")


def test_a_rule_that_is_withdrawn_is_not_there_to_change(chair, store):
    kept = keep(chair, "Kremlin", "actor", "A building is no actor.")
    for number in range(2):
        with store.write() as tx:
            if number == 0:
                precedents.withdraw(tx, chair.person, SLUG, kept.id)
            else:
                with pytest.raises(NotFound):
                    precedents.change(tx, chair.person, SLUG, kept.id, "No.")


def test_a_decision_that_was_withdrawn_is_not_kept_as_a_rule(chair):
    (decision,) = chair.case("Kremlin").decisions
    chair.withdraw("Kremlin")
    with pytest.raises(Conflict, match="does not stand"):
        keep_decision(chair, decision.id, "actor", "A rule.")


def test_the_same_rule_sent_twice_is_kept_once(chair):
    (decision,) = chair.case("Kremlin").decisions
    by = action()
    keep_decision(chair, decision.id, "actor", "A rule.", by)
    keep_decision(chair, decision.id, "actor", "A rule.", by)
    assert len(shown(chair)["actor"]) == 1


def test_the_log_tells_of_rules(chair, store):
    kept = keep(chair, "Kremlin", "actor", "A building is no actor.")
    with store.write() as tx:
        precedents.change(tx, chair.person, SLUG, kept.id, "Other.")
        precedents.withdraw(tx, chair.person, SLUG, kept.id)
    with store.read() as tx:
        query = text("SELECT kind FROM event WHERE subject = :id ORDER BY sequence")
        kinds = list(tx.connection.execute(query, {"id": kept.id}).scalars())
    assert kinds == ["precedent.make", "precedent.change", "precedent.withdraw"]


def keep(chair, words, label, rule):
    """Keep the decision about some words as a rule; the newest under its label."""
    (decision,) = chair.case(words).decisions
    keep_decision(chair, decision.id, label, rule)
    return shown(chair)[label][-1].precedent


def keep_decision(chair, decision_id, label, rule, by=None):
    with chair.store.write() as tx:
        precedents.keep(tx, chair.person, by or action(), chair.document, decision_id, label=label, rule=rule)


def shown(chair, person=None):
    with chair.store.read() as tx:
        return precedents.of_project(tx, person or chair.person, SLUG)
