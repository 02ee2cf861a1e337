"""The codebook changed while work goes on: what is marked goes along, in everybody's layers, and back again."""

from dataclasses import replace

import pytest
from acting import SLUG
from adjudicators import Chair, complete

from annotator.domain.errors import Conflict, Forbidden, Invalid, Stale
from annotator.domain.label_operation import Merge, Rename, Retire, Split
from annotator.domain.permission import Person
from annotator.domain.rule_operation import ChangeChoices, Require, Tighten
from annotator.services import agreeing, checking, drafting, operating, splitting, taking_back
from annotator.services.accounts import OPERATOR
from annotator.services.splitting import Decided

PERSON_OR_BODY = (("person", "Person", "A human."), ("body", "Body", "An organisation."))


def test_a_preview_says_what_would_be_touched_and_changes_nothing(marked, preview, book):
    found = preview(Merge(("actor",), "legal_instrument"))
    assert found.sentence == "3 spans in 2 documents change."
    assert "Actor: now retired" in found.differences
    assert book().version == 1


@pytest.mark.parametrize(
    ("operation", "sentence"),
    [
        (Retire("actor"), "3 spans stay as they are."),
        (Split("actor", PERSON_OR_BODY), "3 spans are to be decided, one by one."),
        (Rename("stance", "position"), "1 span in 1 document changes."),
        (Tighten("holds", ("legal_instrument",), ("stance",)), "1 is to be looked at again."),
        (Require("legal_instrument", "status"), "Nothing that is marked changes."),
    ],
)
def test_each_operation_says_what_it_would_touch(marked, preview, operation, sentence):
    assert preview(operation).sentence == sentence


def test_a_merge_relabels_the_spans_of_all_and_keeps_what_they_say(marked, desks, perform, book):
    kept = perform(Merge(("actor",), "legal_instrument"))
    [[first, _, *_], [other, *_]] = desks("ana", "ben")
    assert {span.label for span in (*first.spans, *other.spans)} == {"legal_instrument", "stance"}
    kremlin = first.span(marked["Kremlin"])
    assert kremlin.attributes == {"kind": "person"}
    assert (kremlin.codebook_version, kremlin.version) == (kept.version, 2)
    assert book().label("actor").retired
    assert book().relation("holds").source == ("legal_instrument",)


def test_undoing_a_merge_brings_every_span_and_the_codebook_back(marked, desks, perform, undo, book):
    before = book()
    done = undo(perform(Merge(("actor",), "legal_instrument")))
    assert (done.back, done.left, done.conflicts) == (3, 0, ())
    assert book() == before.at_version(3)
    [[first, *_], _] = desks("ana", "ben")
    assert (first.span(marked["Kremlin"]).label, first.span(marked["Kremlin"]).codebook_version) == ("actor", 3)


def test_what_somebody_changed_since_stays_and_is_said(marked, desks, perform, undo):
    kept = perform(Merge(("actor",), "legal_instrument"))
    [[first, *_], [other, *_]] = desks("ana", "ben")
    first.change(marked["Kremlin"], attributes={"kind": "law"})
    other.delete(marked["bens"])
    done = undo(kept)
    assert (done.back, done.left) == (1, 2)
    assert done.sentence == "Version 3 takes it back: 1 is as it was; 2 were changed since and stay as they are."
    assert first.span(marked["Kremlin"]).label == "legal_instrument"


def test_a_note_and_a_border_that_were_changed_since_stay_and_the_label_goes_back(marked, desks, perform, undo):
    kept = perform(Merge(("actor",), "legal_instrument"))
    [[first, *_], _] = desks("ana", "ben")
    first.change(marked["Kremlin"], note="Who is meant?")
    assert undo(kept).left == 0
    assert (first.span(marked["Kremlin"]).label, first.span(marked["Kremlin"]).note) == ("actor", "Who is meant?")


def test_what_was_edited_in_the_codebook_since_stays_when_an_operation_is_undone(
    marked, perform, undo, book, edit
):
    kept = perform(Retire("actor"))
    edit(lambda present: replace(present, name="Another name"))
    undo(kept)
    assert (book().name, book().label("actor").retired) == ("Another name", False)


