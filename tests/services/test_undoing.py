"""Undo and redo: one line of time for each layer, that reaches across reloads and restarts."""

import pytest
from acting import Desk, action, draft, first_document, new_id
from hypothesis.stateful import invariant
from sqlalchemy import text
from walking import Walk, meaning, walk

from annotator.domain.errors import Conflict
from annotator.services.annotating import Draft
from annotator.services.transactions import Store


def test_undo_and_redo_walk_along_a_chain_of_actions(ana):
    span = ana.mark("Kremlin")
    ana.change(span, note="first")
    ana.change(span, note="second")
    ana.delete(span)
    seen = [notes(ana)]
    for step in [ana.undo] * 4 + [ana.redo] * 4:
        step()
        seen.append(notes(ana))
    assert seen == [[], ["second"], ["first"], [""], [], [""], ["first"], ["second"], []]


def test_where_there_is_nothing_to_undo_or_redo_it_is_said(ana):
    for step, word in ((ana.undo, "undo"), (ana.redo, "redo")):
        with pytest.raises(Conflict, match=f"nothing to {word}"):
            step()
    ana.mark("Kremlin")
    with pytest.raises(Conflict, match="nothing to redo"):
        ana.redo()
    ana.undo()
    with pytest.raises(Conflict, match="nothing to undo"):
        ana.undo()


def test_undo_restores_label_attributes_note_and_place(ana):
    start = ana.text.index("growing casualties")
    fragments = [(start, start + 7), (start + 8, start + 18)]
    one = Draft(new_id(), fragments, "stance", "growing casualties", {"voice": "reported"}, "a note")
    ana.create(one)
    before = ana.span(one.id)
    ana.change(
        one.id, label="actor", fragments=[(0, 11)], words="Publication", attributes={"kind": "state"}, note=""
    )
    ana.undo()
    after = ana.span(one.id)
    assert (after.label, after.attributes, after.note) == ("stance", {"voice": "reported"}, "a note")
    assert after.fragments == before.fragments == tuple(fragments)
    assert after.version == before.version + 2


def test_an_undone_deletion_brings_back_the_same_span(ana):
    span = ana.mark("Kremlin", attributes={"kind": "state"}, note="a note")
    before = ana.span(span)
    ana.delete(span)
    change = ana.undo()
    assert change.subjects == (span,)
    after = ana.span(span)
    assert (after.id, after.fragments, after.attributes, after.note, after.created) == (
        before.id,
        before.fragments,
        before.attributes,
        before.note,
        before.created,
    )


def test_several_mentions_are_undone_and_redone_at_once(ana):
    first = ana.mark("Miroglov")
    more = ana.create(*[draft("Miroglov", ana.text, nth=nth) for nth in (1, 2)]).subjects
    assert set(ana.undo().subjects) == set(more)
    assert [span.id for span in ana.spans] == [first]
    ana.redo()
    assert {span.id for span in ana.spans} == {first, *more}


def test_a_new_action_drops_what_could_be_redone(ana):
    ana.mark("Kremlin")
    ana.undo()
    ana.mark("Miroglov")
    with pytest.raises(Conflict, match="nothing to redo"):
        ana.redo()
    ana.undo()
    assert ana.quotes == []
    ana.redo()
    assert ana.quotes == ["Miroglov"]


def test_what_was_dropped_is_never_undone(ana):
    ana.mark("Kremlin")
    ana.mark("Miroglov")
    ana.undo()
    ana.mark("Publication")
    ana.undo()
    ana.undo()
    assert ana.quotes == []
    with pytest.raises(Conflict, match="nothing to undo"):
        ana.undo()


def test_undo_works_after_the_server_was_started_again(database, store, ana):
    ana.mark("Kremlin")
    store.close()
    again = Store(database)
    desk = Desk(again, ana.person, ana.document)
    desk.undo()
    assert desk.quotes == []
    desk.redo()
    assert desk.quotes == ["Kremlin"]
    again.close()


def test_undo_on_one_document_leaves_the_others_alone(ana, store):
    with store.read() as tx:
        other = tx.connection.execute(text("SELECT id FROM document WHERE position = 2")).scalar()
    there = Desk(store, ana.person, other)
    ana.mark("Kremlin")
    there.mark("Kazakhstan")
    ana.undo()
    assert (ana.quotes, there.quotes) == ([], ["Kazakhstan"])


def test_undo_is_told_in_the_log_as_any_other_change(ana):
    span = ana.mark("Kremlin")
    ana.undo()
    ana.redo()
    query = text("SELECT kind, subject FROM event WHERE kind LIKE 'span.%' ORDER BY sequence")
    with ana.store.read() as tx:
        told = [tuple(row) for row in tx.connection.execute(query)]
    assert told == [("span.create", span), ("span.delete", span), ("span.create", span)]


def test_an_undo_sent_twice_takes_back_one_action(ana):
    ana.mark("Kremlin")
    ana.mark("Miroglov")
    by = action()
    ana.undo(by)
    ana.undo(by)
    assert len(ana.spans) == 1


@pytest.mark.slow
def test_whatever_is_done_in_whatever_order_the_layer_is_what_a_list_of_states_says(sqlite_store):
    walk(Modelled, sqlite_store, max_examples=30, stateful_step_count=25)


class Modelled(Walk):
    """A walk on which the layer is looked at after every step."""

    @invariant()
    def the_layer_is_what_the_model_says(self):
        assert meaning(self.desk) == (self.spans, self.relations)


def notes(desk):
    return [span.note for span in desk.spans]


@pytest.fixture
def ana(store, team):
    return Desk(store, team["ana"], first_document(store, team["ana"]))
