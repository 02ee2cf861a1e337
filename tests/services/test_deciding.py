"""An adjudicator decides: gold comes of it, with where it came from, and nothing is lost or there twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from acting import Desk, action, draft, first_document
from adjudicators import Chair, complete, relate
from sqlalchemy import text

from annotator.domain.decision import Change
from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound, Refused, Stale
from annotator.services import accounts, adjudicating, projects
from annotator.services.deciding import Seen
from annotator.services.transactions import Store


@pytest.fixture
def desks(store, team):
    """Ana and ben at the first article, who differ in all the ways there are."""
    document = first_document(store, team["ana"])
    ana, ben = Desk(store, team["ana"], document), Desk(store, team["ben"], document)
    for desk in (ana, ben):
        desk.mark("Kremlin", attributes={"kind": "state"})
        desk.mark("Publication")
    ana.mark("National Security Committee", attributes={"kind": "organisation"}, note="as in the law")
    ben.mark("Security Committee", attributes={"kind": "organisation"})
    ana.mark("adopted", "stance")
    ben.mark("adopted", "actor")
    ben.mark("conscripts", "actor", attributes={"kind": "group"})
    complete(ana)
    complete(ben)
    return ana, ben


@pytest.fixture
def chair(store, team, desks):
    return Chair(store, team["adjudicator"], desks[0].document)


def test_the_units_say_what_there_is_to_decide(chair):
    assert sorted(chair.kinds) == ["agree", "agree", "alone", "borders", "label"]
    found = chair.docket()
    assert ([one.name for one in found.counted], found.missing) == (["ana", "ben"], ())
    assert (found.decided, len(found.cases)) == (0, 5)


def test_one_annotators_span_is_taken_with_all_it_says(chair, desks):
    chair.take("National Security Committee", "ana", reason="the whole name")
    (golden,) = chair.docket().gold.values()
    (source,) = [span for span in desks[0].spans if span.note]
    assert (golden.fragments, golden.label, golden.attributes, golden.note) == (
        source.fragments,
        source.label,
        source.attributes,
        source.note,
    )
    assert (golden.layer, golden.annotator, golden.version) == ("gold", "adjudicator", 1)
    (decision,) = chair.case("National Security Committee").decisions
    assert (decision.choice, decision.reason, decision.by) == ("take", "the whole name", "adjudicator")
    assert {(one.span, one.version, one.result) for one in decision.sources} == {
        (source.id, 1, golden.id),
        (
            next(
                span.id
                for span in desks[1].spans
                if span.label == "actor" and span.start > source.start and span.end == source.end
            ),
            1,
            None,
        ),
    }


def test_both_are_taken_and_what_is_the_same_only_once(chair):
    chair.decide("adopted", "all")
    assert sorted(chair.gold) == [("actor", "adopted"), ("stance", "adopted")]
    chair.decide("Kremlin", "all")
    assert chair.gold.count(("actor", "Kremlin")) == 1


def test_none_counts_as_decided_and_leaves_nothing_in_gold(chair):
    chair.decide("conscripts", "none", reason="not in this sense")
    assert chair.gold == []
    assert (chair.docket().decided, chair.case("conscripts").settled) == (1, True)


def test_a_new_span_is_made_and_held_against_text_and_codebook(chair, desks):
    made = draft("casualties", desks[0].text, "stance", attributes={"polarity": "supports"}, note="new")
    chair.decide("adopted", "new", draft=made)
    assert chair.gold == [("stance", "casualties")]
    for wrong in (
        draft("casualties", desks[0].text, "nothing"),
        draft("casualties", desks[0].text, "stance", attributes={"polarity": "sideways"}),
    ):
        with pytest.raises(Invalid):
            chair.decide("Kremlin", "new", draft=wrong)
    with pytest.raises(Invalid):
        chair.decide("Kremlin", "new")


def test_a_span_that_stands_elsewhere_is_not_taken(chair, desks):
    elsewhere = next(span.id for span in desks[0].spans if span.label == "stance")
    with pytest.raises(Invalid, match="no such span"):
        chair.decide("Kremlin", "take", span=elsewhere)
    assert chair.gold == []


def test_deciding_anew_replaces_what_came_of_it_and_keeps_the_old_decision_marked(chair, store):
    chair.take("adopted", "ana")
    chair.take("adopted", "ben")
    assert chair.gold == [("actor", "adopted")]
    (decision,) = chair.case("adopted").decisions
    rows = sql(store, "SELECT id, withdrawn_by FROM decision ORDER BY created")
    assert len(rows) == 2
    assert [row.withdrawn_by is None for row in rows if row.id == decision.id] == [True]
    assert sql(store, "SELECT count(*) AS n FROM span WHERE deleted IS NOT NULL")[0].n == 1


def test_a_withdrawn_decision_leaves_the_unit_open_and_gold_without_it(chair):
    chair.take("adopted", "ana")
    chair.withdraw("adopted")
    assert chair.gold == []
    assert "adopted" in chair.open
    with pytest.raises(Conflict, match="no decision"):
        chair.withdraw("adopted")


def test_undo_and_redo_walk_along_the_decisions_and_the_rows_follow(chair):
    chair.take("adopted", "ana")
    chair.decide("conscripts", "none")
    chair.take("adopted", "ben")
    chair.withdraw("adopted")
    seen = [state(chair)]
    for step in [chair.undo] * 4 + [chair.redo] * 4:
        step()
        seen.append(state(chair))
    assert seen == seen[::-1]
    assert seen[:5] == [
        ([], 1),
        ([("actor", "adopted")], 2),
        ([("stance", "adopted")], 2),
        ([("stance", "adopted")], 1),
        ([], 0),
    ]


def test_where_there_is_nothing_to_undo_it_is_said(chair):
    with pytest.raises(Conflict, match="nothing to undo"):
        chair.undo()
    chair.decide("conscripts", "none")
    with pytest.raises(Conflict, match="nothing to redo"):
        chair.redo()


def test_nobody_undoes_by_mistake_what_somebody_else_decided(chair, store, team):
    chair.take("adopted", "ana")
    other = Chair(store, team["ana"], chair.document)
    with pytest.raises(Conflict, match="somebody else's"):
        other.undo()
    other.withdraw("adopted")
    assert chair.gold == []


def test_all_that_enough_agree_on_is_taken_at_once_and_undone_at_once(chair):
    chair.take_agreed()
    assert sorted(chair.gold) == [("actor", "Kremlin"), ("actor", "Publication")]
    assert chair.docket().decided == 2
    with pytest.raises(Conflict, match="nothing left"):
        chair.take_agreed()
    chair.undo()
    assert (chair.gold, chair.docket().decided) == ([], 0)
    chair.redo()
    assert len(chair.gold) == 2


def test_the_projects_threshold_says_how_many_must_agree(chair, store, team, desks):
    with store.write() as tx:
        third = accounts.add_user(tx, accounts.OPERATOR, "cem", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, "central-asia", "cem", "annotator")
    cem = Desk(store, third, chair.document)
    cem.mark("Kremlin", attributes={"kind": "state"})
    complete(cem)
    assert [case.unit.share for case in chair.docket().agreed] == [1.0]
    with store.write() as tx:
        projects.set_threshold(tx, team["ana"], "central-asia", 0.67)
    assert sorted(case.unit.agreeing for case in chair.docket().agreed) == [2, 3]
    chair.take_agreed()
    assert sorted(chair.gold) == [("actor", "Kremlin"), ("actor", "Publication")]


@pytest.mark.parametrize("share", [0, -1, 1.01, float("nan")])
def test_a_threshold_is_a_share(store, team, share):
    with store.write() as tx, pytest.raises(Invalid):
        projects.set_threshold(tx, team["ana"], "central-asia", share)


def test_only_a_manager_sets_the_threshold(store, team):
    for name in ("adjudicator", "ben"):
        with store.write() as tx, pytest.raises(Forbidden):
            projects.set_threshold(tx, team[name], "central-asia", 0.5)


def test_only_complete_layers_count_and_the_others_are_named(chair, desks):
    complete(desks[1], "in_progress")
    found = chair.docket()
    assert ([one.name for one in found.counted], [one.name for one in found.missing]) == (["ana"], ["ben"])
    assert {case.unit.kind for case in found.cases} == {"alone"}
    everybody = chair.docket(unfinished=True)
    assert [one.name for one in everybody.counted] == ["ana", "ben"]
    assert len(everybody.cases) == 5


def test_a_layer_can_be_compared_before_it_is_complete(chair, desks):
    complete(desks[1], "in_progress")
    case = chair.case("conscripts", unfinished=True)
    chair.rule(chair.seen(case, unfinished=True), "all")
    assert chair.gold == [("actor", "conscripts")]


def test_whoever_was_given_the_document_and_has_not_begun_is_missed(chair, store, team):
    with store.write() as tx:
        person = accounts.add_user(tx, accounts.OPERATOR, "cem", password_hash=None)
        values = {"id": tx.new_id(), "document": chair.document, "user": person.id, "now": tx.now}
        for query in (
            (
                "INSERT INTO round (id, project_id, number, name, overlap, seed, blind, created)"
                " SELECT :id, id, 99, 'r', 0, 1, true, :now FROM project"
            ),
            "INSERT INTO assignment (round_id, document_id, user_id, given) VALUES (:id, :document, :user, :now)",
        ):
            tx.connection.execute(text(query), values)
    assert [(one.name, one.state) for one in chair.docket().missing] == [("cem", "new")]


def test_a_later_change_is_shown_and_never_applied(chair, desks):
    ana, ben = desks
    chair.take("adopted", "ana")
    chair.take("National Security Committee", "ana")
    chair.decide("conscripts", "all")
    before = chair.gold
    for desk in desks:
        complete(desk, "in_progress")
    stance = next(span for span in ana.spans if span.label == "stance")
    ana.change(stance.id, note="thought again")
    ben.delete(next(span.id for span in ben.spans if span.quote(ben.text) == "Security Committee"))
    ben.delete(next(span.id for span in ben.spans if span.quote(ben.text) == "conscripts"))
    for desk in desks:
        complete(desk)
    assert chair.gold == before
    (changed,) = chair.case("adopted").changes
    assert changed == Change("changed", stance.id, "ana")
    assert [one.what for one in chair.case("National Security Committee").changes] == ["deleted"]
    gone = chair.case("conscripts")
    assert (gone.unit.kind, [one.what for one in gone.changes]) == ("gone", ["deleted"])
    chair.withdraw("conscripts")
    chair.take("adopted", "ana")
    assert chair.case("adopted").settled
    assert [one for one in chair.kinds if one == "gone"] == []


def test_a_relation_that_changes_later_is_shown_and_never_applied(chair, desks):
    ana = desks[0]
    ends = ana.spans[0].id, next(span.id for span in ana.spans if span.label == "stance")
    chair.take(ana.span(ends[0]).quote(ana.text), "ana")
    chair.take("adopted", "ana")
    complete(ana, "in_progress")
    relation = ana.relate(*ends)
    complete(ana)
    assert Change("related", ends[1], "ana") in chair.case("adopted").changes
    assert chair.ties == []
    for words in (ana.span(ends[0]).quote(ana.text), "adopted"):
        chair.take(words, "ana")
    assert chair.case("adopted").settled
    assert len(chair.ties) == 1
    complete(ana, "in_progress")
    ana.part(relation)
    complete(ana)
    assert [one.what for one in chair.case("adopted").changes] == ["related"]
    assert len(chair.ties) == 1


def test_what_is_remembered_of_the_layers_is_never_older_than_they_are(chair, desks, store):
    ana, ben = desks

    def as_if_never_asked():
        afresh = Store(store.engine.url.render_as_string(hide_password=False))
        try:
            return Chair(afresh, chair.person, chair.document).docket(unfinished=True)
        finally:
            afresh.close()

    for desk in desks:
        complete(desk, "in_progress")
    stance, kremlin = (next(s.id for s in ana.spans if s.quote(ana.text) == one) for one in ("adopted", "Kremlin"))
    steps = (
        lambda: ana.change(stance, note="thought again"),
        lambda: ana.relate(kremlin, stance),
        ana.undo,
        ana.redo,
        ana.undo,
        lambda: ben.delete(ben.spans[0].id),
        lambda: ben.mark("Kremlin", attributes={"kind": "organisation"}),
        ben.undo,
        ben.undo,
        lambda: complete(ben),
        lambda: chair.take("adopted", "ben"),
        lambda: chair.decide("Publication", "all"),
        chair.undo,
    )
    for step in steps:
        before = chair.docket(unfinished=True)
        step()
        after = chair.docket(unfinished=True)
        assert after != before
        assert after == as_if_never_asked()


def test_a_span_that_comes_later_beside_one_that_was_decided_about_is_shown(chair, desks):
    ben = desks[1]
    chair.decide("conscripts", "none")
    complete(desks[0], "in_progress")
    later = desks[0].mark("conscripts", "actor", attributes={"kind": "group"})
    complete(desks[0])
    assert chair.case("conscripts").changes == (Change("new", later, "ana"),)
    assert not chair.case("conscripts").settled
    assert ben.spans


def test_what_was_left_over_can_be_kept_as_a_new_span(chair, desks):
    chair.decide("conscripts", "all")
    complete(desks[1], "in_progress")
    desks[1].delete(next(span.id for span in desks[1].spans if span.quote(desks[1].text) == "conscripts"))
    complete(desks[1])
    chair.decide("conscripts", "new", draft=draft("conscripts", desks[0].text))
    assert chair.gold == [("actor", "conscripts")]
    assert chair.case("conscripts").settled


def test_a_decision_about_something_that_changed_meanwhile_is_refused(chair, desks):
    seen = chair.seen(chair.case("adopted"))
    complete(desks[0], "in_progress")
    desks[0].change(next(span.id for span in desks[0].spans if span.label == "stance"), note="thought again")
    complete(desks[0])
    with pytest.raises(Stale, match="changed this"):
        chair.rule(seen, "none")
    with pytest.raises(Stale):
        chair.rule(Seen(chair.document, "no such unit", ""), "none")


def test_the_second_to_decide_is_told_of_the_first(chair, store, team):
    other = Chair(store, team["ana"], chair.document)
    seen = chair.seen(chair.case("adopted"))
    other.take("adopted", "ben")
    with pytest.raises(Conflict, match="ana decided about this meanwhile") as refusal:
        chair.rule(seen, "none")
    assert refusal.value.code == "decided-meanwhile"
    assert chair.gold == [("actor", "adopted")]
    chair.decide("adopted", "none")
    assert chair.gold == []


@pytest.mark.slow
def test_of_eight_who_decide_at_once_one_does_and_nothing_is_there_twice(chair, store):
    seen = chair.seen(chair.case("adopted"))
    answers = at_once([lambda: chair.rule(seen, "all")] * 8)
    refused = [one for one in answers if isinstance(one, Refused)]
    assert [one.code for one in refused] == ["decided-meanwhile"] * 7
    assert len(chair.gold) == 2
    assert sql(store, "SELECT count(*) AS n FROM decision")[0].n == 1
    assert sql(store, "SELECT count(*) AS n FROM layer WHERE name = 'gold'")[0].n == 1


@pytest.mark.slow
def test_the_same_decision_sent_eight_times_at_once_is_made_once(chair, store):
    seen, by = chair.seen(chair.case("adopted")), action()
    answers = at_once([lambda: chair.rule(seen, "all", by=by)] * 8)
    assert len({answer.sources for answer in answers}) == 1
    assert sql(store, "SELECT count(*) AS n FROM decision")[0].n == 1
    assert len(chair.gold) == 2


def test_an_action_sent_again_answers_how_things_stand_and_with_another_body_it_is_refused(chair):
    seen, by = chair.seen(chair.case("adopted")), action("one")
    first = chair.rule(seen, "none", by=by)
    assert chair.rule(seen, "none", by=by).sources == first.sources
    with pytest.raises(Conflict, match="something else"):
        chair.rule(seen, "all", by=type(by)(by.id, "another"))


def test_gold_that_is_complete_is_not_decided_about_until_it_is_opened_again(chair):
    chair.decide("conscripts", "none")
    chair.declare("complete")
    for act in (lambda: chair.decide("adopted", "none"), chair.undo, chair.take_agreed):
        with pytest.raises(Conflict, match="declared complete"):
            act()
    assert chair.docket().desk.state == "complete"
    chair.declare("in_progress")
    chair.decide("adopted", "none")


def test_a_relation_comes_along_once_both_its_ends_are_taken_from_whoever_made_it(chair, desks):
    ana = desks[0]
    complete(ana, "in_progress")
    ends = [next(span.id for span in ana.spans if span.quote(ana.text) == one) for one in ("Kremlin", "adopted")]
    relate(ana, "holds", *ends)
    complete(ana)
    assert chair.case("Kremlin").unit.kind == "relations"
    chair.take("Kremlin", "ana")
    assert chair.ties == []
    chair.take("adopted", "ana")
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    chair.undo()
    assert chair.ties == []
    chair.redo()
    assert chair.ties == [("holds", "Kremlin", "adopted")]
    chair.withdraw("Kremlin")
    assert chair.ties == []
    chair.take("Kremlin", "ben")
    assert chair.ties == []


def test_a_relation_that_both_made_comes_along_once(chair, desks):
    for desk in desks:
        complete(desk, "in_progress")
        ends = [next(s.id for s in desk.spans if s.quote(desk.text) == one) for one in ("Kremlin", "Publication")]
        relate(desk, "holds", *ends)
        complete(desk)
    chair.take_agreed()
    assert chair.ties == [("holds", "Kremlin", "Publication")]


def test_the_log_tells_of_every_decision(chair, store):
    chair.take("adopted", "ana")
    chair.undo()
    kinds = [row.kind for row in sql(store, "SELECT kind FROM event ORDER BY sequence")]
    assert kinds[-5:] == ["span.create", "decision.make", "layer.undo", "decision.withdraw", "span.delete"]


def test_only_adjudicators_and_managers_come_near(chair, store, team):
    with pytest.raises(Forbidden):
        Chair(store, team["ben"], chair.document).docket()
    with store.write() as tx:
        stranger = accounts.add_user(tx, accounts.OPERATOR, "stranger", password_hash=None)
    with pytest.raises(NotFound):
        Chair(store, stranger, chair.document).docket()


def test_the_next_document_is_the_next_one_on_which_something_is_left(chair, store, team, desks):
    with store.read() as tx:
        assert adjudicating.next_open(tx, chair.person, chair.document) is None
    with store.read() as tx:
        third = sql(store, "SELECT id FROM document WHERE position = 3")[0].id
    there = Desk(store, team["ana"], third)
    there.mark("Kazakhstan")
    with store.read() as tx:
        assert adjudicating.next_open(tx, chair.person, chair.document) is None
    complete(there)
    with store.read() as tx:
        assert adjudicating.next_open(tx, chair.person, chair.document) == third
        assert adjudicating.next_open(tx, chair.person, third) == chair.document
    Chair(store, team["ana"], chair.document).declare("complete")
    with store.read() as tx:
        assert adjudicating.next_open(tx, chair.person, third) is None


def state(chair):
    return chair.gold, chair.docket().decided


def sql(store, query):
    with store.read() as tx:
        return tx.connection.execute(text(query)).all()


def at_once(calls):
    start = Barrier(len(calls))

    def run(call):
        start.wait()
        try:
            return call()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
