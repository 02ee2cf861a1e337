"""History and time travel: what the log tells of a layer, and a layer put back to any moment of it."""

import pytest
from acting import SLUG, Desk, action, draft, first_document
from hypothesis.stateful import invariant
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from walking import Walk, history, meaning, put_back, walk

from annotator.domain.errors import Conflict, Forbidden, NotFound, Stale
from annotator.domain.past import replayed
from annotator.services import completing, remembering
from annotator.store import past, spans


def test_every_action_is_told_once_the_newest_first(ana):
    span = ana.mark("Kremlin")
    ana.change(span, note="a note")
    ana.create(*[draft("Miroglov", ana.text, nth=nth) for nth in (0, 1)])
    ana.undo()
    told = history(ana)
    assert [[one.kind for one in moment.told] for moment in told.moments] == [
        ["layer.undo", "span.delete", "span.delete"],
        ["span.create", "span.create"],
        ["span.change"],
        ["span.create"],
    ]
    assert {moment.who for moment in told.moments} == {"ana"}


def test_the_history_of_a_span_tells_of_nothing_else_and_goes_on_after_its_deletion(ana):
    span, _ = ana.mark("Kremlin"), ana.mark("Miroglov")
    ana.delete(span)
    ana.undo()
    with ana.store.read() as tx:
        told = remembering.span_history(tx, ana.person, span)
    assert [[one.kind for one in moment.told] for moment in told.moments] == [
        ["layer.undo", "span.create"],
        ["span.delete"],
        ["span.create"],
    ]


def test_a_long_history_comes_in_pages_that_lose_and_double_nothing(ana, monkeypatch):
    for nth in range(11):
        ana.create(*[draft("the", ana.text, nth=2 * nth + more) for more in (0, 1)])
    everything = history(ana)
    monkeypatch.setattr(remembering, "MOMENTS_AT_ONCE", 4)
    seen, before = [], None
    while True:
        page = history(ana, before=before)
        seen += [moment.key for moment in page.moments]
        before = page.older
        if before is None:
            break
    assert len(seen) == len(set(seen)) == 11
    assert seen == [moment.key for moment in everything.moments]


def test_one_reads_ones_own_history_and_others_where_the_rules_allow(store, team, ana):
    ben = Desk(store, team["ben"], ana.document)
    theirs, _ = ana.mark("Kremlin"), ben.mark("Miroglov")
    assert history(ana, "ben").layers == ("ana", "ben")
    set_blind(store, blind=True)
    assert history(ben).layers == ("ben",)
    for layer in ("ana", "adjudicator", "gold"):
        with pytest.raises(Forbidden):
            history(ben, layer)
        with pytest.raises(Forbidden), store.read() as tx:
            remembering.as_of(tx, ben.person, ben.document, history(ana).moments[0].key, layer)
    with pytest.raises(NotFound, match="no longer there"), store.read() as tx:
        remembering.span_history(tx, ben.person, theirs)
    set_blind(store, blind=False)
    assert history(ben, "ana").layers == ("ana", "ben")


def test_a_moment_of_another_layer_is_none_of_ones_own(store, team, ana):
    ben = Desk(store, team["ben"], ana.document)
    ana.mark("Kremlin")
    ben.mark("Miroglov")
    theirs = history(ana).moments[0].key
    with pytest.raises(NotFound, match="no such moment"), store.read() as tx:
        remembering.as_of(tx, ben.person, ben.document, theirs)
    with pytest.raises(NotFound, match="no such moment"):
        put_back(ben, theirs)


def test_a_layer_is_seen_as_it_stood_after_each_moment(ana):
    span = ana.mark("Kremlin", note="first")
    ana.change(span, note="second", label="stance")
    ana.mark("Miroglov")
    ana.delete(span)
    stood = []
    for moment in reversed(history(ana).moments):
        with ana.store.read() as tx:
            then = remembering.as_of(tx, ana.person, ana.document, moment.key)
        stood.append([(one.quote(ana.text), one.label, one.note) for one in then.spans])
    assert stood == [
        [("Kremlin", "actor", "first")],
        [("Kremlin", "stance", "second")],
        [("Miroglov", "actor", ""), ("Kremlin", "stance", "second")],
        [("Miroglov", "actor", "")],
    ]


def test_a_layer_put_back_keeps_its_spans_ids_and_is_undone_as_one_action(ana):
    kept, gone = ana.mark("Kremlin", note="a note"), ana.mark("Publication")
    then, moment = meaning(ana), history(ana).moments[0].key
    ana.change(kept, note="")
    ana.delete(gone)
    ana.mark("Miroglov")
    later = meaning(ana)
    put_back(ana, moment)
    assert meaning(ana) == then
    assert {one.id for one in ana.spans} == {kept, gone}
    ana.undo()
    assert meaning(ana) == later
    ana.redo()
    assert meaning(ana) == then


def test_putting_back_sent_twice_is_done_once(ana):
    ana.mark("Kremlin")
    moment = history(ana).moments[0].key
    ana.mark("Miroglov")
    by = action()
    put_back(ana, moment, by)
    put_back(ana, moment, by)
    assert ana.quotes == ["Kremlin"]
    ana.undo()
    assert len(ana.quotes) == 2


def test_putting_back_to_what_stands_tells_nothing(ana):
    ana.mark("Kremlin")
    before = history(ana)
    put_back(ana, before.moments[0].key)
    assert history(ana) == before


