"""History and time travel: what the log tells of a layer, and a layer put back to any moment of it."""

import json
from contextlib import contextmanager

import pytest
from acting import SLUG, Desk, action, draft, first_document, new_id
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from wandering import wander

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.domain.past import replayed, replayed_relations
from annotator.services import completing, corpus, importing, remembering
from annotator.services.annotating import Draft
from annotator.services.importing import Upload
from annotator.store import past, relations, spans


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
    monkeypatch.setattr(remembering, "MOMENTS_AT_ONCE", 4)
    for nth in range(11):
        ana.create(*[draft("the", ana.text, nth=2 * nth + more) for more in (0, 1)])
    seen, before = [], None
    while True:
        page = history(ana, before=before)
        seen += [moment.sequence for moment in page.moments]
        before = page.older
        if before is None:
            break
    assert len(seen) == len(set(seen)) == 11
    assert seen == sorted(seen, reverse=True)


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
            remembering.as_of(tx, ben.person, ben.document, history(ana).moments[0].sequence, layer)
    with pytest.raises(NotFound, match="no longer there"), store.read() as tx:
        remembering.span_history(tx, ben.person, theirs)
    set_blind(store, blind=False)
    assert history(ben, "ana").layers == ("ana", "ben")


def test_a_moment_of_another_layer_is_none_of_ones_own(store, team, ana):
    ben = Desk(store, team["ben"], ana.document)
    ana.mark("Kremlin")
    ben.mark("Miroglov")
    theirs = history(ana).moments[0].sequence
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
            then = remembering.as_of(tx, ana.person, ana.document, moment.sequence)
        stood.append([(one.quote(ana.text), one.label, one.note) for one in then.spans])
    assert stood == [
        [("Kremlin", "actor", "first")],
        [("Kremlin", "stance", "second")],
        [("Miroglov", "actor", ""), ("Kremlin", "stance", "second")],
        [("Miroglov", "actor", "")],
    ]


def test_a_layer_put_back_keeps_its_spans_ids_and_is_undone_as_one_action(ana):
    kept, gone = ana.mark("Kremlin", note="a note"), ana.mark("Publication")
    then, moment = meaning(ana), history(ana).moments[0].sequence
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
    moment = history(ana).moments[0].sequence
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
    put_back(ana, before.moments[0].sequence)
    assert history(ana) == before


def test_a_complete_layer_is_not_put_back(ana):
    ana.mark("Kremlin")
    moment = history(ana).moments[0].sequence
    ana.mark("Miroglov")
    with ana.store.write() as tx:
        completing.set_state(tx, ana.person, action(), ana.document, "complete")
    with pytest.raises(Conflict, match="declared this document complete"):
        put_back(ana, moment)
    assert len(ana.quotes) == 2


def test_a_layer_put_back_has_the_relations_it_had_and_is_undone_as_one_action(ana):
    kept, gone, parted = ana.mark("Kremlin"), ana.mark("adopted", "stance"), ana.mark("Publication", "stance")
    ana.relate(kept, gone)
    was = ana.relate(kept, parted)
    then, moment = ana.relations, history(ana).moments[0].sequence
    ana.part(was)
    ana.delete(parted)
    ana.relate(kept, ana.mark("Miroglov", "stance"))
    later = meaning(ana)
    put_back(ana, moment)
    assert ana.relations == then
    assert {one.id for one in ana.spans} == {kept, gone, parted}
    ana.undo()
    assert meaning(ana) == later
    ana.redo()
    assert ana.relations == then


def test_a_layer_is_put_back_where_its_relations_alone_have_changed(ana):
    ends = ana.mark("Kremlin"), ana.mark("adopted", "stance")
    relation = ana.relate(*ends)
    moment = history(ana).moments[0].sequence
    ana.part(relation)
    put_back(ana, moment)
    assert ana.relations == [("holds", *ends)]


def test_the_relations_that_stood_at_a_moment_are_seen(ana):
    ends = ana.mark("Kremlin"), ana.mark("adopted", "stance")
    ana.part(ana.relate(*ends))
    moments = history(ana).moments
    seen = []
    for moment in moments[:3]:
        with ana.store.read() as tx:
            then = remembering.as_of(tx, ana.person, ana.document, moment.sequence)
        seen.append([(one["type"], one["source_id"], one["target_id"]) for one in then.relations])
    assert seen == [[], [("holds", *ends)], []]


def test_a_relation_is_told_in_the_history_of_its_layer_and_of_both_its_spans(ana):
    ends = ana.mark("Kremlin"), ana.mark("adopted", "stance")
    ana.part(ana.relate(*ends))
    assert [one.told[0].kind for one in history(ana).moments[:2]] == ["relation.delete", "relation.create"]
    for end in ends:
        with ana.store.read() as tx:
            told = remembering.span_history(tx, ana.person, end)
        kinds = [one.told[0].kind for one in told.moments]
        assert kinds == ["relation.delete", "relation.create", "span.create"]
        assert set(told.named) == set(ends)