def test_an_operation_is_undone_once_and_after_those_that_came_later(marked, perform, undo):
    first = perform(Rename("actor", "agent"))
    second = perform(Retire("agent"))
    with pytest.raises(Conflict, match="Version 3 changed the same since: take that back first"):
        undo(first)
    undo(second)
    undo(first)
    with pytest.raises(Conflict, match="taken back already"):
        undo(first)


def test_a_renamed_label_takes_what_was_marked_since_back_with_it(marked, desks, perform, undo, book):
    kept = perform(Rename("actor", "agent", "Agent"))
    [[first, *_], _] = desks("ana", "ben")
    new = first.mark("Moscow", "agent")
    undo(kept)
    assert first.span(new).label == first.span(marked["Kremlin"]).label == "actor"
    assert book().label("actor").title == "Actor"


def test_a_retired_label_is_refused_for_what_is_new_and_what_is_there_can_still_be_changed(marked, desks, perform):
    perform(Retire("actor"))
    [[first, *_], _] = desks("ana", "ben")
    with pytest.raises(Invalid, match="Label “Actor” is retired"):
        first.mark("Moscow")
    first.change(marked["Kremlin"], attributes={"kind": "state"})
    assert first.span(marked["Kremlin"]).attributes == {"kind": "state"}


def test_the_spans_of_a_split_are_decided_one_by_one_and_undone_as_a_whole(marked, desks, perform, undo, book):
    kept = perform(Split("actor", PERSON_OR_BODY))
    [[one, *_]] = desks("ana")
    store, manager, seen = one.store, one.person, []
    while (here := queue(store, manager, kept)).next is not None:
        seen.append(here.next.span.id)
        decide(store, manager, kept, here.next.span, "person" if len(seen) == 1 else "body")
    assert (sorted(seen), here.open, here.decided) == (
        sorted(map(marked.get, ("Kremlin", "bens", "second"))),
        0,
        3,
    )
    [[first, *_], [other, *_]] = desks("ana", "ben")
    assert {first.span(marked["Kremlin"]).label, other.span(marked["bens"]).label} == {"person", "body"}
    done = undo(kept)
    assert (done.back, done.left) == (3, 0)
    assert first.span(marked["Kremlin"]).label == "actor"
    assert [label.name for label in book().labels] == ["actor", "stance", "legal_instrument"]


def test_a_label_of_an_undone_split_stays_retired_where_somebody_marked_with_it(
    marked, desks, perform, undo, book
):
    kept = perform(Split("actor", PERSON_OR_BODY))
    [[first, *_], _] = desks("ana", "ben")
    new = first.mark("Moscow", "body")
    undo(kept)
    assert first.span(new).label == "body"
    assert book().label("body").retired and not book().label("actor").retired


def test_a_decision_about_a_span_that_changed_meanwhile_is_refused(store, marked, desks, perform):
    kept = perform(Split("actor", PERSON_OR_BODY))
    [[first, *_], _] = desks("ana", "ben")
    span = first.span(marked["Kremlin"])
    first.change(span.id, note="Changed.")
    with pytest.raises(Stale):
        decide(store, first.person, kept, span, "person")


def test_choices_are_mapped_in_all_layers_and_what_becomes_none_stays_valid_under_its_version(
    marked, desks, perform, undo, preview
):
    operation = ChangeChoices("actor", "kind", ("human", "state"), {"person": "human"})
    assert preview(operation).sentence == "1 span in 1 document changes; 1 is to be looked at again."
    kept = perform(operation)
    [[first, *_], [other, *_]] = desks("ana", "ben")
    assert first.span(marked["Kremlin"]).attributes == {"kind": "human"}
    assert (other.span(marked["bens"]).attributes, other.span(marked["bens"]).codebook_version) == (
        {"kind": "group"},
        1,
    )
    undo(kept)
    assert first.span(marked["Kremlin"]).attributes == {"kind": "person"}


def test_all_that_is_stored_is_as_the_log_tells_it(store, marked, perform, undo):
    undo(perform(Merge(("actor",), "legal_instrument")))
    perform(Rename("stance", "position"))
    with store.read() as tx:
        assert checking.check(tx).faults == ()