def test_a_complete_layer_is_not_put_back(ana):
    ana.mark("Kremlin")
    moment = history(ana).moments[0].key
    ana.mark("Miroglov")
    with ana.store.write() as tx:
        completing.set_state(tx, ana.person, action(), ana.document, "complete")
    with pytest.raises(Conflict, match="declared this document complete"):
        put_back(ana, moment)
    assert len(ana.quotes) == 2


def test_a_layer_put_back_has_the_relations_that_stood_then(ana):
    holder, stance = ana.mark("Kremlin"), ana.mark("growing casualties", "stance")
    kept = ana.relate(holder, stance)
    then, moment = meaning(ana), newest(ana)
    ana.part(kept)
    other = ana.mark("Miroglov")
    ana.relate(other, stance)
    ana.change(holder, label="stance")
    later = meaning(ana)
    put_back(ana, moment)
    assert meaning(ana) == then
    assert list(ana.links) == [kept]
    ana.undo()
    assert meaning(ana) == later
    ana.redo()
    assert meaning(ana) == then


def test_a_span_made_since_leaves_with_its_relations_and_comes_back_with_them(ana):
    first = ana.mark("Kremlin")
    moment = newest(ana)
    second = ana.mark("growing casualties", "stance")
    ana.relate(first, second)
    later = meaning(ana)
    put_back(ana, moment)
    assert (ana.quotes, ana.relations) == (["Kremlin"], [])
    ana.undo()
    assert meaning(ana) == later


def test_the_relations_of_a_moment_are_seen_with_it(ana):
    holder, stance = ana.mark("Kremlin"), ana.mark("growing casualties", "stance")
    relation = ana.relate(holder, stance)
    joined = newest(ana)
    ana.part(relation)
    seen = []
    for moment in (joined, newest(ana)):
        with ana.store.read() as tx:
            then = remembering.as_of(tx, ana.person, ana.document, moment)
        seen.append([(one.id, one.type, one.source, one.target, one.annotator) for one in then.relations])
    assert seen == [[(relation, "holds", holder, stance, "ana")], []]


def test_the_history_of_a_span_tells_of_its_relations_and_of_no_others(ana):
    holder, stance, other = ana.mark("Kremlin"), ana.mark("growing casualties", "stance"), ana.mark("Miroglov")
    ana.relate(other, stance)
    relation = ana.relate(holder, stance)
    ana.part(relation)
    ana.undo()
    with ana.store.read() as tx:
        told = remembering.span_history(tx, ana.person, holder)
    assert [[one.kind for one in moment.told] for moment in told.moments] == [
        ["layer.undo", "relation.create"],
        ["relation.delete"],
        ["relation.create"],
        ["span.create"],
    ]


def test_a_moment_is_whole_however_much_was_done_in_it(ana):
    change = ana.create(*[draft("the", ana.text, nth=nth) for nth in range(3)])
    with ana.store.read() as tx:
        moment = remembering.span_history(tx, ana.person, change.subjects[0]).moments[0].key
        assert len(remembering.as_of(tx, ana.person, ana.document, moment).spans) == 3


def test_what_was_done_since_it_was_looked_at_is_not_put_back_unseen(ana):
    ana.mark("Kremlin")
    moment = newest(ana)
    ana.mark("Miroglov")
    seen = newest(ana)
    ana.mark("Publication")
    with pytest.raises(Stale, match="since you looked"):
        put_back(ana, moment, seen=seen)
    assert len(ana.quotes) == 3
    by = action()
    for _ in range(2):
        put_back(ana, moment, by, seen=newest(ana))
    assert ana.quotes == ["Kremlin"]


def test_the_log_refuses_to_be_rewritten(ana):
    ana.mark("Kremlin")
    for statement in ("UPDATE event SET kind = 'span.change'", "DELETE FROM event"):
        with pytest.raises(DBAPIError, match="never rewritten"), ana.store.write() as tx:
            tx.connection.execute(text(statement))
    assert [one.kind for one in history(ana).moments[0].told] == ["span.create"]


@pytest.mark.slow
def test_whatever_is_done_the_log_replayed_is_what_stands_in_the_tables(store):
    walk(Replayed, store, max_examples=8, stateful_step_count=15)


class Replayed(Walk):
    """A walk on which the log is held against the tables after every step."""

    @invariant()
    def the_log_gives_what_stands(self):
        found = history(self.desk)
        if not found.desk.layer_id:
            return
        with self.desk.store.read() as tx:
            told = past.of_log(tx, past.Log(self.desk.document, found.desk.layer_id))
            standing = {one.id: spans.state(tx, one.id) for one in spans.in_layer(tx, found.desk.layer_id)}
        assert replayed(told) == standing
        links = {one: (state["type"], state["source_id"], state["target_id"]) for one, state in relations(told)}
        assert links == self.desk.links


def relations(told):
    return replayed(told, "relation").items()


def set_blind(store, *, blind):
    with store.write() as tx:
        tx.connection.execute(
            text("UPDATE project SET blind = :blind WHERE slug = :slug"), {"blind": blind, "slug": SLUG}
        )


def newest(desk):
    return history(desk).moments[0].key


@pytest.fixture
def ana(store, team):
    return Desk(store, team["ana"], first_document(store, team["ana"]))