def test_relations_that_were_imported_are_in_the_log(store, team):
    spans = [
        {"id": "a", "start": 0, "end": 3, "label": "actor", "annotator": "ana"},
        {"id": "b", "start": 4, "end": 7, "label": "stance", "annotator": "ana"},
    ]
    holds = {"id": "r", "type": "holds", "source": "a", "target": "b", "annotator": "ana"}
    layers = [{"annotator": "ana", "state": "in_progress"}]
    bring_in(store, team["ana"], {"text": "Who yes.", "spans": spans, "relations": [holds], "layers": layers})
    ana = Desk(store, team["ana"], last_document(store, team["ana"]))
    moment = history(ana).moments[0].sequence
    (relation,) = [one.subject for one in history(ana).moments[0].told if one.of_relation]
    ana.part(relation)
    put_back(ana, moment)
    assert [kind for kind, *_ in ana.relations] == ["holds"]


def test_the_log_refuses_to_be_rewritten(ana):
    ana.mark("Kremlin")
    for statement in ("UPDATE event SET kind = 'span.change'", "DELETE FROM event"):
        with pytest.raises(DBAPIError, match="never rewritten"), ana.store.write() as tx:
            tx.connection.execute(text(statement))
    assert [one.kind for one in history(ana).moments[0].told] == ["span.create"]


@pytest.mark.slow
def test_whatever_is_done_the_log_replayed_is_what_stands_in_the_tables(store):
    wander(store, Replayed, walks=8, steps=15)


class Replayed(RuleBasedStateMachine):
    """A layer at which anything is done."""

    def __init__(self, desk):
        super().__init__()
        self.desk = desk
        self.moments = {}

    @rule(places=st.lists(st.tuples(st.integers(0, 4900), st.integers(1, 40)), min_size=1, max_size=3))
    def create(self, places):
        self.desk.create(*[Draft(new_id(), [(start, start + length)], "actor") for start, length in places])

    @precondition(lambda self: self.desk.spans)
    @rule(data=st.data(), label=st.sampled_from(["actor", "stance"]), note=st.text("ab\n", max_size=3))
    def change(self, data, label, note):
        with tolerated("span-has-relations"):
            self.desk.change(self._some(data), label=label, note=note)

    @precondition(lambda self: self.desk.spans)
    @rule(data=st.data(), start=st.integers(0, 4900), length=st.integers(1, 9))
    def move(self, data, start, length):
        places = ((start, start + length), (start + length + 1, start + length + 3))
        self.desk.change(self._some(data), fragments=places)

    @precondition(lambda self: self.desk.spans)
    @rule(data=st.data())
    def delete(self, data):
        with tolerated("span-has-relations"):
            self.desk.delete(self._some(data))

    @precondition(lambda self: len(self.desk.spans) > 1)
    @rule(data=st.data())
    def relate(self, data):
        with tolerated("relation-there", "relation-not-allowed", "relation-to-itself"):
            self.desk.relate(self._some(data), self._some(data))

    @precondition(lambda self: self.desk.relations)
    @rule(data=st.data())
    def part(self, data):
        self.desk.part(data.draw(st.sampled_from(sorted(standing_relations(self.desk)))))

    @rule(back=st.booleans())
    def travel(self, back):
        with tolerated("nothing-to-undo"):
            (self.desk.undo if back else self.desk.redo)()

    @precondition(lambda self: self.moments)
    @rule(data=st.data())
    def put_back(self, data):
        moment = data.draw(st.sampled_from(sorted(self.moments)))
        put_back(self.desk, moment)
        assert meaning(self.desk) == self.moments[moment]

    @invariant()
    def the_log_gives_what_stands(self):
        found = history(self.desk)
        if not found.desk.layer_id:
            return
        with self.desk.store.read() as tx:
            told = past.of_layer(tx, self.desk.document, found.desk.layer_id)
            standing = {one.id: spans.state(tx, one.id) for one in spans.in_layer(tx, found.desk.layer_id)}
        assert replayed(told) == standing
        assert replayed_relations(told) == standing_relations(self.desk)
        self.moments[told[-1].sequence] = meaning(self.desk)

    def _some(self, data):
        return data.draw(st.sampled_from(sorted(one.id for one in self.desk.spans)))


@contextmanager
def tolerated(*codes):
    """Let these refusals pass: the walk came where there was nothing to do."""
    try:
        yield
    except (Conflict, Invalid) as refusal:
        if refusal.code not in codes:
            raise


def standing_relations(desk):
    with desk.store.read() as tx:
        found = relations.in_document(tx, desk.document)
    return {one.id: relations.state(one) for one in found if one.layer == desk.person.name}


def meaning(desk):
    """What stands in a layer, whenever it was written."""
    marked = {one.id: (one.label, one.fragments, dict(one.attributes), one.note) for one in desk.spans}
    return marked, desk.relations


def history(desk, layer=None, **more):
    with desk.store.read() as tx:
        return remembering.history(tx, desk.person, desk.document, layer, **more)


def put_back(desk, moment, by=None):
    with desk.store.write() as tx:
        return remembering.put_back(tx, desk.person, by or action(), desk.document, moment)


def set_blind(store, *, blind):
    with store.write() as tx:
        tx.connection.execute(
            text("UPDATE project SET blind = :blind WHERE slug = :slug"), {"blind": blind, "slug": SLUG}
        )


def bring_in(store, person, line):
    parsed = importing.parse(
        [Upload("one.jsonl", json.dumps(line).encode())], "jsonl", None, now=store.moment(), new_id=store.new_id
    )
    with store.write() as tx:
        importing.import_files(tx, person, SLUG, parsed)


def last_document(store, person):
    with store.read() as tx:
        return list(corpus.corpus(tx, person, SLUG).documents)[-1].id


@pytest.fixture
def ana(store, team):
    return Desk(store, team["ana"], first_document(store, team["ana"]))
