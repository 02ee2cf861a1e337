"""History and time travel: what the log tells of a layer, and a layer put back to any moment of it."""

from itertools import count

import pytest
from acting import SLUG, Desk, action, draft, first_document, new_id
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from annotator.domain.errors import Conflict, Forbidden, NotFound
from annotator.domain.past import replayed
from annotator.services import accounts, completing, remembering, seeding
from annotator.services.annotating import Draft
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


def test_a_span_that_would_leave_its_relations_loose_is_a_refusal(ana):
    first = ana.mark("Kremlin")
    moment = history(ana).moments[0].sequence
    second = ana.mark("Miroglov")
    relate(ana, first, second)
    with pytest.raises(Conflict, match="remove the relations first"):
        put_back(ana, moment)
    assert len(ana.quotes) == 2


def test_the_log_refuses_to_be_rewritten(ana):
    ana.mark("Kremlin")
    for statement in ("UPDATE event SET kind = 'span.change'", "DELETE FROM event"):
        with pytest.raises(DBAPIError, match="never rewritten"), ana.store.write() as tx:
            tx.connection.execute(text(statement))
    assert [one.kind for one in history(ana).moments[0].told] == ["span.create"]


@pytest.mark.slow
def test_whatever_is_done_the_log_replayed_is_what_stands_in_the_tables(store):
    seeding.seed(store)
    with store.read() as tx:
        person = accounts.named(tx, "ana")
    document, numbers = first_document(store, person), count(1)

    def layer():
        """A layer that nobody has begun, under a name of its own."""
        name = f"annotator-{next(numbers)}"
        with store.write() as tx:
            who = accounts.add_user(tx, accounts.OPERATOR, name, admin=True, password_hash=None)
        return Replayed(Desk(store, who, document))

    run_state_machine_as_test(
        layer,
        settings=settings(
            max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


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
        self.desk.change(self._some(data), label=label, note=note)

    @precondition(lambda self: self.desk.spans)
    @rule(data=st.data(), start=st.integers(0, 4900), length=st.integers(1, 9))
    def move(self, data, start, length):
        places = ((start, start + length), (start + length + 1, start + length + 3))
        self.desk.change(self._some(data), fragments=places)

    @precondition(lambda self: self.desk.spans)
    @rule(data=st.data())
    def delete(self, data):
        self.desk.delete(self._some(data))

    @rule(back=st.booleans())
    def travel(self, back):
        try:
            (self.desk.undo if back else self.desk.redo)()
        except Conflict as refusal:
            assert refusal.code == "nothing-to-undo"  # noqa: PT017 - it is no fault where there is nothing

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
        self.moments[told[-1].sequence] = meaning(self.desk)

    def _some(self, data):
        return data.draw(st.sampled_from(sorted(one.id for one in self.desk.spans)))


def meaning(desk):
    """What stands in a layer, whenever it was written."""
    return {one.id: (one.label, one.fragments, dict(one.attributes), one.note) for one in desk.spans}


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


def relate(desk, source, target):
    query = text(
        "INSERT INTO relation (id, key, document_id, layer_id, user_id, type, source_id, target_id, "
        "codebook_version, created) SELECT CAST(:id AS VARCHAR), CAST(:id AS VARCHAR), document_id, layer_id, "
        "user_id, 'acts_on', id, :target, 1, created FROM span WHERE id = :source"
    )
    with desk.store.write() as tx:
        tx.connection.execute(query, {"id": new_id(), "source": source, "target": target})


@pytest.fixture
def ana(store, team):
    return Desk(store, team["ana"], first_document(store, team["ana"]))
