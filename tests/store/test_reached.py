"""How far somebody is with a queue is counted apart from layers, and is always what a look at all of them says."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from random import Random

import pytest
from acting import SLUG, Desk, action
from patience import PATIENCE, until
from sqlalchemy import text

from annotator.domain.errors import Refused
from annotator.services import accounts, checking, completing, corpus, documents, projects, rounds
from annotator.services.accounts import OPERATOR
from annotator.services.rounds import Plan
from annotator.store import reached
from annotator.store import rounds as stored

PEOPLE = ("ben", "eva", "ivo")


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_queues_and_rounds_are_counted_as_a_look_at_each_layer_counts_them(store, world, seed):
    chance = Random(seed)
    world.make(Plan(overlap=2))
    for _ in range(40):
        world.something_happens(chance)
        for person in world.people.values():
            assert world.counted(person) == world.looked_at(person)
        assert world.tallied() == world.assigned()
    with store.read() as tx:
        assert checking.check(tx).faults == ()


def test_what_was_completed_before_it_was_given_out_is_complete_in_the_queue_at_once(world):
    ben = world.people["ben"]
    world.reach(ben, world.documents[0], "complete")
    world.make(Plan(documents=world.documents[:2], overlap=3))
    assert world.counted(ben) == (2, 1, (world.documents[1], "new"))


def test_a_state_in_a_queue_that_is_not_the_layers_is_found(store, world):
    world.make(Plan(overlap=3))
    with store.write() as tx:
        tx.connection.execute(text("UPDATE assignment SET state = 'complete'"))
    with store.read() as tx:
        found = {fault.what for fault in checking.check(tx).faults}
    assert found == {f"it is not in the state of their layer in the queue of {name}" for name in PEOPLE}


def test_what_is_given_out_while_somebody_completes_it_is_complete_in_the_queue(store, world):
    ben, ana = world.people["ben"], world.ana
    number = world.make(Plan(documents=world.documents[:2], overlap=3, by_hand=True))
    Desk(store, ben, world.documents[0]).mark("the")

    def give():
        with store.write() as tx:
            rounds.give(tx, ana, SLUG, number, document=world.documents[0], user="ben", given=True)

    with ThreadPoolExecutor(1) as pool:
        with store.write() as tx:
            completing.set_state(tx, ben, action(), world.documents[0], "complete")
            giving = pool.submit(give)
            if not store.is_sqlite:  # whose one writer waits for its turn before anything of it reaches a database
                until(lambda: giving.done() or waits(store))
            assert not giving.done()
        wait([giving], PATIENCE)
        giving.result()
    assert world.counted(ben) == (1, 1, None)


def waits(store):
    with store.engine.connect() as connection:
        return connection.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).scalar_one()


class World:
    """The demo's project with three annotators, to whom anything happens that queues must keep up with."""

    def __init__(self, store, ana):
        self.store, self.ana = store, ana
        with store.write() as tx:
            for name in ("eva", "ivo"):
                accounts.add_user(tx, OPERATOR, name, password_hash=None)
                projects.set_member(tx, OPERATOR, SLUG, name, "annotator")
        with store.read() as tx:
            self.people = {name: accounts.named(tx, name) for name in PEOPLE}
            self.project = projects.find(tx, ana, SLUG)
            self.documents = [one.id for one in corpus.corpus(tx, ana, SLUG).documents]
        self.numbers = []

    def make(self, plan):
        with self.store.write() as tx:
            self.numbers.append(rounds.create(tx, self.ana, SLUG, plan).number)
        return self.numbers[-1]

    def reach(self, person, document, state):
        with self.store.write() as tx:
            completing.set_state(tx, person, action(), document, state)

    def something_happens(self, chance):
        name, document = chance.choice(PEOPLE), chance.choice(self.documents)
        number = chance.choice(self.numbers or [1])
        happening = chance.choice(
            [
                *[lambda: self.reach(self.people[name], document, chance.choice(("complete", "in_progress")))]
                * 20,
                lambda: self.make(
                    Plan(documents=chance.sample(self.documents, 3), overlap=chance.choice((1, 2, 3)))
                ),
                *[
                    lambda: self.change(
                        rounds.give, number, document=document, user=name, given=bool(chance.getrandbits(1))
                    )
                ]
                * 3,
                lambda: self.change(rounds.leave, number, name),
                lambda: self.change(rounds.take_part, number, name),
                lambda: self.change(rounds.even_out, number),
                lambda: self.change(rounds.close, number, closed=bool(chance.getrandbits(1))),
                lambda: self.take_away(document),
            ]
        )
        with suppress(Refused):  # such as a change of a round that is closed: it has changed nothing
            happening()

    def change(self, what, *given, **named):
        with self.store.write() as tx:
            what(tx, self.ana, SLUG, *given, **named)

    def take_away(self, document):
        if len(self.documents) > 3:
            with self.store.write() as tx:
                documents.remove(tx, self.ana, document)
            self.documents.remove(document)

    def counted(self, person):
        with self.store.read() as tx:
            counted = stored.progress(tx, self.project.id, person.id)
            return *counted, stored.next_in_queue(tx, self.project.id, person.id)

    def looked_at(self, person):
        with self.store.read() as tx:
            queue = stored.queue(tx, self.project.id, person.id)
        left = [(one.document_id, one.state) for one in queue if one.state != "complete"]
        return len(queue), len(queue) - len(left), left[0] if left else None

    def tallied(self):
        with self.store.read() as tx:
            return {
                (one.number, tally.name, tally.state): tally.number
                for one in stored.in_project(tx, self.project.id)
                for tally in reached.tallies(tx, self.project.id, one.id, None)
            }

    def assigned(self):
        found = {}
        with self.store.read() as tx:
            for one in stored.in_project(tx, self.project.id):
                for each in stored.assigned(tx, one.id):
                    key = (one.number, each.name, each.state)
                    found[key] = found.get(key, 0) + 1
        return found


@pytest.fixture
def world(store, team):
    return World(store, team["ana"])
