"""Gamma as a job: of each two annotators, by whoever may know, and out of date once a layer is another."""

import pytest
from acting import SLUG, Desk, ended
from adjudicators import complete

from annotator.domain.errors import Forbidden, Invalid, NotFound
from annotator.domain.permission import Person
from annotator.services import agreeing, gamma_job, jobs
from annotator.services.jobs import Jobs
from annotator.services.selecting import Selection

EVERYBODY = Selection()


def test_each_two_annotators_get_the_figure_that_the_command_line_gives(store, team, marked, compute):
    job = compute()
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    (pair,) = job.result["pairs"]
    assert (pair["annotators"], pair["documents"]) == (["ana", "ben"], 3)
    with store.read() as tx:
        found = agreeing.agreement(tx, team["ana"], SLUG, wanted=["gamma"])
    assert pair["gamma"] == agreeing.report(found)["pairs"][0]["measures"]["gamma"]
    assert pair["gamma"]["low"] < pair["gamma"]["value"] < pair["gamma"]["high"]


def test_where_nobody_shares_a_document_there_is_no_pair(compute):
    job = compute()
    assert (job.state, job.result["pairs"]) == ("done", [])


def test_it_is_out_of_date_once_a_layer_was_opened_or_completed(store, team, marked, compute, latest):
    compute()
    assert not latest().outdated
    complete(Desk(store, team["ben"], marked[0]), "in_progress")
    assert latest().outdated


def test_what_was_asked_of_other_annotators_is_another_job(marked, compute, latest):
    compute(Selection(("ana", "ben")))
    assert latest() is None
    assert latest(Selection(("ana", "ben"))).job.state == "done"


def test_nobody_else_is_told_of_it_and_an_annotator_may_not_ask_meanwhile(store, team, marked, compute, running):
    job = compute()
    with pytest.raises(NotFound), store.read() as tx:
        jobs.find(tx, team["adjudicator"], job.id)
    with pytest.raises(Forbidden), store.write() as tx:
        gamma_job.start(running, tx, team["ben"], SLUG, EVERYBODY)
    with pytest.raises(Forbidden), store.read() as tx:
        gamma_job.latest(tx, team["ben"], SLUG, EVERYBODY)


def test_a_name_that_nobody_has_is_refused_before_a_job_is_noted(store, team, marked, running, latest):
    with pytest.raises(Invalid, match="carol"), store.write() as tx:
        gamma_job.start(running, tx, team["ana"], SLUG, Selection(("ana", "carol")))
    assert latest() is None


def test_a_stranger_is_not_told_that_there_is_such_a_project(store, running):
    with pytest.raises(NotFound), store.write() as tx:
        gamma_job.start(running, tx, Person("nobody", "nobody"), SLUG, EVERYBODY)


@pytest.fixture
def marked(store, team, desks):
    """Ana and ben at three articles, which they read nearly alike; the articles' ids."""
    both = list(zip(*desks("ana", "ben"), strict=True))[:3]
    for number, pair in enumerate(both):
        words = [word for word in dict.fromkeys(pair[0].text.split()) if word.isalpha() and len(word) > 8][:5]
        for desk in pair:
            for word in words[: 5 - number] if desk.person.name == "ben" else words:
                desk.mark(word)
            complete(desk)
    return [pair[0].document for pair in both]


@pytest.fixture
def running(store):
    found = Jobs(store)
    yield found
    found.close()


@pytest.fixture
def compute(store, team, running):
    """Compute it, for ana; the job when it is over."""

    def computed(selection=EVERYBODY):
        with store.write() as tx:
            job_id, begin = gamma_job.start(running, tx, team["ana"], SLUG, selection)
        begin()
        return ended(store, team["ana"], job_id)

    return computed


@pytest.fixture
def latest(store, team):
    def found(selection=EVERYBODY):
        with store.read() as tx:
            return gamma_job.latest(tx, team["ana"], SLUG, selection)

    return found
