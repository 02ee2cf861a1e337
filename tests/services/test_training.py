"""A model learns from complete gold, is kept whole or not at all, and says how well it does on what is new."""

import sys

import pytest
from acting import SLUG, ended
from golden import add_gold

from annotator.domain.errors import Forbidden, Invalid, NotFound
from annotator.services import accounts, exporting, jobs, models, training, training_job
from annotator.services.jobs import Cancelled, Jobs
from annotator.services.training import Steps
from annotator.store import models as stored


def test_it_learns_from_gold_and_finds_what_it_has_not_seen(store, people):
    add_gold(store)
    made = training.train(store, people["manager"], SLUG)
    report = made.report
    assert (made.number, made.by, report["documents"], report["parts"]) == (1, "manager", 3, 3)
    (actor,) = report["labels"]
    assert (actor["label"], actor["documents"], actor["spans"]) == ("actor", 3, 6)
    assert actor["exact"] == actor["overlap"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert {one["label"] for one in report["not_learned"]} >= {"stance", "legal_instrument"}
    with store.read() as tx:
        found = models.all_of(tx, people["adjudicator"], SLUG)
        assert (found.models, found.gold, found.changed) == ([made], 3, 0)


def test_the_same_gold_and_seed_give_the_same_model(store, people):
    add_gold(store)
    first, second = (training.train(store, people["manager"], SLUG, seed=7) for _ in range(2))
    assert (first.number, second.number, first.report) == (1, 2, second.report)
    with store.read() as tx:
        assert stored.labels(tx, first.id) == stored.labels(tx, second.id)


def test_gold_that_came_since_is_counted(store, people):
    add_gold(store)
    training.train(store, people["manager"], SLUG)
    add_gold(store, first=3, number=1)
    with store.read() as tx:
        assert models.all_of(tx, people["manager"], SLUG).changed == 1


def test_a_label_of_one_document_is_not_learned_and_without_two_documents_nothing_is(store, people):
    with pytest.raises(Invalid, match="here is none yet"):
        training.train(store, people["manager"], SLUG)
    add_gold(store, number=1)
    with pytest.raises(Invalid, match="2 at least; here is one"):
        training.train(store, people["manager"], SLUG)


def test_only_managers_train_and_whoever_may_not_read_gold_is_not_told(store, people):
    add_gold(store)
    for name in ("ben", "adjudicator", "viewer"):
        with pytest.raises(Forbidden):
            training.train(store, people[name], SLUG)
    with pytest.raises(NotFound):
        training.train(store, people["stranger"], SLUG)
    training.train(store, people["manager"], SLUG)
    with store.read() as tx:
        for name in ("manager", "adjudicator", "viewer"):
            assert models.latest(tx, people[name], SLUG).number == 1
        with pytest.raises(Forbidden):
            models.all_of(tx, people["ben"], SLUG)


def test_without_the_extra_one_line_names_it(store, people, monkeypatch):
    add_gold(store)
    monkeypatch.setitem(sys.modules, "pycrfsuite", None)
    with pytest.raises(Invalid, match=r"^A model needs python-crfsuite, .*: pip install 'annotator\[model\]'$"):
        training.train(store, people["manager"], SLUG)
    with store.read() as tx:
        assert models.all_of(tx, people["manager"], SLUG).models == []


def test_as_a_job_it_tells_how_far_it_is_and_which_model_it_made(store, people, running):
    add_gold(store, number=2)
    with store.write() as tx:
        job, begin = training_job.start(running, tx, people["manager"], SLUG, 1)
    begin()
    done = ended(store, people["manager"], job)
    assert (done.state, done.done, done.total) == ("done", 100, 100)
    assert done.result == {"documents": 2, "model": 1}


def test_given_up_half_way_it_leaves_nothing_and_the_model_before_goes_on(store, people):
    add_gold(store, number=2)
    first = training.train(store, people["manager"], SLUG)

    def cancelled(done):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        training.train(store, people["manager"], SLUG, steps=Steps(passed=cancelled))
    with store.read() as tx:
        assert models.all_of(tx, people["manager"], SLUG).models == [first]


def test_a_job_that_was_cancelled_while_it_waited_makes_nothing(store, people, running):
    add_gold(store, number=2)
    with store.write() as tx:
        job, begin = training_job.start(running, tx, people["manager"], SLUG, 1)
        jobs.cancel(tx, people["manager"], job)
    begin()
    running.close()
    with store.read() as tx:
        assert models.all_of(tx, people["manager"], SLUG).models == []
        assert [one.state for one in training_job.recent(tx, people["manager"], SLUG)] == ["cancelled"]


def test_what_it_proposes_is_in_no_export(store, people):
    add_gold(store)
    add_gold(store, first=3, number=1, gold=False)

    def exported():
        return b"".join(exporting.prepare(store, accounts.OPERATOR, SLUG, "jsonl", "all").chunks())

    before = exported()
    training.train(store, people["manager"], SLUG)
    assert exported() == before


def test_documents_are_ordered_by_how_unsure_it_is_and_gold_comes_last(store, people):
    gold = add_gold(store, number=2)
    (easy,) = add_gold(store, first=3, number=1, gold=False)
    training.train(store, people["manager"], SLUG)
    with store.read() as tx:
        found = models.by_uncertainty(tx, people["adjudicator"], SLUG)
        assert [one.id for one, _ in found][-2:] == gold
        values = [value for _, value in found[:-2]]
        assert values == sorted(values, reverse=True)
        assert easy in [one.id for one, _ in found[:-2]]
        assert all(0 <= value <= 1 for value in values)
        assert [value for _, value in found[-2:]] == [None, None]
        with pytest.raises(Forbidden):
            models.by_uncertainty(tx, people["ben"], SLUG)


def test_without_a_model_there_is_no_such_order(store, people):
    with store.read() as tx, pytest.raises(Invalid, match="once a model was trained"):
        models.by_uncertainty(tx, people["manager"], SLUG)


@pytest.fixture
def running(store):
    made = Jobs(store)
    yield made
    made.close()
