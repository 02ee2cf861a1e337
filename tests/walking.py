"""A walk: anything that can be done in a layer, in any order, beside a model of what it should come to."""

from itertools import count

import pytest
from acting import Desk, action, first_document, new_id
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from annotator.domain.errors import Conflict
from annotator.services import accounts, putting_back, remembering, seeding
from annotator.services.annotating import Draft

LABELS = st.sampled_from(["actor", "stance"])
KINDS = {("actor", "stance"): "holds", ("stance", "actor"): "toward"}


def walk(machine, store, **how):
    """Let ``machine`` walk, each time in a layer that nobody has begun, under a name of its own."""
    seeding.seed(store)
    with store.read() as tx:
        person = accounts.named(tx, "ana")
    document, numbers = first_document(store, person), count(1)

    def layer():
        name = f"annotator-{next(numbers)}"
        with store.write() as tx:
            who = accounts.add_user(tx, accounts.OPERATOR, name, admin=True, password_hash=None)
        return machine(Desk(store, who, document))

    quiet = settings(deadline=None, suppress_health_check=list(HealthCheck), **how)
    run_state_machine_as_test(layer, settings=quiet)


class Walk(RuleBasedStateMachine):
    """A layer beside its model: the states it has gone through, and where in them it stands.

    A state is what stands by its id: a span as its label, place and note, a relation as its type and ends. It is
    drawn from in the order that things were made: their ids are new with every walk.
    """

    def __init__(self, desk):
        super().__init__()
        self.desk = desk
        self.states = [({}, {})]
        self.now = 0
        self.moments = {}

    @property
    def spans(self):
        return self.states[self.now][0]

    @property
    def relations(self):
        return self.states[self.now][1]

    def becomes(self, spans, relations):
        if (spans, relations) != (self.spans, self.relations):
            self.states[self.now + 1 :] = [(spans, relations)]
            self.now += 1
        self.remember()

    def remember(self):
        newest = history(self.desk).moments
        if newest:
            self.moments[newest[0].key] = self.states[self.now]

    @rule(places=st.lists(st.tuples(st.integers(0, 4900), st.integers(1, 40), LABELS), min_size=1, max_size=3))
    def create(self, places):
        made = {new_id(): (label, ((start, start + length),), "") for start, length, label in places}
        self.desk.create(*[Draft(one, list(place), label) for one, (label, place, _) in made.items()])
        self.becomes({**self.spans, **made}, self.relations)

    @precondition(lambda self: self.spans)
    @rule(data=st.data(), label=LABELS, note=st.text("ab\n", max_size=3))
    def change(self, data, label, note):
        span = self.some_span(data)
        before, place, _ = self.spans[span]
        if label != before and self.tied(span):
            with pytest.raises(Conflict, match="remove it first"):
                self.desk.change(span, label=label, note=note)
        else:
            self.desk.change(span, label=label, note=note)
            self.becomes({**self.spans, span: (label, place, note)}, self.relations)

    @precondition(lambda self: self.spans)
    @rule(data=st.data(), start=st.integers(0, 4900), first=st.integers(1, 9), second=st.integers(1, 9))
    def move(self, data, start, first, second):
        span = self.some_span(data)
        label, _, note = self.spans[span]
        place = ((start, start + first), (start + first + 1, start + first + 1 + second))
        self.desk.change(span, fragments=place)
        self.becomes({**self.spans, span: (label, place, note)}, self.relations)

    @precondition(lambda self: self.spans)
    @rule(data=st.data())
    def delete(self, data):
        span = self.some_span(data)
        if self.tied(span):
            with pytest.raises(Conflict, match=r"remove (it|them) first"):
                self.desk.delete(span)
        else:
            self.desk.delete(span)
            self.becomes(without(self.spans, span), self.relations)

    @precondition(lambda self: self.pairs)
    @rule(data=st.data())
    def relate(self, data):
        link = data.draw(st.sampled_from(self.pairs))
        kind, source, target = link
        if link in self.relations.values():
            with pytest.raises(Conflict, match="joined by this relation already"):
                self.desk.relate(source, target, kind)
        else:
            self.becomes(self.spans, {**self.relations, self.desk.relate(source, target, kind): link})

    @precondition(lambda self: self.relations)
    @rule(data=st.data())
    def part(self, data):
        relation = data.draw(st.sampled_from(list(self.relations)))
        self.desk.part(relation)
        self.becomes(self.spans, without(self.relations, relation))

    @rule()
    def undo(self):
        self.travel(self.desk.undo, -1)

    @rule()
    def redo(self):
        self.travel(self.desk.redo, 1)

    @precondition(lambda self: self.moments)
    @rule(data=st.data())
    def put_back(self, data):
        moment = data.draw(st.sampled_from(list(self.moments)))
        put_back(self.desk, moment)
        self.becomes(*self.moments[moment])

    def travel(self, step, by):
        if 0 <= self.now + by < len(self.states):
            step()
            self.now += by
            self.remember()
        else:
            with pytest.raises(Conflict, match="nothing to"):
                step()

    @property
    def pairs(self):
        """What may be joined: a type with its two ends."""
        label = {span: value[0] for span, value in self.spans.items()}
        return [
            (KINDS[label[one], label[other]], one, other)
            for one in label
            for other in label
            if (label[one], label[other]) in KINDS
        ]

    def tied(self, span):
        return any(span in ends for _, *ends in self.relations.values())

    def some_span(self, data):
        return data.draw(st.sampled_from(list(self.spans)))


def without(things, one):
    return {name: value for name, value in things.items() if name != one}


def meaning(desk):
    """What stands in a layer, whenever it was written, as the walk's model keeps it."""
    spans = {one.id: (one.label, one.fragments, one.note) for one in desk.spans}
    return spans, desk.links


def history(desk, layer=None, **more):
    with desk.store.read() as tx:
        return remembering.history(tx, desk.person, desk.document, layer, **more)


def put_back(desk, moment, by=None, **more):
    with desk.store.write() as tx:
        return putting_back.put_back(tx, desk.person, by or action(), desk.document, moment, **more)