def test_gold_stays_settled(store, people, desks, perform):
    [[first, *_]] = desks("ana")
    first.mark("Kremlin", attributes={"kind": "person"})
    complete(first)
    chair = Chair(store, people["adjudicator"], first.document)
    chair.rule(chair.seen(chair.docket(unfinished=True).cases[0], unfinished=True), "all")
    perform(Rename("actor", "agent"))
    (case,) = chair.docket(unfinished=True).cases
    assert case.settled
    assert [span.label for span in chair.docket(unfinished=True).gold.values()] == ["agent"]


def test_agreement_is_counted_anew_where_complete_layers_went_along(store, desks, perform, undo):
    [[first, *_], [other, *_]] = desks("ana", "ben")
    first.mark("Kremlin", attributes={"kind": "state"})
    other.mark("Kremlin", "legal_instrument")
    for one in (first, other):
        complete(one)
    assert f1_of(store) == 0.0
    kept = perform(Merge(("legal_instrument",), "actor"))
    assert f1_of(store) == 1.0
    undo(kept)
    assert f1_of(store) == 0.0


def f1_of(store):
    with store.read() as tx:
        found = agreeing.report(agreeing.agreement(tx, OPERATOR, SLUG))
    return found["measures"]["span_f1_exact"]["value"]


def test_a_preview_that_is_out_of_date_is_not_carried_out(store, marked, team, perform):
    perform(Retire("stance"))
    with store.write() as tx, pytest.raises(Stale):
        operating.perform(tx, team["ana"], SLUG, Retire("actor"), seen=1)


def test_what_an_annotator_takes_back_afterwards_is_said_as_the_codebook_says_it_now(desks, perform):
    [[desk, *_]] = desks("ben")
    span = desk.mark("Kremlin")
    desk.change(span, note="Who?")
    perform(Rename("actor", "agent"))
    desk.undo()
    assert (desk.span(span).label, desk.span(span).note) == ("agent", "")
    desk.undo()
    assert desk.spans == []
    desk.redo()
    assert desk.span(span).label == "agent"


def test_drafts_go_along(store, marked, team, perform):
    with store.write() as tx:
        drafting.edit(tx, team["ana"], SLUG, lambda book: replace(book, name="Another name"))
    perform(Rename("actor", "agent"))
    with store.read() as tx:
        draft = drafting.look(tx, team["ana"], SLUG)
    assert (draft.stale, draft.codebook.name, draft.codebook.labels[0].name) == (False, "Another name", "agent")
    assert [one.what for one in draft.own] == ["name"]


@pytest.mark.parametrize("name", ["ben", "adjudicator", "viewer"])
def test_only_managers_change_the_codebook(store, people, name):
    with store.write() as tx:
        for act in (operating.preview, operating.perform):
            with pytest.raises(Forbidden):
                act(tx, people[name], SLUG, Retire("actor"))


def test_the_command_lines_operator_changes_it_as_well(store, marked, desks):
    with store.write() as tx:
        kept = operating.perform(tx, OPERATOR, SLUG, Merge(("actor",), "legal_instrument"))
    with store.write() as tx:
        taking_back.undo(tx, OPERATOR, SLUG, kept.id)
    [[first, *_], _] = desks("ana", "ben")
    assert first.span(marked["Kremlin"]).label == "actor"


def queue(store, person: Person, kept):
    with store.read() as tx:
        return splitting.queue(tx, person, SLUG, kept.id)


def decide(store, person: Person, kept, span, label):
    with store.write() as tx:
        splitting.decide(tx, person, SLUG, kept.id, Decided(span.id, label, span.version))


@pytest.fixture
def marked(desks):
    """Spans of two people on two documents, by what they are called; a relation joins two of ana's."""
    [[first, second, *_], [other, *_]] = desks("ana", "ben")
    found = {
        "Kremlin": first.mark("Kremlin", attributes={"kind": "person"}),
        "stance": first.mark("adopted", "stance"),
        "bens": other.mark("Kremlin", attributes={"kind": "group"}),
        "second": second.mark(second.text.split()[3]),
    }
    first.relate(found["Kremlin"], found["stance"])
    return found
